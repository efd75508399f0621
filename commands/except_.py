"""`mou except`: both coordinators sign that a text is published though not all of it was reviewed; the report prints it."""

from typing import Annotated

import typer

from activities.offers import decision_offer
from activities.shown_text import ShownText
from commands.offering import offer, open_version, tell
from commands.open import coordinating, cycle_of, report_of, run
from mou.errors import Refused
from mou.reading import DecisionReading, Outcome
from mou.review import shown_hash
from mou.steps import What
from mou.stories import DECIDE, Verb, story_id
from mou.submission import Phase
from wiring import House


def except_(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="A quarter such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who signs: id or address.")],
    hash_: Annotated[
        str, typer.Option("--hash", help="The text it is for. Without it, the text is shown and nothing signed.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it cannot wait for its reviewers; the report prints it.")] = "",
) -> None:
    """Sign an exception. It counts once the coordinators of all parties have signed it for the same text."""
    typer.echo(run(lambda built: _except(built, program, quarter, group, as_, hash_.lower(), reason.strip())))


async def _except(built: House, program: str, quarter: str, group: str, as_: str, hash_: str, reason: str) -> str:
    cycle = await cycle_of(built, program, quarter)
    person, party = coordinating(cycle.program, as_)
    report = await report_of(built, program, quarter, group)
    version = await open_version(built, report)
    async with built.record.book(report) as book:
        phase = {row.version: row.phase for row in await book.submissions()}[version]
        text = await ShownText.of(book, version)
    if phase is not Phase.REVIEWING:
        raise Refused(f"{report} is not under review, it is {phase.replace('_', ' ')}: there is nothing to except.", where=report)
    shown = shown_hash(text.segments, text.entries)
    if not hash_:
        return _told(text, shown, [one.code for one in cycle.program.parties])
    if hash_ != shown:
        raise Refused(f"The text of {report} is {shown} now, not {hash_}: read it again and sign that one.", where=report)
    if untranslated := [str(one.number) for one in text.segments if not one.target.strip()]:
        message = f"Without a translation there is nothing to publish of: {', '.join(untranslated)}. Have them written first."
        raise Refused(message, where=report)
    if not reason:
        raise Refused("An exception needs its --reason: the report prints it.", where=report)
    decision = DecisionReading(outcome=Outcome.ACCEPT, reason="decision", verb=Verb.EXCEPT, because=reason)
    binding = {"covers": sorted(set(text.manifest.values())), "edits": [], "shown": shown}
    said: dict[str, object] = {**decision.model_dump(mode="json"), **binding}
    row = await offer(built, cycle, report, version, (person, party), What.DECISION, said)
    taken = await tell(built, story_id(report, version), DECIDE, decision_offer(row), row.digest)
    left = "" if taken.phase.settled else f" It counts once the other party's coordinator has signed it too, for {shown}."
    now = taken.phase.replace("_", " ")
    return f"{report}, text {shown}: an exception is signed by {person.id} for {party}. It is now {now}.{left}"


def _told(text: ShownText, shown: str, parties: list[str]) -> str:
    """Return what is not reviewed, and what to type to sign that it is published all the same."""
    lines = [f"Text {shown}. Not approved yet:"]
    for party in parties:
        numbers = ", ".join(str(number) if number else "0 (states and figures)" for number in sorted(text.open_numbers(party)))
        lines.append(f"  by {party}: {numbers or 'nothing'}")
    open_ = {number for party in parties for number in text.open_numbers(party)}
    for one in (each for each in text.segments if each.number in open_):
        lines += ["", f"[{one.number}] {one.item}, {one.party}", f"  {one.source_language}: {one.source}"]
        lines.append(f"  {one.target_language}: {one.target or '(no translation yet)'}")
    lines.append("")
    lines.append(f'To publish it all the same, both coordinators sign: --hash {shown} --reason "…"')
    return "\n".join(lines)
