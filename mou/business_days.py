"""Counting business days: a day counts only when every party's offices are open."""

from datetime import date, timedelta

from mou.closed_days import Calendars, Closed
from mou.errors import Invalid
from mou.model import Model

LONGEST_CLOSURE = 400


class Counted(Model):
    """Where a count ended, and the weekday closed days (of any calendar) it jumped over, earliest first."""

    day: date
    closed: tuple[Closed, ...] = ()


def closures(day: date, calendars: Calendars) -> tuple[Closed, ...]:
    """Return why a day is closed, one reason per calendar that is; empty for a business day."""
    return tuple(closed for calendar in calendars.values() if (closed := calendar.closed(day)))


def business_day(day: date, calendars: Calendars) -> Closed | None:
    """Return the first reason why a day is no business day, or None when it is one."""
    return next(iter(closures(day, calendars)), None)


def count(start: date, days: int, calendars: Calendars) -> Counted:
    """Return the day `days` business days after `start` (before, when negative); 0 is `start` itself or the next open day.

    Raises Invalid when no day is open for over a year, or the calendar ends.
    """
    jumped: list[Closed] = []
    day, left = start, abs(days)
    step = timedelta(days=-1 if days < 0 else 1)
    shut = 0
    if not days:
        day, left = _moved(day, -step), 1
    while left:
        day = _moved(day, step)
        closed = closures(day, calendars)
        shut = shut + 1 if closed else 0
        left -= not closed
        jumped += [] if any(one.weekend for one in closed) else closed
        if shut > LONGEST_CLOSURE:
            message = f"no day is open in {', '.join(calendars)} for {shut} days from {start}: mend the calendars' overlays"
            raise Invalid(message, where=",".join(calendars))
    return Counted(day=day, closed=tuple(sorted(jumped, key=lambda one: (one.day, one.calendar))))


def _moved(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        message = f"{day} is at the end of the calendar: choose a nearer date"
        raise Invalid(message) from None
