"""`mou approve` and `mou return`: a reviewer's decision on exactly the text a letter showed, by its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from activities.offers import bound, decision_offer
from commands.offering import offer, tell
from commands.open import acting, cycle_of, report_of, run
from mou.errors import Refused, Unknown
from mou.keeping import CycleOnRecord, LetterRow
from mou.reading import Correction, DecisionReading, Outcome
from mou.segments import Segment
from mou.steps import What
from mou.stories import DECIDE, Verb, annual_id, story_id
from wiring import House

Program = Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")]
Quarter = Annotated[str, typer.Argument(help="A quarter such as 2026-Q1, or a year for the annual report.")]
Group = Annotated[str, typer.Argument(help="A working group's code; leave it out for the annual report.")]
As = Annotated[str, typer.Option("--as", help="Who decides: id or address.")]
Hash = Annotated[str, typer.Option("--hash", help="The text shown: the hash printed in the letter you read.")]


def approve(
    program: Program,
    quarter: Quarter,
    as_: As,
    hash_: Hash,
    group: Group = "",
    vouch: Annotated[
        list[int] | None,
        typer.Option("--vouch", help="A number that is right as it stands, whatever the checks saw; repeatable."),
    ] = None,
) -> None:
    """Approve the text that was shown under this hash."""
    verdict = _Verdict(Verb.APPROVE, vouched=tuple(vouch or ()))
    typer.echo(run(lambda built: _decide(built, (program, quarter, group), as_, hash_, verdict)))


def return_(
    program: Program,
    quarter: Quarter,
    as_: As,
    hash_: Hash,
    reason: Annotated[str, typer.Option("--reason", help="Why; the leads read it.")],
    group: Group = "",
) -> None:
    """Send the text that was shown under this hash back to its leads."""
    verdict = _Verdict(Verb.RETURN, because=reason)
    typer.echo(run(lambda built: _decide(built, (program, quarter, group), as_, hash_, verdict)))


@dataclass(frozen=True)
class _Verdict:
    verb: Verb
    because: str = ""
    vouched: tuple[int, ...] = ()


async def _decide(built: House, which: tuple[str, str, str], as_: str, hash_: str, verdict: _Verdict) -> str:
    program, quarter, group = which
    cycle = await cycle_of(built, program, quarter)
    person = acting(cycle.program, as_)
    if group:
        report = await report_of(built, program, quarter, group)
    else:
        report = await _edition(built, program, cycle.year)
    letter = await built.record.letter_shown(report, person=person.id, shown=hash_.lower())
    _may(cycle, person.id, letter)
    segments = await _segments(built, letter)
    decision = DecisionReading(
        outcome=Outcome.ACCEPT,
        reason="decision",
        verb=verdict.verb,
        because=verdict.because,
        corrections=_vouched(segments, verdict.vouched),
    )
    binding = bound(decision, letter.manifest, segments, glossary=cycle.agreed)
    said: dict[str, object] = {**decision.model_dump(mode="json"), **binding, "shown": letter.shown}
    row = await offer(built, cycle, report, letter.version, (person, letter.party), What.DECISION, said)
    story = story_id(report, letter.version) if group else report
    taken = await tell(built, story, DECIDE, decision_offer(row), row.digest)
    left = f" Still open for you: {', '.join(taken.open)}." if verdict.verb is Verb.APPROVE and taken.open else ""
    done = "approved" if verdict.verb is Verb.APPROVE else "returned"
    return f"{report}, text {letter.shown}: {done} by {person.id}. It is now {taken.phase.replace('_', ' ')}.{left}"


def _vouched(segments: Sequence[Segment], numbers: Sequence[int]) -> tuple[Correction, ...]:
    """Return the segments of these numbers as they stand, vouched for; raise Unknown for a number without a translation."""
    standing = {one.number: one for one in segments if one.target.strip()}
    if missing := [str(number) for number in numbers if number not in standing]:
        raise Unknown(f"There is no translation under {', '.join(missing)} to vouch for: the letter shows the numbers.")
    named = [standing[number] for number in numbers]
    return tuple(Correction(number=one.number, language=one.target_language, text=one.target, vouched=True) for one in named)


async def _edition(built: House, program: str, year: int) -> str:
    editions = await built.editions.of(program, year)
    if not editions:
        raise Unknown(f"No edition of {year} was assembled yet. To decide on a group's report, name a quarter and a group.")
    return annual_id(program, year, editions[-1].edition)


async def _segments(built: House, letter: LetterRow) -> tuple[Segment, ...]:
    if "/annual/" in letter.report:
        return ()
    async with built.record.book(letter.report) as book:
        return await book.segments(letter.version)


def _may(cycle: CycleOnRecord, person: str, letter: LetterRow) -> None:
    party = cycle.program.party(letter.party)
    allowed = {party.reviewer.holder, party.reviewer.alternate, party.coordinator.holder, party.coordinator.alternate}
    if person not in allowed:
        raise Refused(f"{person} does not review for {letter.party}; that was reassigned.", where=letter.report)
