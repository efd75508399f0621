"""Dates planned before anything runs: every instant of a cycle, and why it is that day. The only place with time zones.

Deadlines are business days on which every party's offices are open, and an hour counts as reached only when it is reached
in the westernmost of the parties' zones: letters go out in everybody's office hours, a deadline is over for everybody.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from mou.business_days import business_day, count
from mou.closed_days import Calendar, Calendars, Closed
from mou.cycle_plan import CyclePlan, Planned, QuarterPlan, Why, in_order, parse_quarter, quarter_span
from mou.errors import Invalid, Unknown
from mou.program import Policy, Program

__all__ = [
    "Calendar", "Closed", "CyclePlan", "Planned", "QuarterPlan", "Why", "business_day", "extended", "later", "local",
    "parse_quarter", "plan_cycle", "quarter_span", "zones",
]  # fmt: skip

QUARTERS = (1, 2, 3, 4)
FIRST_YEAR, LAST_YEAR = 1000, 9997


class _Step(NamedTuple):
    code: str
    days: int
    after: str
    end_of_day: bool = False


def plan_cycle(program: Program, year: int, calendars: Mapping[str, Calendar]) -> CyclePlan:
    """Plan a year. Raises Invalid for a year outside the program's span, Unknown for a calendar that is not given."""
    _inside(program, year)
    own = _own(program, calendars)
    quarters = tuple(_quarter(program, f"{year}-Q{number}", own) for number in QUARTERS)
    cut = quarters[-1].moment("cut")
    steps = (
        _Step("assemble", program.policy.annual.cut, "cut", end_of_day=True),
        _Step("embargo", program.policy.annual.embargo, "cut"),
    )
    annual = _walk(program, own, steps, {"cut": _day(program, cut.on)})
    return CyclePlan(program=program.code, year=year, quarters=quarters, annual=annual)


def later(
    program: Program,
    calendars: Mapping[str, Calendar],
    start: datetime,
    days: int,
    *,
    code: str,
    end_of_day: bool,
    after: str = "event",
) -> Planned:
    """Return the moment `days` business days after the day of an agreement instant.

    `end_of_day` is a deadline (over in every zone at the policy's due time), otherwise letters (office hours everywhere).
    """
    step = _Step(code, days, after, end_of_day)
    return _walk(program, _own(program, calendars), (step,), {after: _day(program, start)})[0]


def extended(program: Program, calendars: Mapping[str, Calendar], plan: QuarterPlan, due: date) -> tuple[Planned, ...]:
    """Return a report's reminders, due, escalation and close for a new due day; the quarter's own moments stay.

    Which of them are still to come is for the caller, who has a clock. Raises Invalid when the day is not later than the
    plan's, or closed.
    """
    own, old = _own(program, calendars), _day(program, plan.moment("due").on)
    if due <= old:
        message = f"{plan.quarter} is due on {old}: an extension must be later, {due} is not"
        raise Invalid(message, where=plan.quarter)
    if closed := business_day(due, own):
        opens = count(due, 0, own).day
        message = f"{due} is closed ({closed.name}, {closed.calendar}): the next day open for everybody is {opens}"
        raise Invalid(message, where=plan.quarter)
    days = sum(1 for offset in range((due - old).days) if not business_day(due - timedelta(days=offset), own))
    why = Why(rule="extension", days=days, after="due", start=old, closed=count(old, days, own).closed)
    moved = Planned(code="due", on=_instant(program, due, program.policy.due_time), why=why)
    steps = tuple(step for step in _steps(program.policy) if step.after == "due")
    return in_order((moved, *_walk(program, own, steps, {"due": due})))


def local(instant: datetime, zone: str) -> datetime:
    """Return an aware instant as that zone's clock shows it; raise Unknown for a zone that does not exist."""
    return instant.astimezone(_zone(zone))


@cache
def zones() -> frozenset[str]:
    """Return the names of the time zones there are."""
    return frozenset(available_timezones())


def _steps(policy: Policy) -> tuple[_Step, ...]:
    return (
        _Step("open", policy.opens, "end"),
        _Step("due", policy.due, "end", end_of_day=True),
        *(_Step(f"remind-{n}", days, "due") for n, days in enumerate(sorted(policy.reminders), start=1)),
        _Step("escalate", policy.escalation, "due"),
        _Step("close", policy.closes, "due", end_of_day=True),
        _Step("cut", policy.cut, "close", end_of_day=True),
    )


def _quarter(program: Program, quarter: str, calendars: Calendars) -> QuarterPlan:
    first, last = quarter_span(quarter)
    moments = _walk(program, calendars, _steps(program.policy), {"end": last})
    return QuarterPlan(quarter=quarter, first=first, last=last, moments=moments)


def _walk(program: Program, calendars: Calendars, steps: tuple[_Step, ...], anchors: Mapping[str, date]) -> tuple[Planned, ...]:
    """Plan steps one after the other: each may count from any anchor or any step before it."""
    days, planned, policy = dict(anchors), [], program.policy
    for step in steps:
        counted = count(days[step.after], step.days, calendars)
        days[step.code] = counted.day
        why = Why(rule=step.code, days=step.days, after=step.after, start=days[step.after], closed=counted.closed)
        on = _instant(program, counted.day, policy.due_time if step.end_of_day else policy.letter_time)
        planned.append(Planned(code=step.code, on=on, why=why))
    return in_order(planned)


def _instant(program: Program, day: date, at: time) -> datetime:
    """Return when that hour has come in every party's zone, also where clocks are set back that night (fold)."""
    wall = (datetime.combine(day, at, _zone(party.zone)).replace(fold=fold) for party in program.parties for fold in (0, 1))
    return max(one.astimezone(UTC) for one in wall)


def _day(program: Program, instant: datetime) -> date:
    """Return the agreement's day at an instant: the day it still is somewhere among the parties."""
    return min(local(instant, party.zone).date() for party in program.parties)


def _own(program: Program, calendars: Mapping[str, Calendar]) -> Calendars:
    codes = tuple(dict.fromkeys(party.calendar for party in program.parties))
    if missing := [code for code in codes if code not in calendars]:
        message = f"{program.code} needs the calendars {', '.join(missing)}: add calendars/{missing[0]}.yaml"
        raise Unknown(message, where=program.code)
    return {code: calendars[code] for code in codes}


def _inside(program: Program, year: int) -> None:
    span, quarters = program.span, [f"{year}-Q{number}" for number in QUARTERS]
    term = f"{program.code} runs from {span.first} to {span.last}"
    if not max(FIRST_YEAR, span.first.year) <= year <= min(LAST_YEAR, span.last.year):
        message = f"{term}: {year} is outside. Choose a year from {span.first.year} to {span.last.year}"
        raise Invalid(message, where=program.code)
    spans = {quarter: quarter_span(quarter) for quarter in quarters}
    if outside := [code for code, (first, last) in spans.items() if first < span.first or last > span.last]:
        message = (
            f"{term}: {', '.join(outside)} would lie outside, and a cycle is a whole year. Choose another year or mend `span`"
        )
        raise Invalid(message, where=program.code)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        message = f"there is no time zone {name!r}: write it like 'America/Mexico_City'"
        raise Unknown(message) from None
