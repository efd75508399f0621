"""What a plan is: quarters of a year, and planned moments that say why they are on their day."""

import re
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from mou.closed_days import Closed
from mou.errors import Invalid, Unknown
from mou.model import Model


class Why(Model):
    """Why a moment is on its day: `days` business days after the moment `after` on day `start`, jumping the closed days."""

    rule: str
    days: int
    after: str
    start: date
    closed: tuple[Closed, ...] = ()


class Planned(Model):
    """A planned moment: an aware UTC instant on the agreement's clock, and why."""

    code: str
    on: datetime
    why: Why


class QuarterPlan(Model):
    """One quarter (both days included) and its moments in time order: open, remind-1…n, due, escalate, close, cut."""

    quarter: str
    first: date
    last: date
    moments: tuple[Planned, ...]

    def moment(self, code: str) -> Planned:
        """Return the moment with this code, or raise Unknown naming the codes there are."""
        found = next((moment for moment in self.moments if moment.code == code), None)
        if found is None:
            message = f"{self.quarter} plans no {code!r}, only: {', '.join(one.code for one in self.moments)}"
            raise Unknown(message, where=self.quarter)
        return found

    def moved(self, moments: tuple[Planned, ...]) -> "QuarterPlan":
        """Return this plan with these moments in place of those of the same code: a report's own plan after an extension."""
        new = {moment.code: moment for moment in moments}
        return self.model_copy(update={"moments": in_order(new.get(one.code, one) for one in self.moments)})


class CyclePlan(Model):
    """A year: its four quarters and the annual report's moments, assemble and embargo."""

    program: str
    year: int
    quarters: tuple[QuarterPlan, ...]
    annual: tuple[Planned, ...]

    def instants(self) -> tuple[datetime, ...]:
        """Return every planned instant, earliest first."""
        return tuple(
            sorted(moment.on for moments in (*(quarter.moments for quarter in self.quarters), self.annual) for moment in moments)
        )


def in_order(moments: Iterable[Planned]) -> tuple[Planned, ...]:
    """Return moments by time."""
    return tuple(sorted(moments, key=lambda moment: moment.on))


def parse_quarter(quarter: str) -> tuple[int, int]:
    """Return year and number of a quarter written `2026-Q1`; raise Invalid with a suggestion."""
    if found := re.fullmatch(r"([0-9]{4})-Q([1-4])", quarter):
        return int(found[1]), int(found[2])
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", quarter)
    number = re.search(r"[1-4](?![0-9])", quarter.replace(year[0], " ") if year else quarter)
    meant = f"{year[0]}-Q{number[0] if number else 1}" if year else "2026-Q1"
    message = f"{quarter!r} is not a quarter. {'Did you mean' if year and number else 'Write it like'} {meant!r}?"
    raise Invalid(message)


def quarter_span(quarter: str) -> tuple[date, date]:
    """Return a quarter's first and last day; raise Invalid when it is not one."""
    year, number = parse_quarter(quarter)
    if not MINYEAR < year < MAXYEAR:
        message = f"{quarter!r} is beyond the calendar: choose a year between {MINYEAR + 1} and {MAXYEAR - 1}"
        raise Invalid(message)
    first = date(year, 3 * number - 2, 1)
    return first, (first + timedelta(days=92)).replace(day=1) - timedelta(days=1)
