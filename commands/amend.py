"""`mou amend`: put a corrected answer on record for a lead who cannot send it; it takes the same way as a reply."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from activities.offers import reading_offer
from activities.story_of import StoryOf
from commands.offering import offer, open_version
from commands.open import acting, cycle_of, report_of, run, stories
from mou.errors import Invalid, Refused, Unknown
from mou.program import Item, Person, Program
from mou.reading import Outcome, Reading
from mou.steps import What
from mou.submission import Entry, Standing, State
from wiring import House


def amend(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")],
    item: Annotated[str, typer.Option("--item", help="The plan item, such as AQ-1.")],
    as_: Annotated[str, typer.Option("--as", help="The lead (or alternate) whose answer it is: id or address.")],
    text: Annotated[str, typer.Option("--text", help="The new text, in that person's language.")] = "",
    status: Annotated[str, typer.Option("--status", help="on_track, delayed, done or not_started.")] = "",
    no_change: Annotated[bool, typer.Option("--no-change", help="Nothing changed since last quarter.")] = False,  # noqa: FBT002 - typer's way
    nothing: Annotated[str, typer.Option("--nothing", help="Nothing to report, with this reason.")] = "",
    figure: Annotated[
        list[str] | None,
        typer.Option("--figure", help="A figure, such as people-trained=20; repeatable. Those on record stay unless named."),
    ] = None,
) -> None:
    """Correct one answer. On a report that has ended this begins, or joins, an amendment with approvals of its own."""
    entry = _entry(item, text, status, nothing, no_change=no_change)
    named = _figures(figure or [])

    async def work(built: House) -> str:
        cycle = await cycle_of(built, program, quarter)
        _known(cycle.program.group(group).item(item), named)
        who = _lead(cycle.program, group, as_)
        report = await report_of(built, program, quarter, group)
        figures = {**await _on_record(built, report, item, who[1]), **named} if entry.state is State.PROGRESS else named
        reading = Reading(outcome=Outcome.ACCEPT, reason="answers", entries=(entry.model_copy(update={"indicators": figures}),))
        row = await offer(built, cycle, report, 1, who, What.READING, reading.model_dump(mode="json"))
        async with stories(built) as way:
            version, taken = await StoryOf(built.record, way).file(report, reading_offer(row, reading))
        where = f"amendment {version - 1} of {report}" if version > 1 else report
        return f"{item} is filed for {who[1]} in {where}; it is now {taken.phase.replace('_', ' ')}."

    typer.echo(run(work))


def _entry(item: str, text: str, status: str, nothing: str, *, no_change: bool) -> Entry:
    if sum((bool(text), bool(nothing), no_change)) != 1:
        raise typer.BadParameter("say exactly one of --text, --nothing and --no-change")
    if status and status not in set(Standing):
        raise Invalid(f"{status!r} is no status. Use one of: {', '.join(Standing)}.", where="--status")
    state = State.NO_CHANGE if no_change else State.NOTHING if nothing else State.PROGRESS
    return Entry(item=item, state=state, standing=Standing(status) if status else None, text=text or nothing)


def _figures(named: Sequence[str]) -> dict[str, Decimal]:
    """Read `code=value`; raise Invalid for what is no number."""
    found = dict[str, Decimal]()
    for one in named:
        code, _, value = one.partition("=")
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise Invalid(f"{one!r} names no figure. Write its code and a number, such as people-trained=20.", where="--figure")
        found[code.strip()] = number
    return found


def _known(item: Item, named: Mapping[str, Decimal]) -> None:
    """Raise Unknown for a figure the item does not ask for."""
    known = [one.code for one in item.indicators]
    if strange := [code for code in named if code not in known]:
        raise Unknown(
            f"{item.code} asks for no figure {strange[0]!r}. It asks for: {', '.join(known) or 'none'}.", where="--figure"
        )


async def _on_record(built: House, report: str, item: str, party: str) -> Mapping[str, Decimal]:
    """Return the figures that stand for an item, none before its first answer."""
    version = await open_version(built, report)
    async with built.record.book(report) as book:
        entries = await book.entries(version)
    return next((dict(one.indicators) for one in entries if (one.item, one.party) == (item, party)), {})


def _lead(program: Program, group: str, who: str) -> tuple[Person, str]:
    person = acting(program, who)
    leads = program.group(group).leads
    for party, role in leads.items():
        if person.id in {role.holder, role.alternate}:
            return person, party
    names = ", ".join(f"{role.holder} ({party})" for party, role in leads.items())
    raise Refused(f"{who} does not lead {group}. Its leads: {names}.", where=group)
