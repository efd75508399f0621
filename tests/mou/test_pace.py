"""Two clocks: the identity in service, a squeeze in a demo; monotone, invertible, and never too quick for a machine."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.calendar import plan_cycle
from mou.pace import Pace, squeeze
from tests.fakes.calendars import CALENDARS, PROGRAM

START = datetime(2026, 11, 24, 10, tzinfo=UTC)
GAP = timedelta(seconds=1.5)
LONGEST = timedelta(seconds=3)
TICK = timedelta(milliseconds=1)

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given
plans = st.lists(instants, min_size=2, max_size=12, unique=True)


@given(instants)
@settings(max_examples=30, deadline=None)
def test_in_service_both_clocks_agree(at: datetime) -> None:
    """Without anchors each clock shows what the other does."""
    assert Pace().agreement(at) == at
    assert Pace().real(at) == at
    assert squeeze((), start=at) == Pace()


@given(plans)
@settings(max_examples=60, deadline=None)
def test_squeezed_gaps_are_never_too_short_nor_too_long(plan: list[datetime]) -> None:
    """Planned instants keep their order, at least 1.5 s apart and at most 3 s, the first of them at the start."""
    pace = squeeze(plan, start=START)
    real = [pace.real(at) for at in sorted(plan)]
    assert abs(real[0] - START) < TICK
    for before, after in pairwise(real):
        assert GAP - TICK <= after - before <= LONGEST + TICK


@given(plans, st.lists(instants, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_time_never_runs_backwards(plan: list[datetime], asked: list[datetime]) -> None:
    """Whatever is asked, before the plan, in it or after it: what is later on one clock is not earlier on the other."""
    pace = squeeze(plan, start=START)
    for before, after in pairwise(sorted(asked)):
        assert pace.real(before) <= pace.real(after)
    for before, after in pairwise(START + timedelta(seconds=second) for second in range(-10, 40, 5)):
        assert pace.agreement(before) < pace.agreement(after)


@given(plans, st.floats(-5, 40))
@settings(max_examples=60, deadline=None)
def test_there_and_back_is_the_same_instant(plan: list[datetime], second: float) -> None:
    """An instant told on the other clock and back is the same instant, to the millisecond."""
    pace = squeeze(plan, start=START)
    at = START + timedelta(seconds=second)
    assert abs(pace.real(pace.agreement(at)) - at) < TICK
    for planned in plan:
        assert abs(pace.agreement(pace.real(planned)) - planned) < TICK


def test_a_planned_instant_is_met_exactly() -> None:
    """A timer set for a planned instant fires when the agreement's clock shows just that, not a moment before."""
    plan = plan_cycle(PROGRAM, 2026, CALENDARS).instants()
    pace = squeeze(plan, start=START)
    for anchor in pace.anchors[:-1]:
        assert pace.agreement(anchor.real) == anchor.agreement
        assert pace.real(anchor.agreement) == anchor.real


def test_the_year_fits_a_minute() -> None:
    """The sample year's plan plays in under 100 seconds and every letter of it would still be dated by the agreement."""
    plan = plan_cycle(PROGRAM, 2026, CALENDARS).instants()
    pace = squeeze(plan, start=START)
    assert pace.real(max(plan)) - START < timedelta(seconds=100)
    assert pace.agreement(START) == min(plan)


@pytest.mark.parametrize("seconds", [-3600.0, 3600.0])
def test_around_the_plan_the_clock_goes_on(seconds: float) -> None:
    """Long before the first and long after the last instant there is a time, and it has an inverse."""
    pace = squeeze([START - timedelta(days=40), START], start=START)
    at = START + timedelta(seconds=seconds)
    assert abs(pace.real(pace.agreement(at)) - at) < TICK
