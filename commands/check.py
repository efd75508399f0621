"""`mou check`: is a program file right? Every problem at once, with file, line and how to mend it."""

from typing import Annotated

import typer

from adapters import program_files


def check(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
) -> None:
    """Check a program's files and say what is wrong where; nothing is changed."""
    folder = program_files.folder_of(program)
    if found := program_files.problems(program_files.read(folder)):
        for problem in found:
            typer.echo(str(problem))
        typer.echo(f"{len(found)} to mend in {folder}", err=True)
        raise typer.Exit(1)
    program_files.glossary(folder)
    one = program_files.load(folder).program
    items = sum(len(group.items) for group in one.groups)
    counts = f"{len(one.parties)} parties, {len(one.groups)} groups, {items} items, {len(one.people)} people"
    typer.echo(f"{one.code}: all right. {counts}, {one.span.first} to {one.span.last}")
