"""Masks: what an engine must not touch is replaced by opaque tokens before it drafts, and put back after.

Every engine tried broke names, URLs or dates now and then, so protection lives here and not in an engine. A draft that did
not give every mask back exactly once is no draft: a person writes the sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mou.amounts import MONEY, amount_said
from mou.checks import SHORT_FORM, URL
from mou.dates import IN_DIGITS, date_patterns, date_said, in_words
from mou.figures import FIGURE, SIGN
from mou.model import Wording
from mou.segments import Direction
from mou.tongues import TONGUES, Tongue

# Two capitals and three digits came back whole in every trial; fixed width, so that none is the beginning of another.
_PREFIXES = ("XQ", "ZQ", "QX", "QZ", "XZQ", "ZXQ")
MASK = rf"(?:{'|'.join(_PREFIXES)})\d{{3}}"
"""A pattern of every shape of mask."""
_MOST = 999
_BEFORE = re.compile(r"\d[.,]?\Z")
_CUT_BEHIND = re.compile(r"[.,\u00a0\u2009\u202f]?\d")
_BEFORE = re.compile(r"(?:[\w$€-]|\w[.,/])\Z")
_BEHIND = re.compile(r"[\w%]|[-.,/]\w")
# Marks of Apertium's own: literal ones would be read as such, or swallowed (a tilde, even escaped).
_MARKS = r"[*@#~]+"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its masks in place, and what each stands for in the target language, in order."""

    text: str
    prefix: str
    kept: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern that finds a mask in a draft."""
        return re.compile(rf"{self.prefix}(\d{{3}})")


def mask(text: str, direction: Direction, *, terms: Sequence[Wording] = (), names: Sequence[str] = ()) -> Masked:
    """Return the text with URLs, dates, money, codes, acronyms, numbers and their units, `names` and glossary `terms` masked.

    Dates, terms and figures come back as the target language has them, everything else as it is written. Raise ValueError for
    a text with more masks than have numbers, or one that uses every mask itself.
    """
    prefix = next((one for one in _PREFIXES if one not in text), None)
    if prefix is None:
        message = "the text contains every mask there is; it cannot be given to an engine"
        raise ValueError(message)
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(_said(match, direction, terms))
        return f"{prefix}{len(kept):03}"

    hidden = _protected(direction, terms, names).sub(hide, text)
    if len(kept) > _MOST:
        message = f"the text has {len(kept)} numbers and names, more than the {_MOST} there are masks for"
        raise ValueError(message)
    return Masked(text=hidden, prefix=prefix, kept=tuple(kept))


def unmask(masked: Masked, draft: str) -> str:
    """Return the draft with everything put back, or "" when a mask is lost, doubled, made up or grown together with more."""
    joined = _joined(masked, draft)
    if len(masked.pattern.findall(draft)) != len(masked.kept) or joined.keys() != set(range(1, len(masked.kept) + 1)):
        return ""
    before = _joined(masked, masked.text)
    if any(one > other for number in joined for one, other in zip(joined[number], before[number], strict=True)):
        return ""
    return masked.pattern.sub(lambda match: masked.kept[int(match[1]) - 1], draft)


def _joined(masked: Masked, text: str) -> dict[int, tuple[bool, bool]]:
    """Return for each mask whether something before and behind it would make another figure or word of it."""
    return {
        int(match[1]): (
            bool(_BEFORE.search(text[max(0, match.start() - 2) : match.start()])),
            bool(_BEHIND.match(text, match.end())),
        )
        for match in masked.pattern.finditer(text)
    }


def _protected(direction: Direction, terms: Sequence[Wording], names: Sequence[str]) -> re.Pattern[str]:
    """Build one pattern, tried from left to right at each place: the widest things first."""
    said = {term.root[direction.source] for term in terms if {direction.source, direction.target} <= {*term.root}}
    # "PM" is a term and "5 pm" is none; the agreement's "Participants" are, and those of a workshop are not.
    cased = {one for one in said if len(one.split()) == 1 and not one.islower()}
    tongue, other = (TONGUES.get(one, Tongue()) for one in (direction.source, direction.target))
    units = _unit(sorted({"%", *tongue.units} & {"%", *other.units}, key=len, reverse=True))
    return re.compile(
        "|".join(
            [
                rf"(?P<url>{URL})",
                rf"(?P<term>(?<!\w)(?:(?i:{_any(said - cased)})|{_any(cased)})(?!\w))",
                rf"(?P<name>(?<!\w)(?:{_any(names)})(?!\w))",
                *date_patterns(tongue),
                rf"(?P<digits>{IN_DIGITS})",
                rf"(?P<money>(?:{SIGN})?(?:{MONEY}))",
                rf"(?P<form>{SHORT_FORM})",
                rf"(?P<amount>(?:{SIGN})?(?<![^\W_])(?:{FIGURE})(?:\s?(?:{units}))?(?![^\W_]))",
                rf"(?P<marks>{_MARKS})",
            ]
        )
    )


def _said(match: re.Match[str], direction: Direction, terms: Sequence[Wording]) -> str:
    """Return what a protected thing is called in the target language."""
    kind, found = match.lastgroup or "", match[0]
    if direction.source == direction.target:
        return found
    if kind.startswith("date"):
        return date_said(match, kind.removeprefix("date"), direction)
    if kind == "term":
        return _term(found, direction, terms)
    if kind == "digits":
        return in_words(found, direction)
    if kind in {"money", "amount"}:
        return amount_said(match, direction, measured=kind == "money" or not found[-1].isdecimal())
    return found


def _term(found: str, direction: Direction, terms: Sequence[Wording]) -> str:
    said = (
        term.root[direction.target]
        for term in terms
        if direction.target in term.root and _plain(term.root.get(direction.source, "")) == _plain(found)
    )
    target = next(said, found)
    return target[0].upper() + target[1:] if found[0].isupper() and found[1:].islower() else target


def _unit(symbols: Sequence[str]) -> str:
    """Return a pattern of the units written alike in both languages; one letter is a unit in lower case only."""
    return "|".join(re.escape(one) if len(one) == 1 else rf"(?i:{re.escape(one)})" for one in symbols)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _any(words: Sequence[str] | set[str]) -> str:
    listed = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in listed) or r"(?!)"
