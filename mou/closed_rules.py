"""Rules that name a closed day in any year: a date, the nth or last weekday of a month, a day counted from Easter."""

from abc import ABC, abstractmethod
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mou.model import Model

_LEAP = 2000
Text = Annotated[str, Field(min_length=1)]
_Month = Annotated[int, Field(ge=1, le=12)]
_Plus = Annotated[int, Field(ge=-100, le=100)]
_Year = Annotated[int, Field(gt=MINYEAR, lt=MAXYEAR)]


class Weekday(StrEnum):
    """A day of the week, as calendar files write it."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """Return the weekday of a date."""
        return tuple(cls)[day.weekday()]

    @property
    def number(self) -> int:
        """The number `date.weekday()` gives it: Monday is 0."""
        return tuple(Weekday).index(self)


class _Rule(Model, ABC):
    """What all rules share.

    `since` and `until` are years, both included; `every` counts years from `since`; `moves` says by how many days the
    closed day moves when it falls on a weekday (`sunday: 1` is the Monday after). `source` empty means the calendar's.
    """

    name: Text
    source: str = ""
    since: _Year | None = None
    until: _Year | None = None
    every: int = Field(default=1, ge=1)
    moves: dict[Weekday, Annotated[int, Field(ge=-6, le=6)]] = {}

    @model_validator(mode="after")
    def _counted(self) -> "_Rule":
        if self.every > 1 and self.since is None:
            message = "`every` counts years from `since`: add the first year as `since`"
            raise ValueError(message)
        return self

    @abstractmethod
    def base(self, year: int) -> date | None:
        """Return the day the rule names in a year, before it moves; None when that year has no such day."""

    def falls_on(self, day: date) -> bool:
        """Whether the closed day, after moving, is this day."""
        # No rule reaches further than `plus` and `moves` allow: under four months over the turn of a year.
        before, after = (day.year - 1,) * (day.month <= 4), (day.year + 1,) * (day.month >= 9)  # noqa: PLR2004 - April, September
        return any(self._closed(year) == day for year in (day.year, *before, *after) if self._holds(year))

    def _holds(self, year: int) -> bool:
        first, last = self.since or MINYEAR + 1, self.until or MAXYEAR - 1
        return first <= year <= last and (year - first) % self.every == 0

    def _closed(self, year: int) -> date | None:
        day = self.base(year)
        return day and day + timedelta(days=self.moves.get(Weekday.of(day), 0))


class Fixed(_Rule):
    """The same date every year; 29 February only in leap years."""

    kind: Literal["fixed"]
    month: _Month
    day: Annotated[int, Field(ge=1, le=31)]

    @model_validator(mode="after")
    def _exists(self) -> "Fixed":
        if not _date(_LEAP, self.month, self.day):
            message = f"month {self.month} has no day {self.day}"
            raise ValueError(message)
        return self

    def base(self, year: int) -> date | None:
        """Return the date in that year."""
        return _date(year, self.month, self.day)


class NthWeekday(_Rule):
    """The nth weekday of a month, `plus` days: the day after the fourth Thursday in November is nth 4, plus 1."""

    kind: Literal["nth-weekday"]
    month: _Month
    weekday: Weekday
    nth: Annotated[int, Field(ge=1, le=5)]
    plus: _Plus = 0

    def base(self, year: int) -> date | None:
        """Return that day, or None where a month has no fifth such weekday."""
        first = date(year, self.month, 1)
        day = first + timedelta(days=(self.weekday.number - first.weekday()) % 7 + 7 * (self.nth - 1))
        return day + timedelta(days=self.plus) if day.month == self.month else None


class LastWeekday(_Rule):
    """The last such weekday of a month, `plus` days."""

    kind: Literal["last-weekday"]
    month: _Month
    weekday: Weekday
    plus: _Plus = 0

    def base(self, year: int) -> date:
        """Return that day."""
        end = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - self.weekday.number) % 7) + timedelta(days=self.plus)


class Easter(_Rule):
    """A day counted from (western) Easter Sunday: `plus: -2` is Good Friday."""

    kind: Literal["easter"]
    plus: _Plus = 0

    def base(self, year: int) -> date:
        """Return that day, by the Gregorian computus (Meeus/Jones/Butcher)."""
        century, rest = divmod(year, 100)
        moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
        week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
        late = (year % 19 + 11 * moon + 22 * week) // 451
        month, day = divmod(moon + week - 7 * late + 114, 31)
        return date(year, month, day + 1) + timedelta(days=self.plus)


Rule = Annotated[Fixed | NthWeekday | LastWeekday | Easter, Field(discriminator="kind")]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
