"""Moments that depend on an event: reminders to reviewers, deadlines of a return, extensions."""

from datetime import UTC, date, datetime

import pytest

from mou.calendar import QuarterPlan, extended, later, local, plan_cycle
from mou.errors import Invalid
from tests.fakes.calendars import CALENDARS, PACIFIC, PROGRAM, day_of


def quarter_plan() -> QuarterPlan:
    """Return the plan of the first quarter of 2026."""
    return plan_cycle(PROGRAM, 2026, CALENDARS).quarters[0]


def test_later_counts_from_the_day_it_still_is_somewhere() -> None:
    """At half past one in Mexico City it is still the evening before in California, and that day counts."""
    start = datetime(2026, 4, 15, 6, 30, tzinfo=UTC)
    reminder = later(PROGRAM, CALENDARS, start, 3, code="review-remind-1", end_of_day=False, after="request")
    assert local(reminder.on, PACIFIC).isoformat() == "2026-04-17T09:00:00-07:00"
    assert (reminder.why.after, reminder.why.start) == ("request", date(2026, 4, 14))
    deadline = later(PROGRAM, CALENDARS, start, 5, code="return", end_of_day=True)
    assert local(deadline.on, PACIFIC).isoformat() == "2026-04-21T17:00:00-07:00"


def test_an_extension_moves_the_report_and_not_the_quarter() -> None:
    """Reminders, escalation and close follow the new due day; opening and data cut stay."""
    moments = extended(PROGRAM, CALENDARS, quarter_plan(), date(2026, 4, 28))
    days = {one.code: day_of(one).isoformat() for one in moments}
    assert days == {
        "remind-1": "2026-04-21", "remind-2": "2026-04-27", "due": "2026-04-28", "remind-3": "2026-04-30",
        "escalate": "2026-05-06", "close": "2026-05-14",
    }  # fmt: skip
    due = next(one for one in moments if one.code == "due")
    assert (due.why.rule, due.why.days, due.why.after, due.why.start) == ("extension", 10, "due", date(2026, 4, 14))
    moved = quarter_plan().moved(moments)
    assert moved.moment("due") == due
    assert moved.moment("cut") == quarter_plan().moment("cut")
    with pytest.raises(Invalid, match="must be later"):
        extended(PROGRAM, CALENDARS, moved, date(2026, 4, 27))


def test_an_extension_to_a_closed_day_names_the_next_open_one() -> None:
    """The message says which day is closed, why, and which day would do."""
    with pytest.raises(Invalid, match=r"2026-05-05 is closed \(Battle of Puebla.*mexico\).*2026-05-06"):
        extended(PROGRAM, CALENDARS, quarter_plan(), date(2026, 5, 5))


def test_an_extension_must_be_later() -> None:
    """The old due day itself is no extension."""
    with pytest.raises(Invalid, match="must be later"):
        extended(PROGRAM, CALENDARS, quarter_plan(), date(2026, 4, 14))
