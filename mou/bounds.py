"""What turns a figure's meaning around without changing a digit of it: a minus, a bound, the half of the day."""

import re
from dataclasses import dataclass

_NOTHING = r"(?!)"
_MINUS = re.compile(r"(?<![\w.,)%])[-\u2212](?=[\d$€.])")
_HALF = re.compile(r"\d\s?([ap])\.?\s?m\b", re.IGNORECASE)
_ABOVE, _BELOW = re.compile(r"[>≥]\s?[\d$€]"), re.compile(r"[<≤]\s?[\d$€]")


@dataclass(frozen=True, slots=True)
class _Words:
    """One language's words, as alternations. `no_less` and `no_more` hold a word of the other bound and mean the opposite."""

    minus: str = _NOTHING
    no_less: str = _NOTHING
    no_more: str = _NOTHING
    more: str = _NOTHING
    less: str = _NOTHING


_WORDS = {
    "en": _Words(
        minus="minus|negative|below zero",
        no_less="no (?:less|fewer) than|at least|a minimum of",
        no_more="not? more than|at most|up to|a maximum of",
        more="more than|over|above|greater than",
        less="less than|fewer than|under|below",
    ),
    "es": _Words(
        minus="menos|negativ[oa]s?|bajo cero",
        no_less="no menos de|al menos|por lo menos|como mínimo|cuando menos|un mínimo de",
        no_more="no más de|a lo sumo|como máximo|cuando mucho|hasta|un máximo de",
        more="más de|superior(?:es)? a|mayor(?:es)? (?:a|que|de)|por encima de",
        less="menos de|inferior(?:es)? a|menor(?:es)? (?:a|que|de)|por debajo de",
    ),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a sentence says of its figures: whether one is negative, whether it names a lower or an upper bound, which halves."""

    minus: bool
    may_be_minus: bool
    least: bool
    most: bool
    halves: frozenset[str]


def bounds(language: str, text: str) -> Bounds:
    """Return what a sentence in `language` says; of a language without words here only the signs are seen."""
    words, plain, minus = _WORDS.get(language, _Words()), text.casefold(), bool(_MINUS.search(text))
    rest = re.sub(rf"\b(?:{words.no_less}|{words.no_more})\b", " ", plain)
    return Bounds(
        minus=minus,
        may_be_minus=minus or _holds(plain, words.minus),
        least=_holds(plain, words.no_less) or _holds(rest, words.more) or bool(_ABOVE.search(plain)),
        most=_holds(plain, words.no_more) or _holds(rest, words.less) or bool(_BELOW.search(plain)),
        halves=frozenset(half.lower() for half in _HALF.findall(text)),
    )


def contradict(one: Bounds, other: Bounds) -> bool:
    """Whether two sentences cannot both be meant: a minus lost, a lower bound against an upper one, morning against evening."""
    signs = (one.minus and not other.may_be_minus) or (other.minus and not one.may_be_minus)
    turned = (one.least, one.most, other.least, other.most) in {(True, False, False, True), (False, True, True, False)}
    return signs or turned or bool(one.halves and other.halves and one.halves != other.halves)


def _holds(text: str, words: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text) is not None
