"""`mou show`: one report, its entries with their provenance, and everything that happened to it."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from commands.open import report_of, run
from commands.printing import print_json
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
        print_json(told)
        return
    console = Console(highlight=False)
    due = f"{report.due:%Y-%m-%d %H:%M} UTC"
    console.print(f"{report.report}: {report.phase.replace('_', ' ')}, version {report.version}, due {due}", markup=False)
    for title, lines in (("Entries", _entries(report)), ("What happened", _thread(thread))):
        console.print(f"\n{title} (agreement time, UTC)", style="bold", markup=False)
        for head, text in lines:
            console.print(Padding(Text(head), (0, 0, 0, 2)))
            if text:
                console.print(Padding(Text(text), (0, 0, 0, 6)))


def _entries(report: ReportOnRecord) -> Iterator[tuple[str, str]]:
    """A table would squeeze the words into a column a few letters wide, so each entry has its line and its text below."""
    for entry in report.entries:
        said = ", ".join(code.replace("_", " ") for code in (entry.state, entry.standing) if code)
        arrived = f"{entry.arrived:%Y-%m-%d %H:%M}{', late' if entry.late else ''}"
        yield f"{entry.item} {entry.party}: {said} · arrived {arrived} · mail {entry.mail[:12]}", entry.text


def _thread(thread: tuple[ThreadLine, ...]) -> Iterator[tuple[str, str]]:
    for line in thread:
        who = f" · {line.role}" if line.role else ""
        ref = f" · {line.ref[:24]}" if line.ref else ""
        state = f" · {line.state}" if line.state else ""
        yield f"{line.on:%Y-%m-%d %H:%M} {line.what}{who}{ref}{state}", line.subject
