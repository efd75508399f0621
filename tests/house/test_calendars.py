"""The sample's calendars reach as far as deadlines do, and what governments announce once a year has been entered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from mou.calendar import plan_cycle
from mou.closed_days import Calendar
from mou.closed_rules import Rule
from tests.fakes.calendars import CALENDARS, LOADED, PROGRAM

YEARS = range(PROGRAM.span.first.year, PROGRAM.span.last.year + 1)
ANNOUNCED_BY = (1, 31)
"""By the end of January at the latest every notice of the winter before has been published."""


def days(year: int) -> Iterator[date]:
    """Yield the days of a year."""
    first = date(year, 1, 1)
    return (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))


def in_force(rule: Rule, year: int) -> bool:
    """Whether a rule for every year holds in this one."""
    return rule.every == 1 and (rule.since or year) <= year <= (rule.until or year)


def winters_lacking(calendar: Calendar, today: date) -> list[int]:
    """Return the years whose turn should have an announced leave by now: each since the first one that has."""
    turns = {
        year
        for one in calendar.overlays
        for year in (one.day.year, (one.through or one.day).year - 1)
        if _covers(one.day, one.through, year)
    }
    last = today.year - (1 if (today.month, today.day) > ANNOUNCED_BY else 2)
    return [year for year in range(min(turns, default=last + 1), last + 1) if year not in turns]


def _covers(day: date, through: date | None, year: int) -> bool:
    """Whether a period lies over the turn from `year` to the next."""
    return day <= date(year, 12, 31) <= (through or day)


@pytest.mark.parametrize("year", [*YEARS[1:], YEARS[-1] + 1])
@pytest.mark.parametrize("code", sorted(CALENDARS))
def test_no_rule_runs_out_without_the_one_that_follows_it(code: str, year: int) -> None:
    """A holiday that got another name (`until`, `since`) is still one; a last deadline may fall after the agreement's end."""
    calendar = CALENDARS[code]
    before, now = (sum(in_force(rule, one) for rule in calendar.rules) for one in (year - 1, year))
    assert now >= before, f"a rule ends with {year - 1}: see {calendar.source} and mend programs/ca-mx/calendars/{code}.yaml"
    assert any((why := calendar.closed(day)) and not why.weekend for day in days(year))


@pytest.mark.parametrize("year", YEARS)
def test_every_year_of_the_agreement_can_be_planned(year: int) -> None:
    """Next year's dates are there before next year is."""
    plan = plan_cycle(PROGRAM, year, LOADED.calendars)
    assert plan.quarters
    assert plan.annual


@pytest.mark.parametrize("code", sorted(code for code, one in CALENDARS.items() if one.overlays))
def test_a_leave_that_is_announced_every_year_was_entered_this_year_too(code: str) -> None:
    """Fails from the first of February after a winter that nobody entered."""
    lacking = winters_lacking(CALENDARS[code], datetime.now(UTC).date())
    mend = f"programs/ca-mx/calendars/{code}.yaml: add the year-end leave of {lacking} under `overlays`, with its source"
    assert lacking == [], f"{mend}. Where there was none, add one day that was a weekend anyway, and say so in its name."


def test_a_winter_nobody_entered_is_noticed() -> None:
    """The check itself: silent in January while notices may still come, not in February."""
    mexico = CALENDARS["mexico"]
    last = max((one.through or one.day).year for one in mexico.overlays)
    assert winters_lacking(mexico, date(last + 1, 1, 31)) == []
    assert winters_lacking(mexico, date(last + 1, 2, 1)) == [last]
