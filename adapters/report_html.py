"""Renders the annual report as one standalone page per language, and the page that lets a reader choose."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.report_layout import Document


def tag(language: str, region: str) -> str:
    """Return a BCP 47 tag: "es-MX", or "es" without a region."""
    return f"{language}-{region}" if region else language


@cache
def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Our own file, read as it is: the stylesheet is the one thing that must not be escaped.
    css = (templates / "report" / "report.css").read_text(encoding="utf-8")
    environment.globals.update(tag=tag, css=Markup(css))  # noqa: S704 - not from a person, see above
    return environment


def page(document: Document, *, templates: Path, names: dict[str, str], downloads: Sequence[tuple[str, str]]) -> bytes:
    """Return the page of one language. `names` are the languages' own names, `downloads` are (path, name)."""
    others = [{"language": code, "name": name} for code, name in names.items() if code != document.language]
    template = _environment(templates).get_template("page.html.j2")
    return template.render(document=document, others=others, downloads=downloads).encode()


def chooser(documents: Sequence[Document], *, templates: Path, names: dict[str, str]) -> bytes:
    """Return the small page that leads to every language."""
    return _environment(templates).get_template("chooser.html.j2").render(documents=documents, names=names).encode()
