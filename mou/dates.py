"""Dates as a language writes them, and the same day as another language does: "03/04/2026" is misread across a border."""

import re
from collections.abc import Iterator
from datetime import date

from mou.segments import Direction
from mou.tongues import TONGUES, Tongue

ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])")
SHORT = re.compile(r"(?<![\w/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{2}|\d{4})(?![\w/])")
IN_DIGITS = re.sub(r"\?P<\w+>", "?:", f"{ISO.pattern}|{SHORT.pattern}")
"""A pattern of both, without groups."""


def in_digits(tongue: Tongue, short: re.Match[str]) -> tuple[int, int, int]:
    """Return year, month and day of a match of `SHORT` as this language reads it; the last two may be impossible."""
    first, second = int(short["first"]), int(short["second"])
    year = int(short["year"]) if len(short["year"]) > 2 else 2000 + int(short["year"])  # noqa: PLR2004 - a year in two digits
    return (year, second, first) if tongue.day_first else (year, first, second)


def date_patterns(tongue: Tongue) -> Iterator[str]:
    """Yield a pattern for every way this language writes a date in words; the group's name tells which way."""
    month = rf"(?i:{'|'.join(tongue.months)})"
    for way, written in enumerate(tongue.dates):
        pattern = re.escape(written).replace(r"\ ", r"\s+")
        for part, shape in (("month", month), ("Month", month), ("day", r"\d{1,2}"), ("year", r"\d{4}")):
            pattern = pattern.replace(rf"\{{{part}\}}", rf"(?P<{part.lower()}{way}>{shape})")
        yield rf"(?P<date{way}>(?<!\w){pattern}(?!\w))"


def date_said(match: re.Match[str], way: str, direction: Direction) -> str:
    """Return what was found by one of `date_patterns` as the target language writes it."""
    source, target = TONGUES[direction.source], TONGUES.get(direction.target, Tongue())
    if not target.months:
        return match[0]
    parts = {part: match.groupdict().get(f"{part}{way}") or "" for part in ("day", "year")}
    month = target.months[source.months.index(match[f"month{way}"].lower())]
    return target.dates[int(way)].format(month=month, Month=month.capitalize(), **parts)


def in_words(digits: str, direction: Direction) -> str:
    """Return a date in digits as the target language writes it in words, in full; as it is when it is no day or ISO."""
    source, target = (TONGUES.get(one, Tongue()) for one in (direction.source, direction.target))
    short = SHORT.fullmatch(digits)
    if short is None or not source.months or not target.months or source is target:
        return digits
    try:
        day = date(*in_digits(source, short))
    except ValueError:
        return digits
    month = target.months[day.month - 1]
    return target.dates[0].format(month=month, Month=month.capitalize(), day=day.day, year=day.year)
