"""`mou remind`: send the next reminder of a report now; when its planned time comes, it is not sent a second time."""

from collections.abc import Iterable
from typing import Annotated

import typer

import wiring
from commands.open import report_of, run
from mou.errors import Refused
from mou.letters.blocks import Kind
from mou.record import LetterLine
from mou.steps import Step
from mou.submission import Phase
from wiring import House

KINDS = {Phase.COLLECTING: ("remind", Kind.REMINDER), Phase.REVIEWING: ("review-remind", Kind.REVIEW_REMINDER)}


def remind(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")],
) -> None:
    """Remind the leads whose answers are missing, or the reviewers whose approval is."""

    async def work(built: House) -> str:
        report = await report_of(built, program, quarter, group)
        async with built.record.book(report) as book:
            newest = (await book.submissions())[-1]
        if newest.phase not in KINDS:
            raise Refused(f"{report} is {newest.phase.replace('_', ' ')}: nobody is waited for. Nothing was sent.", where=report)
        code, kind = KINDS[newest.phase]
        letters = await built.desk.letters(report=report)
        revision = _revision(letters) if newest.phase is Phase.REVIEWING else 0
        ending = f"-{revision}" if revision else ""
        sent = {line.key.rpartition("/")[0] for line in letters if line.kind == kind}
        sent = {key for key in sent if key.endswith(ending)}
        step = Step(report=report, version=newest.version, code=f"{code}-{len(sent) + 1}", revision=revision)
        taken = await wiring.asking(built).take_step(step)
        if taken.undecided:
            raise Refused(f"An answer for {report} has just arrived and is being read. Nothing was sent.", where=report)
        holders = "the leads whose answers are missing" if newest.phase is Phase.COLLECTING else "the reviewers awaited"
        return f"{report}: reminder {len(sent) + 1} went to {holders}."

    typer.echo(run(work))


def _revision(letters: Iterable[LetterLine]) -> int:
    """Return which revision of the text the newest approval request shows: its key ends "approval-2/<person>"."""
    asked = (line.key.split("/")[-2] for line in letters if line.kind == Kind.APPROVAL_REQUEST)
    return int(next(asked).rpartition("-")[2])
