"""Figures: how one is written, what it is worth, and how both sides of the border write it.

Figures are read by the conventions of en_US and es_MX, which agree: 1,234.5. Groups by space (1 234,5) or by dots (1.234.567)
are understood where they cannot be anything else.
"""

import re
from decimal import Decimal

_THIN = r"[\u00a0\u2009\u202f]"
_SPACES = r"[ \u00a0\u2009\u202f]"
# Bounded, so that no hostile text costs the square of its length.
SIGN = r"(?<![\w.,)%])[-\u2212+±](?=[\d$€.])|[<>≤≥]\s?"
"""A pattern of what changes a figure's meaning right before it: minus, plus, a bound."""
FIGURE = rf"\d{{1,3}}(?:{_SPACES}\d{{3}}){{1,9}}(?:[.,]\d{{1,30}})?(?!\d)|\d{{1,30}}(?:[.,]\d{{1,30}}){{0,9}}"
"""A pattern of every way to write a number in digits."""
_FIGURE = re.compile(FIGURE)
_FOREIGN = re.compile(
    r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+"  # 1.250.000; 1.234,5
    rf"|(?:{_THIN}\d{{3}})+(?:[.,]\d+)?|(?:{_SPACES}\d{{3}})+,\d+)|0,\d+"  # 1 250 000; 1 234,5; 0,5
)
_MEASURED = re.compile(r"\d+,\d{1,2}")


def value(figure: str) -> Decimal:
    """Return what a figure means: `1,234.5`, `1 234,5` and `1234.5` are one value, `3,5` is three and a half."""
    spaced = bool(re.search(_SPACES, figure))
    plain = re.sub(_SPACES, "", figure)
    mark = max(plain.rfind(","), plain.rfind("."))
    if mark < 0:
        return Decimal(plain)
    head, tail = plain[:mark], plain[mark + 1 :]
    thousands = plain[mark] == "," and len(tail) == 3 and head != "0" and "." not in head and not spaced  # noqa: PLR2004
    if thousands or plain.count(plain[mark]) > 1:
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(re.sub(r"[.,]", "", head) + "." + tail)


def retold(figure: str, *, measured: bool = False) -> str:
    """Return a figure as en_US and es_MX both write it, byte for byte the same where it is already, or where that is in doubt.

    In doubt are "1.234" (a thousand, or one and a little), "3,5" unless it is `measured` (a percentage, an amount of money: what
    else could be a list), and plain spaces that may stand between two numbers ("12 300").
    """
    sure = _FOREIGN.fullmatch(figure) or (measured and _MEASURED.fullmatch(figure))
    return f"{value(figure):,f}" if sure else figure


def without_figures(text: str) -> str:
    """Return the text with one "#" for each number in digits: sentences that differ in numbers only become one."""
    return _FIGURE.sub("#", text)
