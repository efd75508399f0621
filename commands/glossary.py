"""`mou glossary`: a program's approved terms as a table or a file for other programs, and what a change of them touches."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from adapters import program_files
from commands import glossary_changes
from mou.errors import Invalid
from mou.glossary import Row, texts
from mou.tbx import tbx

SHOWN = ("kind", "gender", "forbidden")
"""The columns of the table after the languages; the rest stands in the file."""


def glossary(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the terms to this file, as TBX.")] = None,
    changes: Annotated[
        Path | None, typer.Option("--changes", help="List the approved segments touched by what differs from this glossary.")
    ] = None,
    new: Annotated[
        Path | None, typer.Option("--new", help="With --changes: the glossary to compare, instead of the program's.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="With --changes: print JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Show the terms a program has approved, write them to a TBX file, or list what a change touches; nothing is changed."""
    folder = program_files.folder_of(program)
    rows = program_files.glossary(folder) if new is None else program_files.glossary_rows(new)
    if changes is not None:
        code = program_files.load(folder).program.code
        glossary_changes.show(code, program_files.glossary_rows(changes), rows, as_json=json_)
        return
    if not rows:
        raise Invalid(f"{folder} has no glossary.csv, or none with a term in it.", where="glossary")
    if out is not None:
        _write(out, rows, title=f"{program_files.load(folder).program.short.in_('en')}: glossary")
        return
    table = Table(*texts(rows[0]), *SHOWN, title=f"{len(rows)} terms")
    for row in rows:
        table.add_row(*map(escape, texts(row).values()), *(escape(row.get(column, "")) for column in SHOWN))
    Console().print(table)


def _write(out: Path, rows: Sequence[Row], *, title: str) -> None:
    try:
        out.write_bytes(tbx(rows, title=title))
    except OSError as error:
        raise Invalid(f"{str(out)!r} cannot be written: {error.strerror}. Give another path.", where="glossary") from error
    typer.echo(f"{len(rows)} terms written to {out}")
