"""`mou translate`: draft a text as the engine would, or check translations as it checks drafts. Needs no server."""

import asyncio
import csv
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from adapters import program_files
from adapters.apertium import Apertium
from adapters.human_translation import HumanTranslation
from mou.checks import flags, names_in, severity
from mou.cutting import core, cut, worded
from mou.errors import Invalid, Unavailable
from mou.model import Model, Wording
from mou.ports import Translator
from mou.segments import Direction, Draft
from mou.tongues import TONGUES

COLUMNS = ("id", "src_lang", "source", "target")
LARGEST = 1_000_000
"""Characters of a field: a whole report is shorter."""


class Engine(StrEnum):
    """Who may draft by hand."""

    APERTIUM = "apertium"
    HUMAN = "human"


class Flag(Model):
    """What does not agree: a code of `mou.checks.CODES`, and whether it would block an approval or only be shown."""

    kind: str
    severity: str


class Drafted(Model):
    """One sentence: its source, its draft, what the checks saw, and how sure the engine is (0 to 1, the share of known words)."""

    source: str
    draft: str
    flags: tuple[Flag, ...]
    confidence: float


class Checked(Model):
    """One pair of the file, by its id, with its flags."""

    id: str
    flags: tuple[Flag, ...]


def draft(
    text: Annotated[str, typer.Argument(help="A text file in UTF-8, or - for standard input.")],
    source: Annotated[str, typer.Option("--from", help="The language it is written in: en or es.")],
    target: Annotated[str, typer.Option("--to", help="The language it is drafted in: en or es.")],
    program: Annotated[str, typer.Option("--program", help="The program whose terms and names are kept.")] = "ca-mx",
    engine: Annotated[Engine, typer.Option("--engine", help="Who drafts.")] = Engine.APERTIUM,
    json_: Annotated[bool, typer.Option("--json", help="Print the draft as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Draft a text sentence by sentence, as a submission's would be; nothing is kept."""
    direction = Direction(source=_language(source), target=_language(target))
    if direction.source == direction.target:
        raise Invalid(f"--from and --to are both {source}: name two languages.", where="translate")
    terms = program_files.glossary(program_files.folder_of(program))
    translator = _engine(engine, terms)
    pieces = cut(_text(text))
    drafts = asyncio.run(_drafts(translator, [core(piece)[1] for piece in pieces if worded(piece)], direction))
    waiting, said, rows = iter(drafts), list[str](), list[Drafted]()
    for piece in pieces:
        before, sentence, after = core(piece)
        if worded(piece):
            one = next(waiting)
            rows.append(_drafted(sentence, one, direction, names_in(terms)))
            sentence = one.text
        said.append(before + sentence + after)
    if json_:
        made = {"engine": translator.name, "version": translator.version, "from": direction.source, "to": direction.target}
        _print({**made, "segments": [row.model_dump() for row in rows], "draft": "".join(said)})
    else:
        Console().print(_table(rows))


def check(
    pairs: Annotated[Path, typer.Argument(help=f"A file of tab-separated values with the columns {', '.join(COLUMNS)}.")],
    program: Annotated[str, typer.Option("--program", help="The program whose agencies and acronyms are known.")] = "ca-mx",
    json_: Annotated[bool, typer.Option("--json", help="Print the flags as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Check translations: numbers, dates, money, units, addresses, acronyms, negations and more must agree."""
    names = names_in(program_files.glossary(program_files.folder_of(program)))
    checked = [_checked(row, names) for row in _rows(pairs)]
    if json_:
        _print([one.model_dump() for one in checked])
        return
    table = Table("Id", "Flag", "Severity", title=f"{sum(bool(one.flags) for one in checked)} of {len(checked)} pairs flagged")
    for one in checked:
        for flag in one.flags:
            table.add_row(escape(one.id), flag.kind, flag.severity)
    Console().print(table)


async def _drafts(translator: Translator, sources: Sequence[str], direction: Direction) -> Sequence[Draft]:
    try:
        return await translator.draft(sources, direction)
    finally:
        await translator.close()


def _engine(engine: Engine, terms: Sequence[dict[str, str]]) -> Translator:
    if engine is Engine.HUMAN:
        return HumanTranslation()
    apertium = Apertium(tuple(TONGUES), terms=[_wording(term) for term in terms])
    if not apertium.available():
        raise Unavailable("Apertium is not installed: run `make setup`, or use --engine human.", where="apertium")
    return apertium


def _drafted(sentence: str, one: Draft, direction: Direction, names: Sequence[Wording]) -> Drafted:
    found = flags(direction.source, sentence, direction.target, one.text, names=names)
    words = len(sentence.split())
    confidence = round(max(0.0, 1 - one.unknown / words), 2) if one.text else 0.0
    return Drafted(source=sentence, draft=one.text, flags=_flags(found), confidence=confidence)


def _checked(row: dict[str, str], names: Sequence[Wording]) -> Checked:
    source = row["src_lang"]
    target = next(language for language in TONGUES if language != source)
    return Checked(id=row["id"], flags=_flags(flags(source, row["source"], target, row["target"], names=names)))


def _flags(codes: Sequence[str]) -> tuple[Flag, ...]:
    return tuple(Flag(kind=code, severity=severity(code)) for code in codes)


def _wording(term: dict[str, str]) -> Wording:
    return Wording({language: text for language, text in term.items() if language != "kind"})


def _rows(path: Path) -> list[dict[str, str]]:
    """Read the pairs; raise Invalid with file and line for the first that cannot be checked."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(path, file)
    except OSError as error:
        raise Invalid(f"{str(path)!r} cannot be read: {error.strerror}. Give the path of a file of pairs.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{str(path)!r} is not UTF-8: save it in that encoding.") from error


def _read(path: Path, file: TextIO) -> list[dict[str, str]]:
    csv.field_size_limit(LARGEST)
    reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
        message = f"{path}:1: no column {', '.join(missing)}. The first line names {', '.join(COLUMNS)}, with tabs between."
        raise Invalid(message)
    rows = list[dict[str, str]]()
    try:
        for row in reader:
            if any(row[column] is None for column in COLUMNS):
                raise Invalid(f"{path}:{reader.line_num}: fewer columns than the first line has. Write one tab between two.")
            if row["src_lang"] not in TONGUES:
                known = " or ".join(TONGUES)
                raise Invalid(f"{path}:{reader.line_num}: src_lang is {row['src_lang']!r}. Write {known}.")
            rows.append(row)
    except csv.Error as error:
        raise Invalid(f"{path}:{reader.line_num}: this cannot be read ({error}).") from None
    return rows


def _language(tag: str) -> str:
    if tag not in TONGUES:
        raise Invalid(f"The language {tag!r} is none that can be drafted: use {' or '.join(TONGUES)}.", where="translate")
    return tag


def _text(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        message = f"The text {path!r} cannot be read: {error.strerror}. Give the path of a text file, or - for standard input."
        raise Invalid(message) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"The text {path!r} is not UTF-8: save it in that encoding.") from error


def _print(shown: object) -> None:
    plain = "utf" not in (sys.stdout.encoding or "").casefold()
    typer.echo(json.dumps(shown, ensure_ascii=plain, indent=2))


def _table(rows: Sequence[Drafted]) -> Table:
    table = Table("Source", "Draft", "Flags", "Sure")
    for row in rows:
        kinds = ", ".join(f"{flag.kind} ({flag.severity})" for flag in row.flags)
        table.add_row(escape(row.source), escape(row.draft), kinds, f"{row.confidence:.0%}")
    return table
