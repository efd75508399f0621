"""`mou extend`: give one group more time, by business days of every party."""

from datetime import date
from typing import Annotated

import typer

from activities.timetable import moments, quarter_plan
from commands.offering import offer, open_version, tell
from commands.open import coordinating, cycle_of, report_of, run
from mou.calendar import extended
from mou.errors import Invalid
from mou.steps import What
from mou.stories import EXTEND, Extension, story_id
from wiring import House


def extend(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")],
    until: Annotated[str, typer.Option("--until", help="The new due day, such as 2026-11-10.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; the leads read it.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who decides: id or address.")],
) -> None:
    """Move a report's due day; its reminders, escalation and closing follow."""
    day = _day(until)

    async def work(built: House) -> str:
        cycle = await cycle_of(built, program, quarter)
        who = coordinating(cycle.program, as_)
        report = await report_of(built, program, quarter, group)
        now = cycle.pace.agreement(built.clock.now())
        plan = quarter_plan(cycle, quarter.upper())
        planned = extended(cycle.program, cycle.calendars, plan, day)
        new = moments(cycle, [one for one in planned if one.on > now or one.code in {"due", "close"}])
        if not any(one.code == "due" and one.on > now for one in new):
            raise Invalid(f"{until} is already past in the agreement's time ({now:%Y-%m-%d}).", where=report)
        version = await open_version(built, report)
        said: dict[str, object] = {"moments": [one.model_dump(mode="json") for one in new], "reason": reason}
        row = await offer(built, cycle, report, version, who, What.EXTENSION, said)
        extension = Extension(decision=row.digest, moments=new)
        await tell(built, story_id(report, version), EXTEND, extension, row.digest)
        closes = next(one for one in new if one.code == "close").on
        return f"{report} is now due on {until} and closes on {closes:%Y-%m-%d}. Its leads are told."

    typer.echo(run(work))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text!r} is not a day: write it like 2026-11-10.", where="--until") from None
