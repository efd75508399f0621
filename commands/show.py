"""`mou show`: one report, its entries with their provenance, and everything that happened to it."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from commands.open import report_of, run
from mou.record import ReportOnRecord, ThreadLine
from wiring import House


def show(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Show a report's entries and its thread, oldest first, in agreement time."""

    async def work(built: House) -> tuple[ReportOnRecord, tuple[ThreadLine, ...]]:
        wanted = await report_of(built, program, quarter, group)
        cycle = await built.record.cycle(f"{program}/{quarter[:4]}")
        reports = await built.record.reports(cycle.id, quarter=quarter.upper())
        return next(one for one in reports if one.report == wanted), await built.desk.thread(wanted)

    report, thread = run(work)
    if json_:
        told = {"report": report.model_dump(mode="json"), "thread": [line.model_dump(mode="json") for line in thread]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    console = Console(soft_wrap=True)
    console.print(f"{report.report}: {report.phase.replace('_', ' ')}, version {report.version}, due {report.due:%Y-%m-%d}")
    console.print(_entries(report))
    console.print(_thread(thread))


def _entries(report: ReportOnRecord) -> Table:
    table = Table(title="Entries")
    for head in ("Item", "Party", "State", "Status", "Text", "Arrived", "Mail"):
        table.add_column(head)
    for entry in report.entries:
        late = " late" if entry.late else ""
        standing = entry.standing.replace("_", " ") if entry.standing else ""
        arrived = f"{entry.arrived:%Y-%m-%d}{late}"
        table.add_row(entry.item, entry.party, entry.state.replace("_", " "), standing, entry.text, arrived, entry.mail[:12])
    return table


def _thread(thread: tuple[ThreadLine, ...]) -> Table:
    table = Table(title="What happened")
    for head in ("On", "What", "Who", "About", "Ref"):
        table.add_column(head)
    for line in thread:
        table.add_row(f"{line.on:%Y-%m-%d %H:%M}", line.what, line.role, line.subject, line.ref[:24])
    return table
