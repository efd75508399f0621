"""A glossary on disk: CSV, one term per row, a column per language tag and those of `mou.glossary.FIELDS`."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from mou.errors import Invalid
from mou.glossary import FIELDS

_MAY_BE_EMPTY = frozenset(FIELDS) - {"kind"}


class GlossaryFile(NamedTuple):
    """The columns of a file, its rows, and the line each row ends in, counted from 1."""

    columns: Sequence[str]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def read(file: Path) -> GlossaryFile:
    """Return what the file says; raise Invalid with file and line for a row with an empty or missing column."""
    reader = csv.DictReader(StringIO(_bytes(file).decode("utf-8-sig", "replace"), newline=""))
    try:
        told = [(_term(file, reader.line_num, row), reader.line_num) for row in reader]
        columns = tuple(column.strip() for column in reader.fieldnames or ())
    except csv.Error as error:
        message = f"{file}:{reader.line_num}: this is no CSV ({error}) — look at the quotes of this line"
        raise Invalid(message) from None
    if twice := [column for column in columns if columns.count(column) > 1]:
        raise Invalid(f"{file}:1: the column `{twice[0]}` stands there twice — leave one of them")
    return GlossaryFile(columns=columns, rows=tuple(row for row, _ in told), lines=tuple(line for _, line in told))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror}): give the path of a glossary, and look at its permissions"
        raise Invalid(message) from None


def _term(file: Path, line: int, row: Mapping[str | None, object]) -> dict[str, str]:
    term = {column.strip(): text.strip() for column, text in row.items() if column and isinstance(text, str)}
    wrong = [str(column) for column in row if not column or not (term.get(column.strip()) or column in _MAY_BE_EMPTY)]
    if wrong or "kind" not in term:
        what = f"wrong or empty: {', '.join(wrong)}" if wrong else "no column `kind`"
        message = f"{file}:{line}: {what} — write one text per column of the first line, in quotes where it has a comma"
        raise Invalid(message)
    return term
