"""Amounts in a bare "$": pesos in Mexico, dollars in the United States, and whoever reads one on the other side must ask.

An amount is bare when no currency stands right before or after it: not in "US$5", "$5 USD", "USD $5", "$5 million dollars",
"$5,000.00 (cinco mil pesos 00/100 M.N.)". What is bare is read as its language has it, and never silently.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mou.cutting import sentences
from mou.figures import FIGURE
from mou.languages import WrittenIn
from mou.tongues import TONGUES, Tongue

_SPACE = r"[ \u00a0\u2009\u202f]"
_PREFIXES = {"us": "USD", "u.s.": "USD", "mx": "MXN"}
_CODE = re.compile(r"[a-z]{3}")


@dataclass(frozen=True, slots=True)
class BareAmount:
    """An amount as it is written ("$5 million"), and the currency it was read as (ISO)."""

    said: str
    currency: str


def bare_amounts(language: str, text: str) -> tuple[BareAmount, ...]:
    """Return the amounts in a bare "$" in a text of this language; in one we have no table of, `currency` is "$"."""
    return tuple(
        BareAmount(said=match["said"], currency=TONGUES.get(language, Tongue()).dollar)
        for match in _dollars(language).finditer(text)
        if not (match["before"] or match["behind"])
    )


def is_bare(language: str, text: str, at: int) -> bool:
    """Whether an amount in a bare "$" begins at this place of the text."""
    found = _dollars(language).match(text, at)
    return found is not None and not (found["before"] or found["behind"])


def bare_in_answer(text: str, written: WrittenIn) -> tuple[BareAmount, ...]:
    """Return the bare amounts of an answer, each read in the language of its own sentence."""
    said = ((written.elsewhere.get(one, written.language), one) for one in sentences(text))
    return tuple(amount for language, one in said for amount in bare_amounts(language, one))


def with_codes(language: str, text: str) -> str:
    """Return the text with an ISO code for each "$" before a figure; a bare one of a language without a table stays."""
    return _dollars(language).sub(_coded(TONGUES.get(language, Tongue())), text)


def _coded(tongue: Tongue) -> Callable[[re.Match[str]], str]:
    signs = tongue.currencies | _PREFIXES

    def code(match: re.Match[str]) -> str:
        named = " ".join((match["before"] or match["behind"] or "").lower().split())
        currency = signs.get(named, tongue.dollar)
        return match[0] if currency == "$" else f"{currency} {match.string[match.span('figure')[0] : match.end()]}"

    return code


@cache
def _dollars(language: str) -> re.Pattern[str]:
    """Return the pattern of a figure after a "$", with what names its currency `before` or `behind` it."""
    tongue = TONGUES.get(language, Tongue())
    names = sorted(tongue.currencies or TONGUES["en"].currencies, key=len, reverse=True)
    codes = [one for one in names if _CODE.fullmatch(one)]
    # "USD 7" after "$5" is an amount of its own; "pesos 00/100" names what stands before it.
    behind = "|".join(
        re.escape(one).replace(r"\ ", r"\s+") + (r"(?!\w)" if one.isalpha() and one not in codes else rf"(?!\w|{_SPACE}?\d)")
        for one in names
    )
    scales = "|".join(sorted(tongue.scales, key=len, reverse=True)) or "(?!)"
    before = rf"(?i:{'|'.join(codes)})|US|U\.S\.|MX"
    gap = rf"{_SPACE}{{0,2}}\([^()\d$\n]{{0,90}}?(?<!\w)|(?:[ \u00a0,(-]{{1,3}}(?:of|in|de|en)(?!\w)){{0,2}}[ \u00a0,(-]{{0,3}}"
    return re.compile(
        rf"(?:(?<!\w)(?P<before>{before}){_SPACE}?|(?<![\w=&?$]))"
        rf"(?P<said>\${_SPACE}?(?P<figure>{FIGURE})(?:{_SPACE}(?i:{scales})(?!\w)){{0,2}})"
        rf"(?:(?:{gap})(?P<behind>(?i:{behind})))?"
    )
