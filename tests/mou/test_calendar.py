"""Plans: every moment of a year on a day that is open for everybody, in order, at an hour that has come everywhere."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.business_days import closures
from mou.calendar import Calendar, CyclePlan, later, local, parse_quarter, plan_cycle, quarter_span
from mou.errors import Invalid, Unknown
from mou.program import Span
from tests.fakes.calendars import CALENDARS, CENTRAL, PACIFIC, PROGRAM, closure, day_of, with_overlays

DEADLINES = ("due", "close", "cut")
YEARS = st.integers(2025, 2028)
EXAMPLES = settings(max_examples=40, deadline=None)


@cache
def planned(year: int) -> CyclePlan:
    """Return the sample program's plan of a year."""
    return plan_cycle(PROGRAM, year, CALENDARS)


def test_the_sample_year_is_planned_to_the_day() -> None:
    """The first quarter of 2026: Easter week is worked, 1 and 5 May push the data cut."""
    quarter = planned(2026).quarters[0]
    assert {moment.code: day_of(moment).isoformat() for moment in quarter.moments} == {
        "open": "2026-04-01", "remind-1": "2026-04-07", "remind-2": "2026-04-13", "due": "2026-04-14",
        "remind-3": "2026-04-16", "escalate": "2026-04-20", "close": "2026-04-28", "cut": "2026-05-14",
    }  # fmt: skip
    why = quarter.moment("cut").why
    assert [(one.day.isoformat(), one.calendar) for one in why.closed] == [("2026-05-01", "mexico"), ("2026-05-05", "mexico")]
    assert (why.rule, why.days, why.after, why.start) == ("cut", 10, "close", date(2026, 4, 28))


def test_plan_and_calendars_survive_the_record() -> None:
    """Written as JSON and read again, both are what they were."""
    plan = planned(2026)
    assert CyclePlan.model_validate_json(plan.model_dump_json()) == plan
    for calendar in CALENDARS.values():
        assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar


def test_a_winter_closure_moves_the_fourth_quarter() -> None:
    """With federal offices closed to 6 January, ten business days end on 21 January: both calendars count."""
    before = planned(2026).quarters[3].moment("due")
    after = plan_cycle(PROGRAM, 2026, with_overlays(closure(date(2026, 12, 21), date(2027, 1, 6)))).quarters[3].moment("due")
    assert (day_of(before), day_of(after)) == (date(2027, 1, 15), date(2027, 1, 21))
    assert {one.calendar for one in after.why.closed} == {"california", "mexico"}


@EXAMPLES
@given(YEARS)
def test_every_moment_is_on_a_day_open_for_everybody(year: int) -> None:
    """No deadline and no letter falls on a day on which one party's offices are closed."""
    plan = planned(year)
    moments = [moment for quarter in plan.quarters for moment in quarter.moments] + list(plan.annual)
    assert all(not closures(day_of(moment), CALENDARS) for moment in moments)


@EXAMPLES
@given(YEARS)
def test_moments_come_in_the_order_of_the_duty(year: int) -> None:
    """Each quarter opens after its last day, and every moment is later than the one before."""
    plan = planned(year)
    for quarter in plan.quarters:
        codes = [moment.code for moment in quarter.moments]
        assert codes == ["open", "remind-1", "remind-2", "due", "remind-3", "escalate", "close", "cut"]
        assert all(one.on < two.on for one, two in pairwise(quarter.moments))
        assert day_of(quarter.moments[0]) > quarter.last
    assert [one.code for one in plan.annual] == ["assemble", "embargo"]
    assert list(plan.instants()) == sorted(plan.instants())
    assert len(plan.instants()) == 34


@EXAMPLES
@given(YEARS, st.integers(0, 500), st.integers(0, 20), st.sampled_from(["california", "mexico"]))
def test_a_closed_day_never_moves_a_deadline_earlier(year: int, after: int, length: int, calendar: str) -> None:
    """Whatever is announced, each deadline stays or moves later."""
    first = date(year, 1, 1) + timedelta(days=after)
    more = with_overlays(closure(first, first + timedelta(days=length)), calendar=calendar)
    before, then = planned(year), plan_cycle(PROGRAM, year, more)
    for old, new in zip(before.quarters, then.quarters, strict=True):
        assert all(new.moment(code).on >= old.moment(code).on for code in DEADLINES)
    assert all(new.on >= old.on for old, new in zip(before.annual, then.annual, strict=True))


