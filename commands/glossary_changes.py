"""What a change of a program's glossary touches of the approved text, from the record; nothing is changed."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.open import run
from commands.printing import print_json
from mou.glossary import Row
from mou.glossary_changes import Touched, changed, touched
from wiring import House

PIPED_WIDTH = 150


def show(program: str, old: Sequence[Row], new: Sequence[Row], *, as_json: bool) -> None:
    """Print the approved segments of a program that hold a term of the difference between two glossaries."""
    rows = changed(old, new)

    async def look(built: House) -> list[Touched]:
        return list(touched(await built.desk.approved_segments(program), rows))

    found = run(look) if rows else []
    if as_json:
        print_json([_plain(one) for one in found])
        return
    typer.echo(f"{len(rows)} rows differ, {len(found)} approved segments hold such a term. None was changed.")
    console = Console()
    if found:
        (console if console.is_terminal else Console(width=PIPED_WIDTH)).print(_table(found))


def _plain(one: Touched) -> dict[str, object]:
    segment = one.approved.segment
    told = {"report": one.approved.report, "number": segment.number, "terms": list(one.terms)}
    return {**told, "source": segment.source, "target": segment.target}


def _table(found: Sequence[Touched]) -> Table:
    table = Table("Report", "No.", "Terms", "Source", "Target")
    for one in found:
        segment = one.approved.segment
        told = (one.approved.report, str(segment.number), ", ".join(one.terms), segment.source, segment.target)
        table.add_row(*map(escape, told))
    return table
