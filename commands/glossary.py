"""`mou glossary`: a program's approved terms, as a table or as a file for other translation programs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from adapters import program_files
from mou.errors import Invalid
from mou.tbx import tbx


def glossary(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the terms to this file, as TBX.")] = None,
) -> None:
    """Show the terms a program has approved, or write them to a TBX file; nothing is changed."""
    folder = program_files.folder_of(program)
    rows = program_files.glossary(folder)
    if not rows:
        raise Invalid(f"{folder} has no glossary.csv, or none with a term in it.", where="glossary")
    if out is not None:
        title = f"{program_files.load(folder).program.short.in_('en')}: glossary"
        try:
            out.write_bytes(tbx(rows, title=title))
        except OSError as error:
            raise Invalid(f"{str(out)!r} cannot be written: {error.strerror}. Give another path.", where="glossary") from error
        typer.echo(f"{len(rows)} terms written to {out}")
        return
    table = Table(*rows[0], title=f"{len(rows)} terms")
    for row in rows:
        table.add_row(*map(escape, row.values()))
    Console().print(table)
