"""`mou check`: is a program file right? Every problem at once, with file, line and how to mend it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters import program_files


def check(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
) -> None:
    """Check a program's files and say what is wrong where; nothing is changed."""
    folder = program_files.folder_of(program)
    _tell(folder, program_files.problems(program_files.read(folder)))
    one = program_files.load(folder).program
    _tell(folder, program_files.glossary_problems(folder, one.languages()))
    items = sum(len(group.items) for group in one.groups)
    counts = f"{len(one.parties)} parties, {len(one.groups)} groups, {items} items, {len(one.people)} people"
    typer.echo(f"{one.code}: all right. {counts}, {one.span.first} to {one.span.last}")


def _tell(folder: Path, found: Sequence[program_files.Found]) -> None:
    """Print the problems and end, where there are any."""
    if not found:
        return
    for problem in found:
        typer.echo(str(problem))
    typer.echo(f"{len(found)} to mend in {folder}", err=True)
    raise typer.Exit(1)