@EXAMPLES
@given(YEARS)
def test_an_hour_counts_when_it_has_come_for_everybody(year: int) -> None:
    """In every zone it is at least due time at a deadline, and office hours when letters go out, all year round."""
    for quarter in planned(year).quarters:
        for moment in quarter.moments:
            hour = time(17) if moment.code in DEADLINES else time(9)
            hours = [local(moment.on, zone).time() for zone in (PACIFIC, CENTRAL)]
            assert min(hours) == hour
            assert max(hours) <= time(hour.hour + 2)


def test_the_two_zones_drift_with_daylight_saving() -> None:
    """17:00 in Los Angeles is 19:00 in Mexico City in January and 18:00 in July."""
    plan = planned(2026)
    hours = {q.quarter: local(q.moment("due").on, CENTRAL).hour for q in plan.quarters}
    assert hours == {"2026-Q1": 18, "2026-Q2": 18, "2026-Q3": 18, "2026-Q4": 19}


@pytest.mark.parametrize(("start", "day"), [("2026-03-05", "2026-03-08"), ("2026-10-29", "2026-11-01")])
def test_nights_when_clocks_change_do_not_lose_a_deadline(start: str, day: str) -> None:
    """A deadline at 01:30 or 02:30 on such a Sunday is over only when that hour has passed for good."""
    at = {name: calendar.model_copy(update={"weekend": ()}) for name, calendar in CALENDARS.items()}
    policy = PROGRAM.policy.model_copy(update={"due_time": time(1, 30) if day > "2026-06" else time(2, 30)})
    program = PROGRAM.model_copy(update={"policy": policy})
    noon = datetime.fromisoformat(f"{start}T20:00:00+00:00")
    moment = later(program, at, noon, 3, code="return", end_of_day=True)
    shown = local(moment.on, PACIFIC)
    assert shown.date().isoformat() == day
    assert shown.utcoffset() == (timedelta(hours=-7) if day < "2026-06" else timedelta(hours=-8))


def test_a_year_outside_the_term_is_refused() -> None:
    """The message tells the term and the years to choose from."""
    with pytest.raises(Invalid, match=r"2029 is outside\. Choose a year from 2025 to 2028"):
        plan_cycle(PROGRAM, 2029, CALENDARS)


def test_a_year_partly_outside_the_term_names_the_quarters() -> None:
    """A term from July leaves the first two quarters out, and the message says so."""
    span = Span(first=date(2025, 7, 1), last=date(2028, 12, 31))
    with pytest.raises(Invalid, match="2025-Q1, 2025-Q2 would lie outside"):
        plan_cycle(PROGRAM.model_copy(update={"span": span}), 2025, CALENDARS)


@given(st.one_of(st.integers(), st.integers(1, 9999), st.sampled_from([1, 999, 1000, 9997, 9998, 9999])))
@EXAMPLES
def test_no_year_breaks_the_plan(year: int) -> None:
    """Any whole number is planned or refused with a sentence."""
    program = PROGRAM.model_copy(update={"span": Span(first=date.min, last=date.max)})
    if 1000 <= year <= 9997:
        assert plan_cycle(program, year, CALENDARS).year == year
    else:
        with pytest.raises(Invalid, match="ca-mx runs from"):
            plan_cycle(program, year, CALENDARS)


def test_a_missing_calendar_is_named() -> None:
    """A plan without one party's calendar is refused."""
    with pytest.raises(Unknown, match=r"mexico.*calendars/mexico.yaml"):
        plan_cycle(PROGRAM, 2026, {"california": CALENDARS["california"]})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026q1", "2026-Q1"), ("Q3 2026", "2026-Q3"), ("2026-4", "2026-Q4"), ("2026-Q5", "2026-Q1"), ("spring", "2026-Q1")],
)
def test_a_quarter_written_otherwise_gets_a_suggestion(written: str, meant: str) -> None:
    """The message shows how it is written."""
    with pytest.raises(Invalid, match=meant):
        parse_quarter(written)


@given(st.text())
@EXAMPLES
def test_no_text_breaks_the_quarter(text: str) -> None:
    """Any text is a quarter or refused with a sentence."""
    try:
        first, last = quarter_span(text)
    except Invalid:
        return
    assert first < last


def test_quarters_have_their_days() -> None:
    """Three months each, also in a leap year."""
    assert quarter_span("2028-Q1") == (date(2028, 1, 1), date(2028, 3, 31))
    assert quarter_span("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))


def test_an_unknown_moment_or_zone_is_named() -> None:
    """The message lists the moments there are, or how a zone is written."""
    with pytest.raises(Unknown, match=r"no 'remind-9', only: open"):
        planned(2026).quarters[0].moment("remind-9")
    for zone in ("Mars/Olympus", "../etc", ""):
        with pytest.raises(Unknown, match="no time zone"):
            local(datetime(2026, 1, 1, tzinfo=UTC), zone)
