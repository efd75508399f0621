"""What a sentence counts, dates, measures and pays, as values that can be compared across languages.

Number words count too: "twenty-five" is 25.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from mou.bare_amounts import with_codes
from mou.dates import ISO, SHORT, in_digits
from mou.figures import FIGURE, value
from mou.tongues import TONGUES, Tongue

_TOKEN = re.compile(
    rf"(?P<figure>{FIGURE})|(?P<ending>(?<=\d)\.?[ºª]|(?<=\d)(?:st|nd|rd|th|er|ra|ro|do|da|to|ta|mo)\b)"
    r"|[a-z]{2}\$|u\.s\.|[°µμ]?[^\W\d_]+(?:[²³]|[23](?!\w))?(?:/[^\W\d_]+(?:[²³]|[23](?!\w))?)?|[^\w\s.,]",
    re.IGNORECASE,
)
_THOUSAND = 1000


@dataclass(slots=True)
class Quantities:
    """Everything found, each with how often. `months` are those named in dates; `optional` numerals may also be articles."""

    numbers: Counter[Decimal] = field(default_factory=Counter)
    optional: Counter[Decimal] = field(default_factory=Counter)
    months: Counter[int] = field(default_factory=Counter)
    money: Counter[tuple[str, Decimal]] = field(default_factory=Counter)
    units: Counter[tuple[str, Decimal]] = field(default_factory=Counter)


def quantities(language: str, text: str) -> Quantities:
    """Return what a sentence in `language` says in numbers. Take URLs and codes out before."""
    tongue, found = TONGUES.get(language, Tongue()), Quantities()
    text = with_codes(language, _numeric_dates(tongue, text, found))
    for phrase in (one for one in tongue.units if " " in one):
        # "por ciento" would be read as the number 100.
        text = re.sub(rf"\b{phrase}\b", tongue.units[phrase], text, flags=re.IGNORECASE)
    tokens = [match[0].lower() for match in _TOKEN.finditer(text) if match["ending"] is None]
    at = 0
    while at < len(tokens):
        amount, after = _amount(tongue, tokens, at)
        if amount is not None:
            _classify(tongue, tokens, (at, after), amount, found)
        elif tokens[at] in tongue.optional:
            found.optional[Decimal(tongue.optional[tokens[at]])] += 1
        at = after
    return found


def _numeric_dates(tongue: Tongue, text: str, found: Quantities) -> str:
    """Count dates in digits and take them out."""
    for match in ISO.finditer(text):
        found.months[int(match["month"])] += 1
        found.numbers.update((Decimal(match["year"]), Decimal(match["day"])))
    for match in SHORT.finditer(text):
        year, month, day = in_digits(tongue, match)
        found.months[month] += 1
        found.numbers.update((Decimal(day), Decimal(year)))
    return SHORT.sub(" ", ISO.sub(" ", text))


def _amount(tongue: Tongue, tokens: list[str], at: int) -> tuple[Decimal | None, int]:
    """Return the number that starts here, if one does, and where the next token is."""
    first = tokens[at]
    scaled = at + 1 < len(tokens) and tokens[at + 1] in tongue.scales
    if first[0].isdecimal():
        return _scaled(tongue, tokens, at + 1, value(first))
    if scaled and tongue.optional.get(first) == 1:
        return _scaled(tongue, tokens, at + 1, Decimal(1))
    if first in tongue.numerals:
        return _in_words(tongue, tokens, at)
    return None, at + 1


def _scaled(tongue: Tongue, tokens: list[str], at: int, amount: Decimal) -> tuple[Decimal, int]:
    while at < len(tokens) and tokens[at] in tongue.scales:
        amount *= tongue.scales[tokens[at]]
        at += 1
    return amount, at


def _in_words(tongue: Tongue, tokens: list[str], at: int) -> tuple[Decimal, int]:
    """Read number words: smaller ones add up ("doscientos treinta y dos"), scales multiply what stands before them."""
    whole, group, last = Decimal(0), Decimal(0), Decimal("Infinity")
    while at < len(tokens):
        joined = at + 1 if tokens[at] in tongue.joiners and last < _THOUSAND else at
        word = tokens[joined] if joined < len(tokens) else ""
        number = tongue.numerals.get(word, tongue.optional.get(word) if joined > at else None)
        if number is not None and _adds(last, number) and (word not in tongue.scales or not (whole or group)):
            group, last, at = group + number, Decimal(number), joined + 1
        elif joined == at and word in tongue.scales:
            scale = Decimal(tongue.scales[word])
            group, last = (group or Decimal(1)) * scale, scale
            whole, group = (whole + group, Decimal(0)) if scale >= _THOUSAND else (whole, group)
            at += 1
        else:
            break
    return whole + group, at


def _adds(last: Decimal, number: int) -> bool:
    """Whether a numeral goes on with the one before: only one that fits into its zeros ("twenty five", never "two three")."""
    return not last.is_finite() or (last % (100 if number >= 10 else 10) == 0 and number < last)  # noqa: PLR2004


def _classify(tongue: Tongue, tokens: list[str], span: tuple[int, int], amount: Decimal, found: Quantities) -> None:
    """Count an amount as money or as a number, with its unit, and the month beside it."""
    start, after = span
    beside = after + 1 if after < len(tokens) and tokens[after] in tongue.joiners else after
    following = [" ".join(tokens[beside : beside + 2]), *tokens[beside : beside + 1]]
    before = tokens[start - 1] if start else ""
    signs = tongue.currencies | {"$": tongue.dollar}
    currency = signs.get(before) or next((signs[word] for word in following if word in signs), None)
    if currency:
        found.money[currency, amount] += 1
        return
    found.numbers[amount] += 1
    unit = next((tongue.units[word] for word in following if word in tongue.units), None)
    if unit:
        found.units[unit, amount] += 1
    second = tokens[start - 2] if start > 1 and before in tongue.joiners else before
    for word in {*following[-1:], second} & {*tongue.months}:
        found.months[tongue.months.index(word) + 1] += 1
