"""Rules, overlays and counting: which days are closed, and who says so."""

from datetime import date, timedelta

import holidays
import pytest

from mou.business_days import count
from mou.calendar import business_day
from mou.closed_days import Overlay
from mou.closed_rules import Easter, Fixed, LastWeekday, NthWeekday, Weekday
from mou.errors import Invalid
from tests.fakes.calendars import CALENDARS, closure, with_overlays


def weekdays(first: int, last: int) -> list[date]:
    """Return every Monday to Friday of some years."""
    start = date(first, 1, 1)
    days = (start + timedelta(days=n) for n in range((date(last, 12, 31) - start).days + 1))
    return [day for day in days if day.weekday() < 5]


# Days on which the holidays package sees a holiday and California's state offices are open.
OPEN_IN_CALIFORNIA = {
    "2024-02-15", "2024-06-19", "2025-06-19", "2026-06-19", "2026-07-03", "2027-06-18", "2027-10-29", "2027-12-24",
    "2027-12-31", "2028-02-15", "2028-06-19", "2028-10-17", "2029-02-15", "2029-06-19", "2029-11-05", "2030-02-15",
    "2030-06-19",
}  # fmt: skip


def test_california_differs_from_the_holidays_package_only_where_offices_are_open() -> None:
    """Over seven years the package marks exactly seventeen weekdays on which state offices work, and misses none."""
    package = holidays.country_holidays("US", subdiv="CA", years=range(2024, 2031))
    ours = {day for day in weekdays(2024, 2030) if CALENDARS["california"].closed(day)}
    theirs = {day for day in weekdays(2024, 2030) if day in package}
    assert {day.isoformat() for day in theirs - ours} == OPEN_IN_CALIFORNIA
    assert ours <= theirs


def test_mexico_differs_from_the_holidays_package_by_the_fifth_of_may_and_announced_leave() -> None:
    """The labour law's list lacks 5 May; our overlays add announced leave; nothing of the law is missing."""
    package = holidays.country_holidays("MX", years=range(2024, 2031))
    rules_only = CALENDARS["mexico"].model_copy(update={"overlays": ()})
    ours = {day for day in weekdays(2024, 2030) if rules_only.closed(day)}
    theirs = {day for day in weekdays(2024, 2030) if day in package}
    assert theirs <= ours
    assert {(day.month, day.day) for day in ours - theirs} == {(5, 5)}
    leave = {day for day in weekdays(2024, 2030) if CALENDARS["mexico"].closed(day)} - ours
    assert (min(leave), max(leave)) == (date(2025, 12, 22), date(2026, 1, 6))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Easter(kind="easter", name="x"), ["2024-03-31", "2026-04-05", "2038-04-25", "1954-04-18"]),
        (Easter(kind="easter", name="x", plus=-2), ["2026-04-03", "2027-03-26"]),
        (LastWeekday(kind="last-weekday", name="x", month=12, weekday=Weekday.MONDAY), ["2026-12-28", "2029-12-31"]),
        (NthWeekday(kind="nth-weekday", name="x", month=11, weekday=Weekday.THURSDAY, nth=4, plus=1), ["2026-11-27"]),
        (Fixed(kind="fixed", name="x", month=1, day=1, moves={Weekday.SATURDAY: -1}), ["2021-12-31", "2027-12-31"]),
        (Fixed(kind="fixed", name="x", month=7, day=4, moves={Weekday.SUNDAY: 1}), ["2027-07-05", "2026-07-04"]),
        (Fixed(kind="fixed", name="x", month=10, day=1, since=2024, every=6), ["2024-10-01", "2030-10-01"]),
    ],
)
def test_rules_name_their_days(rule: Fixed | NthWeekday | LastWeekday | Easter, days: list[str]) -> None:
    """Each kind of rule finds its day, also when it moves over the turn of the year."""
    assert all(rule.falls_on(date.fromisoformat(day)) for day in days)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (NthWeekday(kind="nth-weekday", name="x", month=2, weekday=Weekday.MONDAY, nth=5), "2026-03-02"),
        (Fixed(kind="fixed", name="x", month=7, day=4, moves={Weekday.SUNDAY: 1}), "2027-07-04"),
        (Fixed(kind="fixed", name="x", month=2, day=29), "2026-03-01"),
        (Fixed(kind="fixed", name="x", month=10, day=1, since=2024, every=6), "2026-10-01"),
        (Fixed(kind="fixed", name="x", month=5, day=5, since=1993, until=2025), "2026-05-05"),
    ],
)
def test_rules_leave_other_days_alone(rule: Fixed | NthWeekday, day: str) -> None:
    """A fifth Monday that is not there, a moved day's old place, a year outside: no closed day."""
    assert not rule.falls_on(date.fromisoformat(day))


def test_an_announced_open_day_beats_rule_and_weekend() -> None:
    """Offices that open in spite of a holiday count as open; the latest word wins."""
    day = date(2026, 5, 5)
    opened = Overlay(day=day, offices="open", name="open", source="test")
    assert with_overlays(opened)["mexico"].closed(day) is None
    assert with_overlays(opened, closure(day))["mexico"].closed(day) is not None
    assert (
        with_overlays(Overlay(day=date(2026, 5, 9), offices="open", name="o", source="s"))["mexico"].closed(date(2026, 5, 9))
        is None
    )


def test_a_closed_day_says_which_calendar_and_who_says_so() -> None:
    """The reason carries the day, the calendar, the name and a source; a weekend has no source."""
    closed = business_day(date(2026, 5, 5), CALENDARS)
    assert closed is not None
    assert (closed.calendar, closed.source[:8], closed.weekend) == ("mexico", "https://", False)
    assert business_day(date(2026, 5, 6), CALENDARS) is None
    weekend = business_day(date(2026, 5, 9), CALENDARS)
    assert weekend is not None
    assert weekend.weekend


def test_calendars_without_an_open_day_are_refused() -> None:
    """An overlay that closes years ends in a sentence, not in an endless search."""
    with pytest.raises(Invalid, match="no day is open"):
        count(date(2026, 1, 1), 1, with_overlays(closure(date(2025, 1, 1), date(2090, 1, 1))))


def test_counting_ends_with_the_calendar() -> None:
    """At the last date there is, counting says so."""
    with pytest.raises(Invalid, match="end of the calendar"):
        count(date(9999, 12, 20), 30, CALENDARS)
