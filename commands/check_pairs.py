"""`mou translate check`: check translations as the engine checks drafts. Needs no server."""

import csv
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from adapters import program_files
from commands.printing import print_json
from mou.checks import flags, severity
from mou.errors import Invalid
from mou.glossary import Glossary
from mou.model import Model
from mou.tongues import TONGUES

COLUMNS = ("id", "src_lang", "source", "target")
LARGEST = 1_000_000
"""Characters of a field: a whole report is shorter."""


class Flag(Model):
    """What does not agree: a code of `mou.checks.CODES`, and whether it would block an approval or only be shown."""

    kind: str
    severity: str


class Checked(Model):
    """One pair of the file, by its id, with its flags."""

    id: str
    flags: tuple[Flag, ...]


def check(
    pairs: Annotated[Path, typer.Argument(help=f"A file of tab-separated values with the columns {', '.join(COLUMNS)}.")],
    program: Annotated[str, typer.Option("--program", help="The program whose glossary is known.")] = "ca-mx",
    json_: Annotated[bool, typer.Option("--json", help="Print the flags as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Check translations: numbers, dates, money, units, addresses, acronyms, terms, negations and more must agree."""
    glossary = Glossary.of(program_files.glossary(program_files.folder_of(program)))
    checked = [_checked(row, glossary) for row in _rows(pairs)]
    if json_:
        print_json([one.model_dump() for one in checked])
        return
    table = Table("Id", "Flag", "Severity", title=f"{sum(bool(one.flags) for one in checked)} of {len(checked)} pairs flagged")
    for one in checked:
        for flag in one.flags:
            table.add_row(escape(one.id), flag.kind, flag.severity)
    Console().print(table)


def flags_of(source_language: str, source: str, target_language: str, target: str, *, glossary: Glossary) -> tuple[Flag, ...]:
    """Return what does not agree between a sentence and its translation."""
    found = flags(source_language, source, target_language, target, glossary=glossary)
    return tuple(Flag(kind=code, severity=severity(code)) for code in found)


def _checked(row: dict[str, str], glossary: Glossary) -> Checked:
    source = row["src_lang"]
    target = next(language for language in TONGUES if language != source)
    return Checked(id=row["id"], flags=flags_of(source, row["source"], target, row["target"], glossary=glossary))


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
