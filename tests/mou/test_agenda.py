"""The agenda: of several steps that are due only the latest is taken, and none is ever taken twice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mou.agenda import NOT_STEPS, Agenda
from mou.stories import Moment

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
CODES = ("open", "remind-1", "remind-2", "due", "remind-3", "escalate", "close", "cut")

plans = st.dictionaries(st.sampled_from(CODES), st.integers(0, 30), min_size=1)
looks = st.lists(st.integers(-1, 32), max_size=8).map(sorted)


def plan(days: dict[str, int]) -> tuple[Moment, ...]:
    """Return moments so many days after noon."""
    return tuple(
        Moment(code=code, at=NOON + timedelta(days=day), on=NOON + timedelta(days=100 + day)) for code, day in days.items()
    )


@given(plans, looks)
@settings(max_examples=60, deadline=None)
def test_each_step_is_taken_or_skipped_once(days: dict[str, int], looks: list[int]) -> None:
    """However seldom one looks, what is due is taken or skipped exactly once, in order, and nothing before its time."""
    agenda, dealt = Agenda.of(plan(days)), list[str]()
    for day in looks:
        due = agenda.due(NOON + timedelta(days=day))
        if due is not None:
            assert days[due.code] <= day
            assert all(days[code] <= days[due.code] for code in due.skipped)
            dealt += [*due.skipped, due.code]
            agenda = agenda.after(due)
    last = looks[-1] if looks else -1
    assert sorted(dealt) == sorted(code for code, day in days.items() if day <= last and code not in NOT_STEPS)
    assert [days[code] for code in dealt] == sorted(days[code] for code in dealt)


@given(plans)
@settings(max_examples=60, deadline=None)
def test_next_is_the_earliest_step(days: dict[str, int]) -> None:
    """The next step is the earliest by real time, and milestones that ask nothing of anybody are never next."""
    upcoming = Agenda.of(plan(days)).next()
    steps = {code: day for code, day in days.items() if code not in NOT_STEPS}
    assert (upcoming is None) == (not steps)
    if upcoming is not None:
        assert days[upcoming.code] == min(steps.values())


def test_after_an_outage_the_latest_is_due_and_names_the_skipped() -> None:
    """Two reminders and the escalation passed while nobody worked: the escalation is due, both reminders are skipped."""
    agenda = Agenda.of(plan({"open": 0, "remind-1": 3, "remind-2": 5, "due": 6, "escalate": 8, "close": 12}))
    due = agenda.due(NOON + timedelta(days=9))
    assert due is not None
    assert (due.code, due.skipped) == ("escalate", ("remind-1", "remind-2"))
    left = agenda.after(due)
    assert [moment.code for moment in left.moments] == ["close"]
    assert left.due(NOON + timedelta(days=9)) is None


def test_a_step_is_due_at_its_very_instant() -> None:
    """A timer that fires exactly on time finds its step due."""
    agenda = Agenda.of(plan({"close": 1}))
    due = agenda.due(NOON + timedelta(days=1))
    assert due is not None
    assert due.code == "close"
    assert agenda.due(NOON + timedelta(days=1, microseconds=-1)) is None
