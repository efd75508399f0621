"""Dates as mail programs write them, in both languages and in the reader's own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

_ZONES = {"en": ZoneInfo("America/Los_Angeles"), "es": ZoneInfo("America/Mexico_City")}
_NARROW = "\u202f"
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}


def local(when: datetime, tongue: str) -> datetime:
    """Return an instant in the zone of those who read this language."""
    return when.astimezone(_ZONES[tongue])


def gmail(when: datetime, tongue: str) -> str:
    """Return "On Mon, Apr 6, 2026 at 9:00 AM" (a narrow space before AM, as Gmail has) or "El lun, 6 abr 2026 a las 9:00"."""
    at, day, month = _parts(when, tongue)
    if tongue == "es":
        return f"El {day[:3]}, {at.day} {month[:3]} {at.year} a las {at.hour}:{at:%M}"
    return f"On {day[:3]}, {month[:3]} {at.day}, {at.year} at {_clock(at, _NARROW)}"


def apple(when: datetime, tongue: str) -> str:
    """Return "On Apr 6, 2026, at 9:00 AM" or "El 6 abr 2026, a las 9:00"."""
    at, _, month = _parts(when, tongue)
    if tongue == "es":
        return f"El {at.day} {month[:3]} {at.year}, a las {at.hour}:{at:%M}"
    return f"On {month[:3]} {at.day}, {at.year}, at {_clock(at, _NARROW)}"


def outlook(when: datetime, tongue: str) -> str:
    """Return "Monday, April 6, 2026 9:00 AM" or "lunes, 6 de abril de 2026 09:00"."""
    at, day, month = _parts(when, tongue)
    if tongue == "es":
        return f"{day}, {at.day} de {month} de {at.year} {at:%H:%M}"
    return f"{day}, {month} {at.day}, {at.year} {_clock(at, ' ')}"


def _parts(when: datetime, tongue: str) -> tuple[datetime, str, str]:
    at = local(when, tongue)
    return at, _DAYS[tongue][at.weekday()], _MONTHS[tongue][at.month - 1]


def _clock(at: datetime, gap: str) -> str:
    return f"{at.hour % 12 or 12}:{at:%M}{gap}{'AM' if at.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
