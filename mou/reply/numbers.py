"""Numbers as people write them in either language. What could be two different numbers is none."""

import re
from decimal import Decimal

from mou.reply.lines import key

_LONGEST = 100
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_WHOLE = re.compile(r"[+-]?\d+")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+\.\d+")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_ENGLISH_GROUP = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DECIMALS = re.compile(r"[+-]?(?:0[.,]\d+|\d+[.,](?:\d{1,2}|\d{4,}))")
_NUMBER_AND_WORDS = re.compile(r"(?P<number>[+-]?\d[\d.,\u00a0\u2009\u202f ]*)(?P<words>[\w\s.,]*)")


def read_number(text: str, *, language: str, label: str = "") -> Decimal | None:
    """Return the number, or None when there is none, several, or more than one way to read it.

    Words after it must be words of the indicator's own label ("3 workshops" under "Workshops held"). A single comma before
    exactly three digits groups thousands in an English form; anywhere else such a mark could be either and gives None.
    """
    found = _NUMBER_AND_WORDS.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found or not set(re.findall(r"\w+", key(found["words"]))) <= set(re.findall(r"\w+", key(label))):
        return None
    return _decimal(found["number"].strip().rstrip(".,"), english=language.split("-", maxsplit=1)[0] == "en")


def _decimal(number: str, *, english: bool) -> Decimal | None:
    digits = _SPACES.sub("", number)
    if _WHOLE.fullmatch(digits):
        return Decimal(digits)
    if _COMMA_GROUPS.fullmatch(digits) or (english and _ENGLISH_GROUP.fullmatch(digits)):
        return Decimal(digits.replace(",", ""))
    if _POINT_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    return Decimal(digits.replace(",", ".")) if _DECIMALS.fullmatch(digits) else None
