"""`mou status`: who holds what, since when, and the next automatic step. Works when no worker runs."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from commands.open import run
from mou.errors import Unknown
from mou.program import Program
from mou.record import Whereabouts
from wiring import House

PIPED_WIDTH = 150


def status(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")] = "",
    year: Annotated[int, typer.Argument(help="The year; without it, the newest cycle.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Show where every report of a cycle stands, in agreement time."""

    async def work(built: House) -> tuple[Program, int, tuple[Whereabouts, ...]]:
        code = program or (await built.record.newest_cycle("")).partition("/")[0]
        years = await built.desk.cycles(code)
        if not years:
            raise Unknown(f"No cycle of {code!r} was started: `mou start {code} YEAR`.", where=code)
        chosen = year or years[0]
        return await built.desk.program(code), chosen, await built.desk.whereabouts(code, chosen)

    agreement, chosen, standing = run(work)
    if json_:
        typer.echo(json.dumps([_plain(one) for one in standing], ensure_ascii=False, indent=2))
        return
    console = Console()
    console = console if console.is_terminal else Console(width=PIPED_WIDTH)
    console.print(_table(agreement, chosen, standing))


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


def _table(program: Program, year: int, standing: tuple[Whereabouts, ...]) -> Table:
    table = Table(title=f"{program.short.in_(program.parties[0].language)}, {year} (agreement time, UTC)")
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
