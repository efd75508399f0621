"""Promise 5: what must agree in both languages of a segment, or the segment is flagged; an error blocks its approval.

A false alarm costs a reviewer a glance, a miss costs a wrong number in a public report: in doubt it is flagged.
"""

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from mou.bare_amounts import bare_amounts, with_codes
from mou.bounds import bounds, contradict
from mou.glossary import Glossary
from mou.quantities import Quantities, quantities
from mou.terminology import held_in, lacking, misused
from mou.tongues import SAME_SHORT_FORM, TONGUES, Tongue
from mou.wrong_language import in_another_language

URL = r"(?:https?://|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
SHORT_FORM = (
    r"EE\.?[ \u00a0]?UU\.?|(?<!\w)(?:[A-Z]\.){2,}(?!\s?\$)"  # EE. UU., U.S.; all bounded, for hostile texts
    r"|(?<!\w)(?=[\w.-]{0,40}[A-Z])\w{1,40}(?:-[A-Z0-9]{1,40}){0,4}-?\d\w{0,40}(?:\.\d{1,9})?(?!\w)"  # AQ-2, PM2.5, CO2, 2026-Q1
    r"|(?<!\w)(?!(?:US|MX)\s?\$)[A-ZÁÉÍÓÚÜÑ]{2,40}(?:[&-][A-ZÁÉÍÓÚÜÑ]{1,40}){0,4}s?(?!\w|\$)"  # SEMARNAT, NGOs
)
_URLS = re.compile(URL)
_SHORT_FORMS = re.compile(SHORT_FORM)
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉’", "0123456789'")
_CLAUSES = re.compile(r"[,;:()]|\b(?:and|but|or|while|y|e|pero|o|u|mientras|sino)\b")
_LITTLE = 3
_Thing = TypeVar("_Thing", bound=Hashable)

_AGAIN = 3
"""How often in a row the same words stand before they are an engine's stammer."""
_PHRASE = 4
_LONG_ENOUGH = 40
_SHORTEST, _LONGEST = 0.45, 2.2
"""A translation's length over its source's, in characters: the good pairs of the tests lie between 0.7 and 1.4."""

CODES = (
    *("empty", "untranslated", "language", "numbers", "bounds", "dates", "money", "currency", "units", "urls", "acronyms"),
    *("forbidden", "negation", "denials", "repeated", "terms", "length"),
)
_SHOWN_ONLY = frozenset({"currency", "denials", "terms", "length"})
NOTHING_AGREED = Glossary()


class Severity(StrEnum):
    """Whether a flag keeps a segment from being approved, or is only shown."""

    ERROR = "error"
    WARNING = "warning"


def severity(code: str) -> Severity:
    """Return how much a code of `CODES` weighs: a length may be right, however odd, another word for a term, a bare "$"."""
    return Severity.WARNING if code in _SHOWN_ONLY else Severity.ERROR


def flags(
    source_language: str, source: str, target_language: str, target: str, *, glossary: Glossary = NOTHING_AGREED
) -> tuple[str, ...]:
    """Return the codes of what does not agree between a sentence and its translation, in the order of `CODES`.

    An acronym or agency of the program's glossary on one side must stand on the other in its language; another term of the
    source should stand in the target as agreed, and no form of it that is forbidden.
    """
    if not target.strip():
        return ("empty",)
    left, right = _Side(source_language, source, glossary), _Side(target_language, target, glossary)
    held = tuple(held_in(glossary.demands, source_language, source)) if source_language != target_language else ()
    source_dollar, target_dollar = (TONGUES.get(one, Tongue()).dollar for one in (source_language, target_language))
    found = {
        "untranslated": source_language != target_language and _copied(source, target),
        "language": source_language != target_language and in_another_language(target, target_language),
        "numbers": _differ(left.said.numbers, right.said.numbers, left.said, right.said),
        "bounds": contradict(left.bounds, right.bounds),
        "dates": set(left.said.months) != set(right.said.months),
        "money": left.said.money != right.said.money,
        "currency": left.bare and source_dollar != target_dollar,
        "units": _differ(left.said.units, right.said.units, left.said, right.said),
        "urls": left.urls != right.urls,
        "acronyms": left.short_forms != right.short_forms,
        "forbidden": misused(held, target_language, target),
        "negation": (left.denies and not right.may_deny) or (right.denies and not left.may_deny),
        "denials": bool(left.denials and right.denials) and left.denials != right.denials,
        "repeated": _stammers(target) and not _stammers(source),
        "terms": lacking(held, target_language, target),
        "length": len(source) >= _LONG_ENOUGH and not _SHORTEST <= len(target) / len(source) <= _LONGEST,
    }
    return tuple(code for code in CODES if found.get(code))


