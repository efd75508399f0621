"""The catalogs: where the words of each domain stand, and every `.po` file written anew from them.

`make locales` refreshes every catalog in place, `make locales BEGIN=fr` begins another language. New words come without
translation, words that are gone leave, nothing is guessed. The same words give the same bytes: no date, line number or place
of a machine is written.
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel import Locale
from babel.localedata import exists
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po
from jinja2 import TemplateSyntaxError

from mou.errors import Invalid

ROOT = Path(__file__).parents[1]
WIDTH = 110
_TAG = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Domain:
    """What is said where: (pattern, Babel's method) in order, the first that fits counts; keywords as Babel takes them."""

    about: str
    sources: tuple[tuple[str, str], ...]
    keywords: Mapping[str, tuple[int, ...] | None]


_TYPED: Mapping[str, tuple[int, ...] | None] = {"T": None, "TN": (1, 2), "_": None}
_ELSEWHERE = tuple((f"{room}/**", "ignore") for room in ("web", "tests", "demo", "bench", "scripts", "var"))
DOMAINS: Mapping[str, Domain] = {
    "messages": Domain("Words of the letters", (*_ELSEWHERE, ("templates/email/**.j2", "jinja2"), ("**.py", "python")), _TYPED),
    "web": Domain("Words of the pages", (("templates/web/**.html", "jinja2"), ("web/**.py", "python")), _TYPED),
    "report": Domain(
        "Words of the published report",
        (("templates/report/**.j2", "jinja2"), ("adapters/report_*.py", "python")),
        {"say": None, "count": (1, 2)},
    ),
}


def languages(root: Path = ROOT) -> tuple[str, ...]:
    """Return the languages that have catalogs."""
    return tuple(sorted({path.parent.parent.name for path in root.glob("locales/*/LC_MESSAGES/*.po")}))


def place(language: str, domain: str, root: Path = ROOT) -> Path:
    """Return where a catalog stands."""
    return root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def extracted(domain: str, root: Path = ROOT) -> Catalog:
    """Return every message that code and templates of a domain say, by file; raise Invalid for a file that does not parse."""
    found, opened = Catalog(), [""]
    said = DOMAINS[domain]
    words = extract_from_dir(
        root,
        said.sources,
        {pattern: {"silent": "false"} for pattern, method in said.sources if method == "jinja2"},
        keywords=said.keywords,
        comment_tags=("Translators:",),
        callback=lambda file, _method, _options: opened.append(file),
        strip_comment_tags=True,
    )
    try:
        for file, line, message, comments, _ in words:
            found.add(message, locations=[(file, line)], auto_comments=comments)
    except (TemplateSyntaxError, SyntaxError, TokenError, UnicodeDecodeError) as error:
        message = f"{opened[-1]} does not parse, so its words are unknown: {error}. Mend it; no catalog of {domain} was changed."
        raise Invalid(message, where=f"catalog/{domain}") from error
    return found


def catalog(language: str, domain: str, root: Path = ROOT) -> Catalog:
    """Return a catalog as written, an empty one where there is none; raise Invalid for a file that cannot be read."""
    path = place(language, domain, root)
    if not path.is_file():
        return Catalog(locale=language, header_comment=f"# {DOMAINS[domain].about}, {Locale.parse(language).english_name}.")
    try:
        with path.open("rb") as lines:
            return read_po(lines, locale=language, domain=domain, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        message = f"{path.relative_to(root)} cannot be read: {error}. Mend that line by hand."
        raise Invalid(message, where=f"catalog/{language}") from error


def refreshed(language: str, domain: str, root: Path = ROOT) -> str:
    """Return what a catalog's file is to hold: every word said, with the translation it has."""
    old, new = catalog(language, domain, root), Catalog(locale=language)
    for message in sorted((one for one in extracted(domain, root) if one.id), key=lambda one: min(one.locations)):
        known = _same(old.get(message.id), message)
        new.add(
            message.id,
            known.string if known else None,
            locations=message.locations,
            flags=known.flags if known else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
        )
    body = BytesIO()
    write_po(body, new, width=WIDTH, omit_header=True, include_lineno=False)
    return "\n".join((*_head(language, old, new), "", body.getvalue().decode().strip("\n"))).rstrip("\n") + "\n"


def refresh(language: str, root: Path = ROOT) -> Iterator[str]:
    """Write a language's catalogs; yield what left them, with its translation, and how many words wait for one."""
    for domain in DOMAINS:
        before, text = catalog(language, domain, root), refreshed(language, domain, root)
        path = place(language, domain, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        now = catalog(language, domain, root)
        name = path.relative_to(root)
        gone = (one for one in before if one.id and not _same(now.get(one.id), one))
        yield from (f"{name}: no longer said: {one.id!r} ({one.string!r})" for one in gone)
        yield f"{name}: {len(now)} messages, {len(untranslated(now))} to translate"


def untranslated(words: Catalog) -> list[str]:
    """Return the msgids whose translation is empty, in one of its forms too, or only a guess."""
    return [forms(one.id)[0] for one in words if one.id and (one.fuzzy or not all(forms(one.string)))]


def forms(text: object) -> tuple[str, ...]:
    """Return a message's forms: one, or one for each number; of nothing, one empty form."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def begun(tag: str) -> str:
    """Return a language's code; raise Invalid for what is none."""
    if not (_TAG.fullmatch(tag) and exists(tag)):
        message = f"{tag!r} is no language. Give its code alone, such as 'fr': the country stands in the party's locale."
        raise Invalid(message, where="catalog")
    return tag


def main() -> int:
    """Refresh every catalog, and begin the one that was asked for."""
    parser = ArgumentParser(prog="make locales", description="Refresh the catalogs under locales/.")
    parser.add_argument("--begin", metavar="LANGUAGE", help="also begin this language, such as fr")
    asked = parser.parse_args().begin
    try:
        for language in sorted({*languages(), *([begun(asked)] if asked else [])}):
            for line in refresh(language):
                sys.stdout.write(f"{line}\n")
    except Invalid as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _same(known: Message | None, message: Message) -> Message | None:
    return known if known and known.id == message.id else None


def _head(language: str, old: Catalog, new: Catalog) -> tuple[str, ...]:
    fields = {
        "Language": language,
        "Plural-Forms": new.plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = (f'"{name}: {value}\\n"' for name, value in fields.items())
    return (old.header_comment, 'msgid ""', 'msgstr ""', *lines)


if __name__ == "__main__":
    raise SystemExit(main())
