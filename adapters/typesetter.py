"""Typesets an edition: every file of the published annual report, from its tree alone. The port is `Typesetter`."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from adapters import report_html, tables, typst_report
from adapters.report_columns import dialect, meanings
from adapters.report_document import document
from adapters.report_layout import Document
from adapters.report_words import Words
from mou.report.tree import AnnualReport

_RENDERERS = ("babel", "jinja2", "typst")


class ReportTypesetter:
    """Renders pages, PDFs, tables, the language chooser and a manifest. The same tree gives the same bytes."""

    def __init__(self, *, templates: Path, locales: Path) -> None:
        """Take the folders `templates/` and `locales/`."""
        self._templates = templates
        self._locales = locales

    def edition(self, report: AnnualReport) -> Mapping[str, bytes]:
        """Return path -> bytes. Raise Invalid when a catalog or a translation is missing, LookupError for a wording."""
        words = {language: self._words(report, language) for language in report.languages}
        names = {language: said.name_of(language) for language, said in words.items()}
        documents = [document(report, said) for said in words.values()]
        entries = tables.entries_json(report)
        files = {"data/entries.csv": tables.entries_csv(report), "data/entries.json": entries}
        for one in documents:
            files[f"{one.language}/index.html"] = self._page(one, names)
            files[f"report-{one.language}.pdf"] = typst_report.pdf(one, templates=self._templates, entries=entries)
        files["index.html"] = report_html.chooser(documents, templates=self._templates, names=names)
        files["manifest.json"] = _manifest(report, files, words)
        return dict(sorted(files.items()))

    def _words(self, report: AnnualReport, language: str) -> Words:
        locale = next(party.locale for party in report.parties if party.language == language)
        return Words(locales=self._locales, language=language, locale=locale)

    def _page(self, one: Document, names: dict[str, str]) -> bytes:
        downloads = [(f"report-{one.language}.pdf", "PDF"), ("data/entries.csv", "CSV"), ("data/entries.json", "JSON")]
        return report_html.page(one, templates=self._templates, names=names, downloads=downloads)


def _manifest(report: AnnualReport, files: Mapping[str, bytes], words: Mapping[str, Words]) -> bytes:
    """Return what the edition is, every file's digest, what the columns mean by language, and which versions rendered it."""
    whole = {
        "program": report.program,
        "year": report.year,
        "edition": report.edition,
        "hash": report.hash,
        "cut": report.cut.isoformat(),
        "languages": list(report.languages),
        "files": list(_listed(files)),
        "columns": {language: meanings(report, said) for language, said in words.items()},
        "csv": {language: dialect(said) for language, said in words.items()},
        "rendered_with": {name: version(name) for name in _RENDERERS},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _listed(files: Mapping[str, bytes]) -> Iterable[dict[str, object]]:
    for path, content in sorted(files.items()):
        yield {"path": path, "bytes": len(content), "sha256": sha256(content).hexdigest()}