class _Side:
    """One language's half: each kind of thing is taken out before the next is looked for."""

    def __init__(self, language: str, text: str, glossary: Glossary) -> None:
        text = text.translate(_SUBSCRIPTS)
        tongue = TONGUES.get(language, Tongue())
        self.urls = Counter(_URLS.findall(text))
        text = _URLS.sub(" ", text)
        self.bare = bool(bare_amounts(language, text))
        text = with_codes(language, text)
        self.short_forms: set[str] = set()
        text = self._without_names(
            text, {name.root[language]: min(name.root.values()) for name in glossary.names if language in name.root}
        )
        self.said = quantities(language, text if _shouted(text) else self._without_short_forms(text, tongue))
        self.denies, self.may_deny = _denials(tongue, text)
        self.denials = sum(_denials(tongue, clause)[0] for clause in _CLAUSES.split(text))
        self.bounds = bounds(language, text)

    def _without_names(self, text: str, names: Mapping[str, str]) -> str:
        for name in sorted(names, key=len, reverse=True):
            text, times = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
            self.short_forms |= {names[name]} if times else set()
        return text

    def _without_short_forms(self, text: str, tongue: Tongue) -> str:
        def take(match: re.Match[str]) -> str:
            if _spoken(tongue, match[0]):
                return match[0]
            self.short_forms.add(_one_form(match[0]))
            return " "

        return _SHORT_FORMS.sub(take, text)


def _one_form(form: str) -> str:
    """Return the form in which a short form is compared: without plural s, and one for all languages where they differ."""
    spaced = form.replace("\u00a0", " ")
    single = spaced.removesuffix("s")
    return SAME_SHORT_FORM.get(spaced) or SAME_SHORT_FORM.get(single, single)


def _spoken(tongue: Tongue, form: str) -> bool:
    """Whether capitals are an ordinary word ("NOT") or a currency, which are compared elsewhere."""
    return form.lower() in {*tongue.negations, *tongue.currencies, *tongue.numerals, *tongue.months, *tongue.optional}


def _shouted(text: str) -> bool:
    """Whether a text is in capitals throughout: then they mark nothing."""
    return text.isupper() and len(text.split()) > _LITTLE


def _copied(source: str, target: str) -> bool:
    """Whether the translation is the source, with ordinary words in it that a translation would change."""
    if " ".join(source.split()).casefold() != " ".join(target.split()).casefold():
        return False
    plain = _SHORT_FORMS.sub(" ", _URLS.sub(" ", source))
    return any(len(word) >= _LITTLE and word.islower() for word in re.findall(r"[^\W\d_]+", plain))


def _stammers(text: str) -> bool:
    """Whether the same one to four words stand three times in a row."""
    words = text.casefold().split()
    for size in range(1, _PHRASE + 1):
        run = 0
        for one, other in zip(words, words[size:], strict=False):
            run = run + 1 if one == other and any(letter.isalpha() for letter in one) else 0
            if run >= size * (_AGAIN - 1):
                return True
    return False


def _differ(left: Counter[_Thing], right: Counter[_Thing], mine: Quantities, theirs: Quantities) -> bool:
    """Whether the counts differ by more than words that are numerals in one language and articles in the other explain."""
    unmatched = [(one, theirs) for one in (left - right).elements()] + [(one, mine) for one in (right - left).elements()]
    return any(_number(one) not in said.optional for one, said in unmatched)


def _number(one: Hashable) -> Decimal:
    number = one[1] if isinstance(one, tuple) else one
    return number if isinstance(number, Decimal) else Decimal(-1)


def _denials(tongue: Tongue, text: str) -> tuple[bool, bool]:
    """Return whether a text denies, and whether it holds at least a word that may answer a denial."""
    text = re.sub(r"\b(?:no|nos|n[uú]ms?)\.\s*(?=\d)", " ", text.lower())
    for phrase in tongue.neutral:
        text = re.sub(rf"\b{phrase}\b", " ", text)
    words = " ".join(re.findall(r"[^\W\d_]+", text.replace("n't", " not")))
    denies, mildly = (bool(re.search(rf"\b(?:{'|'.join(some)})\b", words)) for some in (tongue.negations, tongue.mild))
    return denies and bool(tongue.negations), denies or mildly or not tongue.negations
