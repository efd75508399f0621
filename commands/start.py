"""`mou start`: put a year's cycle on its way."""

from typing import Annotated

import typer

from adapters.program_files import folder_of
from commands.beginning import begin, first_quarter, planned
from commands.open import run, stories
from mou.pace import Pace
from wiring import House


def start(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
    year: Annotated[int, typer.Argument(help="The year to report on.")],
    from_: Annotated[str, typer.Option("--from", help="The first quarter of a cycle begun mid-year, such as Q4.")] = "",
) -> None:
    """Start a year. Nothing past is ever sent: begun mid-year, it needs --from."""
    folder = folder_of(program)
    _, plan = planned(folder, year)

    async def work(built: House) -> str:
        first = first_quarter(plan, from_, now=built.clock.now())
        async with stories(built) as way:
            cycle = await begin(built, way, folder, year, first, Pace())
        opens = next(one for one in plan.quarters if one.quarter.endswith(first)).moment("open").on
        told = f"{cycle.id} is started. {year}-{first} opens on {opens:%Y-%m-%d %H:%M} UTC."
        return f"{told} See `mou status {cycle.program.code} {year}`."

    typer.echo(run(work))
