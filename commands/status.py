"""`mou status`: who holds what, since when, and the next automatic step. Works when no worker runs."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from commands.open import run
from commands.printing import print_json
from mou.errors import Unknown
from mou.keeping import CycleOnRecord
from mou.program import Program
from mou.record import Whereabouts
from mou.stories import cycle_id
from wiring import House

PIPED_WIDTH = 150


def status(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")] = "",
    year: Annotated[int, typer.Argument(help="The year; without it, the newest cycle.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Show where every report of a cycle stands, in agreement time."""
    agreement, chosen, standing = run(lambda built: _look(built, program, year))
    if json_:
        print_json([_plain(one) for one in standing])
        return
    console = Console()
    console = console if console.is_terminal else Console(width=PIPED_WIDTH)
    console.print(_table(agreement, chosen, standing) if standing else _not_yet(agreement, chosen))


async def _look(built: House, program: str, year: int) -> tuple[Program, CycleOnRecord, tuple[Whereabouts, ...]]:
    """Return the year asked for, else the newest that has opened, else the newest."""
    code = program or (await built.record.newest_cycle("")).partition("/")[0]
    years = (year,) if year else await built.desk.cycles(code)
    if not years:
        raise Unknown(f"No cycle of {code!r} was started: `mou start {code} YEAR`.", where=code)
    found = [(one, await built.desk.whereabouts(code, one)) for one in years]
    chosen, standing = next((pair for pair in found if pair[1]), found[0])
    return await built.desk.program(code), await built.record.cycle(cycle_id(code, chosen)), standing


def _not_yet(program: Program, cycle: CycleOnRecord) -> str:
    first = next(plan for plan in cycle.plan.quarters if plan.quarter[-2:] >= cycle.first_quarter)
    opens = f"{first.quarter} opens on {first.moment('open').on:%Y-%m-%d}"
    return f"{cycle.id}: nothing has opened yet. {opens}; see `mou plan {program.code} {cycle.year}`."


def _plain(one: Whereabouts) -> dict[str, object]:
    report = one.report
    return {
        "report": report.report,
        "quarter": report.quarter,
        "group": report.group,
        "phase": report.phase,
        "version": report.version,
        "since": report.since.isoformat(),
        "due": report.due.isoformat(),
        "holders": [f"{holder.role}/{holder.party}".rstrip("/") for holder in one.holders],
        "waits_for": sorted({holder.waits_for for holder in one.holders}),
        "next_step": one.next_step,
        "next_on": one.next_on.isoformat() if one.next_on else None,
        "approvals": [{"party": approval.party, "on": approval.on.isoformat()} for approval in report.approvals],
    }


def _table(program: Program, cycle: CycleOnRecord, standing: tuple[Whereabouts, ...]) -> Table:
    table = Table(title=f"{program.short.in_(program.parties[0].language)}, {cycle.year} (agreement time, UTC)")
    for head in ("Quarter", "Group", "Phase", "Since", "Held by", "For", "Next", "On"):
        table.add_column(head)
    for one in standing:
        report = one.report
        version = f" v{report.version}" if report.version > 1 else ""
        table.add_row(
            report.quarter,
            report.group,
            f"{report.phase.replace('_', ' ')}{version}",
            f"{report.since:%Y-%m-%d}",
            ", ".join(f"{holder.role} {holder.party}".strip() for holder in one.holders) or "nobody",
            ", ".join(sorted({holder.waits_for for holder in one.holders})),
            one.next_step,
            f"{one.next_on:%Y-%m-%d}" if one.next_on else "",
        )
    return table
