"""`mou plan`: every letter and date of a year in every party's zone, each with its reason. Sends nothing, needs no server."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters import program_files
from commands.printing import print_json
from mou.calendar import Closed, CyclePlan, Planned, Why, local, plan_cycle
from mou.closed_rules import Weekday
from mou.letters.blocks import Kind
from mou.program import Program

PIPED_WIDTH = 150
_LETTERS = {
    "open": Kind.INVITATION, "remind": Kind.REMINDER, "escalate": Kind.ESCALATION, "close": Kind.CLOSED,
    "cut": Kind.QUARTERLY_REPORT, "assemble": Kind.ANNUAL_APPROVAL, "embargo": Kind.PUBLICATION,
}  # fmt: skip
_MOMENTS = {"end": "the quarter's last day", "due": "the due day", "close": "the closing day", "cut": "the data cut"}


def plan(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
    year: Annotated[int, typer.Argument(help="The year to plan.")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Show every letter and date of a year, and why each is that day. Nothing is sent."""
    loaded = program_files.load(program_files.folder_of(program))
    cycle = plan_cycle(loaded.program, year, loaded.calendars)
    if json_:
        print_json(_tree(loaded.program, cycle))
    else:
        _print(loaded.program, cycle)


def letter(code: str) -> str:
    """Return the kind of letter a moment sends, "" for one that only passes."""
    kind = _LETTERS.get(code.partition("-")[0])
    return kind.value if kind else ""


def _tree(program: Program, cycle: CyclePlan) -> dict[str, object]:
    def moments(planned: Iterable[Planned]) -> list[dict[str, object]]:
        return [
            {
                **one.model_dump(mode="json"),
                "letter": letter(one.code),
                "local": {party.code: local(one.on, party.zone).isoformat() for party in program.parties},
            }
            for one in planned
        ]

    quarters = [{**quarter.model_dump(mode="json"), "moments": moments(quarter.moments)} for quarter in cycle.quarters]
    return {"program": cycle.program, "year": cycle.year, "quarters": quarters, "annual": moments(cycle.annual)}


def _print(program: Program, cycle: CyclePlan) -> None:
    console, notes = Console(highlight=False), dict[tuple[str, str], tuple[int, Closed]]()
    if not console.is_terminal:
        console.width = max(console.width, PIPED_WIDTH)
    console.print(Text(f"{cycle.program} {cycle.year}: what would be sent and when. Nothing is sent by this command.\n"))
    for quarter in cycle.quarters:
        console.print(_table(f"{quarter.quarter}  ({quarter.first} to {quarter.last})", program, quarter.moments, notes))
    console.print(_table(f"Annual report {cycle.year}", program, cycle.annual, notes))
    for number, closed in notes.values():
        weekday = Weekday.of(closed.day).value.capitalize()
        where = f"{weekday} {closed.day}, {closed.calendar}: {closed.name}"
        console.print(Text(f"[{number}] closed {where}. Source: {closed.source}"), soft_wrap=True)
    for line in (*_recipients(program), *_reviews(program)):
        console.print(Text(line), soft_wrap=True)


def _table(title: str, program: Program, moments: Iterable[Planned], notes: dict[tuple[str, str], tuple[int, Closed]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for head in ("step", "letter", *(f"{party.code}\n{party.zone}" for party in program.parties), "why"):
        table.add_column(head, overflow="fold")
    for one in moments:
        hours = (_hour(one, party.zone) for party in program.parties)
        table.add_row(*(Text(cell) for cell in (one.code, letter(one.code) or "–", *hours, _why(one.why, notes))))
    return table


def _hour(one: Planned, zone: str) -> str:
    at = local(one.on, zone)
    return f"{Weekday.of(at.date()).value[:3].capitalize()} {at:%Y-%m-%d %H:%M}"


def _why(why: Why, notes: dict[tuple[str, str], tuple[int, Closed]]) -> str:
    side = "before" if why.days < 0 else "after"
    count = abs(why.days)
    marks = []
    for closed in why.closed:
        key = (closed.day.isoformat(), closed.calendar)
        marks.append(f"[{notes.setdefault(key, (len(notes) + 1, closed))[0]}]")
    jumped = f"; closed: {' '.join(marks)}" if marks else ""
    days = "business day" if count == 1 else "business days"
    return f"{count} {days} {side} {_MOMENTS.get(why.after, why.after)}, {why.start}{jumped}"


def _recipients(program: Program) -> tuple[str, ...]:
    leads = sum(len(group.leads) for group in program.groups)
    return (
        "",
        f"Invitations go to {leads} leads ({len(program.groups)} groups). Reminders, escalations and closing notices only go",
        "out for reports with something missing by then. The quarterly report goes to the coordinators and all leads.",
    )


def _reviews(program: Program) -> tuple[str, ...]:
    policy = program.policy
    return (
        "Counted from an event, in business days: "
        + _review("approval request", policy.review.reminders, policy.review.escalation)
        + ";",
        f"  a returned report may be corrected for {policy.returned};",
        "  " + _review("annual approval request", policy.annual.review.reminders, policy.annual.review.escalation) + ".",
    )


def _review(request: str, reminders: tuple[int, ...], escalation: int) -> str:
    days = ", ".join(str(day) for day in reminders) or "none"
    return f"{request}: reminder after {days}, the alternate is asked too after {escalation}"
