"""When offices are closed: a calendar's rules, and dated overlays for what a government announces, each with its source.

Read from `programs/<code>/calendars/<calendar>.yaml`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import field_validator, model_validator

from mou.closed_rules import Rule, Text, Weekday
from mou.model import Model


class Closed(Model):
    """A day on which one calendar's offices are closed, why, and who says so. A plain weekend has no source."""

    day: date
    calendar: str
    name: str
    source: str

    @property
    def weekend(self) -> bool:
        """Whether it is closed only because of the weekday."""
        return not self.source


class Overlay(Model):
    """An announced day or period (`through` included) on which offices are closed, or open in spite of the rules."""

    day: date
    through: date | None = None
    offices: Literal["closed", "open"] = "closed"
    name: Text
    source: Text

    @model_validator(mode="after")
    def _ordered(self) -> "Overlay":
        if self.through and self.through < self.day:
            message = f"`through` ({self.through}) is before `day` ({self.day})"
            raise ValueError(message)
        return self

    def covers(self, day: date) -> bool:
        """Whether it says anything about this day."""
        return self.day <= day <= (self.through or self.day)


class Calendar(Model):
    """One government's office days. A later overlay beats an earlier one, and any overlay beats the rules."""

    code: str
    name: Text
    source: Text
    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)
    rules: tuple[Rule, ...] = ()
    overlays: tuple[Overlay, ...] = ()

    @field_validator("weekend")
    @classmethod
    def _leaves_a_day(cls, weekend: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
        if len(set(weekend)) == len(Weekday):
            message = "the weekend takes the whole week: leave at least one day open"
            raise ValueError(message)
        return weekend

    def closed(self, day: date) -> Closed | None:
        """Return why offices are closed on a day, or None when they are open."""
        said = next((overlay for overlay in reversed(self.overlays) if overlay.covers(day)), None)
        if said and said.offices == "open":
            return None
        if (weekday := Weekday.of(day)) in self.weekend:
            return Closed(day=day, calendar=self.code, name=weekday.value, source="")
        why = said or next((rule for rule in self.rules if rule.falls_on(day)), None)
        return Closed(day=day, calendar=self.code, name=why.name, source=why.source or self.source) if why else None


Calendars = Mapping[str, Calendar]
