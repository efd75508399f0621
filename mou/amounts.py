"""Amounts of money and other figures, found in a sentence and said as the readers of its translation write them."""

import re

from mou.bare_amounts import is_bare
from mou.figures import FIGURE, retold
from mou.segments import Direction
from mou.tongues import TONGUES, Tongue

_CODE = r"(?i:USD|MXN|EUR)"
_BEHIND = rf"\s?{_CODE}(?!\w|\s?\d)"
MONEY = (
    rf"(?:(?<!\w)(?:{_CODE}|US|MX|U\.S\.)\s?\$|[A-Z]{{2}}\$|[$€])\s?(?:{FIGURE})(?:{_BEHIND})?"
    rf"|(?<!\w){_CODE}\s?(?:{FIGURE})|(?<![^\W_])(?:{FIGURE}){_BEHIND}"
)
"""A pattern of a figure with the sign or the code of its currency."""
_FIGURE = re.compile(FIGURE)
# A figure that goes on beside what was found is left as it is.
_CUT_BEFORE = re.compile(r"\d[.,]?\Z")
_CUT_BEHIND = re.compile(r"[.,\u00a0\u2009\u202f]?\d")


def amount_said(match: re.Match[str], direction: Direction, *, measured: bool) -> str:
    """Return a figure, with what was found around it, in the target language: its marks, and the country of a bare "$" ("US$5").

    `measured` says that it has a unit or a currency: then "3,5" is one number.
    """
    text, found = match.string, match[0]
    if not (_CUT_BEFORE.search(text, max(0, match.start() - 2), match.start()) or _CUT_BEHIND.match(text, match.end())):
        found = _FIGURE.sub(lambda figure: retold(figure[0], measured=measured), found, count=1)
    source, target = (TONGUES.get(one, Tongue()).dollar for one in (direction.source, direction.target))
    return source[:2] + found if source != target and is_bare(direction.source, text, match.start()) else found
