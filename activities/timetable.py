"""Planned moments on both clocks: from the plan's agreement instants to what a story's timers wait for."""

from collections.abc import Iterable

from mou.calendar import Planned, QuarterPlan, later
from mou.keeping import Book, CycleOnRecord
from mou.program import ReviewPolicy
from mou.stories import Moment


def moments(cycle: CycleOnRecord, planned: Iterable[Planned]) -> tuple[Moment, ...]:
    """Return planned moments with their real instants under the cycle's pace."""
    return tuple(Moment(code=one.code, at=cycle.pace.real(one.on), on=one.on) for one in planned)


def quarter_plan(cycle: CycleOnRecord, quarter: str) -> QuarterPlan:
    """Return a quarter's plan as the cycle was started with."""
    return next(plan for plan in cycle.plan.quarters if plan.quarter == quarter)


def review_moments(book: Book, policy: ReviewPolicy) -> tuple[Moment, ...]:
    """Return when reviewers asked now are reminded, and when their alternates are asked too."""
    steps = [(f"review-remind-{number}", days) for number, days in enumerate(policy.reminders, start=1)]
    return counted(book.cycle, book, [*steps, ("review-escalate", policy.escalation)])


def counted(cycle: CycleOnRecord, book: Book, steps: Iterable[tuple[str, int]]) -> tuple[Moment, ...]:
    """Return moments a number of business days from now."""
    planned = (later(cycle.program, cycle.calendars, book.now_on, days, code=code, end_of_day=False) for code, days in steps)
    return moments(cycle, planned)
