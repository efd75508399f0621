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


_DAYS = r"\d{1,2}(?:\s?[-–—]\s?\d{1,2})?"  # "March 3–5" too
_AFTER = "".join(rf"(?<!\b{days}\s{word}\s)" for days in (r"\d", r"\d\d") for word in ("y", "al"))
"""Not the second of two days of one month ("3 y 5 de marzo"), of which the first would lose its month."""
_SMALL = (
    "and|or|but|the|a|an|at|in|on|for|to|by|with|of|from|until|we|they|it|he|she|was|were|is|are|has|had|as|when|after|before"
)
_SMALL += "|because|while|which|that|all|each|this|these|our|their"


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
        for part, shape in (("month", month), ("Month", month), ("day", _DAYS), ("year", r"(?:19|20)\d{2}")):
            pattern = pattern.replace(rf"\{{{part}\}}", rf"(?P<{part.lower()}{way}>{shape})")
        # "In March 12 trucks came": without a year, a figure behind the month is a day only where no noun follows.
        alone = rf"(?=\W*$|[^\w\s]|\s(?:{_SMALL})\b)" if written.endswith("{day}") else ""
        yield rf"(?P<date{way}>(?<!\w){_AFTER}{pattern}(?!\w|\s(?:and|to|through)\s\d){alone})"


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
