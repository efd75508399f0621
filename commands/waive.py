"""`mou waive`: a coordinator says that a report, or some of its entries, is not required."""

from typing import Annotated

import typer

from commands.offering import offer, open_version, tell
from commands.open import coordinating, cycle_of, report_of, run
from mou.errors import Unknown
from mou.steps import What
from mou.stories import WAIVE, Waiver, story_id
from wiring import House


def waive(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; the leads and the public read it.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who decides: id or address.")],
    entry: Annotated[list[str] | None, typer.Option("--entry", help="One entry, such as AQ-1/mexico; may be repeated.")] = None,
) -> None:
    """Waive a whole report, or only the entries named."""
    entries = entry or []

    async def work(built: House) -> str:
        cycle = await cycle_of(built, program, quarter)
        who = coordinating(cycle.program, as_)
        report = await report_of(built, program, quarter, group)
        owed = ["/".join(pair) for pair in cycle.program.group(group).owed()]
        if unknown := [pair for pair in entries if pair not in owed]:
            raise Unknown(f"{group} does not owe {', '.join(unknown)}. It owes: {', '.join(owed)}.", where=report)
        version = await open_version(built, report)
        row = await offer(built, cycle, report, version, who, What.WAIVER, {"entries": entries, "reason": reason})
        waiver = Waiver(decision=row.digest, entries=tuple(entries))
        await tell(built, story_id(report, version), WAIVE, waiver, row.digest)
        return f"{', '.join(entries) or 'The whole report'} of {report} is not required. Its leads are told."

    typer.echo(run(work))
