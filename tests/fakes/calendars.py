"""The sample program, its calendars, and calendars with more announced in them."""

from datetime import date
from pathlib import Path

from adapters.program_files import load
from mou.calendar import Planned, local
from mou.closed_days import Calendar, Overlay

LOADED = load(Path(__file__).parents[2] / "programs" / "ca-mx")
PROGRAM, CALENDARS = LOADED.program, LOADED.calendars
PACIFIC, CENTRAL = "America/Los_Angeles", "America/Mexico_City"


def with_overlays(*overlays: Overlay, calendar: str = "mexico") -> dict[str, Calendar]:
    """Return the calendars with more announced days in one of them."""
    changed = CALENDARS[calendar]
    more = changed.model_copy(update={"overlays": (*changed.overlays, *overlays)})
    return {**CALENDARS, calendar: more}


def closure(day: date, through: date | None = None) -> Overlay:
    """Return an announced closure."""
    return Overlay(day=day, through=through, name="closure", source="test")


def day_of(moment: Planned) -> date:
    """Return a planned moment's agreement day."""
    return local(moment.on, PACIFIC).date()
