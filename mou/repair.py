"""Mending what an engine cannot know of the things that were masked: articles, prepositions and capitals around them.

Each rule is about a thing put back (a date, a figure, a code) and the words beside it; nothing else of a draft is touched, and
no rule adds, drops or changes what was protected.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from mou.figures import FIGURE
from mou.masks import Masked
from mou.segments import Direction
from mou.tongues import TONGUES

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_ALWAYS_CAPITAL = {
    *TONGUES["en"].months,
    *["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "i", "spanish", "english"],
    *["mexican", "mexicans", "american", "americans", "californian", "californians", "mexico", "california"],
}
_WORD = re.compile(r"[^\W\d_]+")


def repaired(draft: str, direction: Direction) -> str:
    """Return a draft, everything put back in it, with the words beside dates and figures as its language has them."""
    for pattern, said in _RULES.get(direction.target, ()):
        draft = pattern.sub(said, draft)
    return draft


def uncapitalised(masked: Masked, draft: str, direction: Direction) -> str:
    """Return a draft, still masked, without the capital that an engine gives the word after a mask that begins a sentence.

    English writes peoples, languages and days with a capital where the Spanish source has none to show it.
    """
    found = re.match(rf"\W*{masked.prefix}\d{{3}}\s+(?P<word>[^\W\d_]+)", draft)
    if found is None or not found["word"].istitle() or _capital_within(masked):
        return draft
    if direction.target == "en" and found["word"].lower() in _ALWAYS_CAPITAL:
        return draft
    at, end = found.span("word")
    return draft[:at] + found["word"].lower() + draft[end:]


def _capital_within(masked: Masked) -> bool:
    """Whether the source has a capital after its first word: then a name of its own may stand there."""
    words = _WORD.findall(masked.pattern.sub(" 1 ", masked.text))
    return any(other[0].isupper() for _, other in pairwise(["", *words]))


def _months(language: str) -> str:
    return "|".join(TONGUES[language].months)


def _plural(match: re.Match[str]) -> str:
    """Give a figure above one the article its noun needs: "del 12 camiones" is "de los 12 camiones"."""
    before, article = {"el": ("", "los"), "del": ("de ", "los"), "al": ("a ", "los")}[match["article"].lower()]
    said = before + (article[0] + "as" if match["noun"].endswith("as") else article)
    return said.capitalize() if match["article"][0].isupper() else said


_DAY = rf"(?=\d{{1,2}} de (?:{_months('es')})\b)"
_ON = "the|a|an|we|they|it|there|he|she|in|at|and|all|our|each"
_DATE = rf"(?=(?i:{_months('en')}) (?:\d{{1,2}}(?:–\d{{1,2}})?, \d{{4}}|\d{{1,4}}+(?:–\d{{1,2}})?+(?! (?!(?:{_ON})\b)[a-z])))"
"""A date that no noun follows ("the May 5 workshop"); after a date in full hardly one does."""
_SPELLINGS = {
    "kilometre": "kilometer",
    "metre": "meter",
    "litre": "liter",
    "tonne": "ton",
    "sulphur": "sulfur",
    "centre": "center",
    "programme": "program",
    "analyser": "analyzer",
    "harbour": "harbor",
    "neighbour": "neighbor",
    "colour": "color",
    "labour": "labor",
}
_SPELLED = "|".join(_SPELLINGS)


def _spelled(match: re.Match[str]) -> str:
    said = _SPELLINGS[match[0].lower()]
    return said.capitalize() if match[0][0].isupper() else said


_RULES: dict[str, tuple[_Rule, ...]] = {
    "es": (
        (re.compile(rf"\ben {_DAY}", re.IGNORECASE), "el "),
        (re.compile(rf"\b([Dd])e {_DAY}"), r"\1el "),
        (re.compile(rf"\b([Aa]) {_DAY}"), r"\1l "),
        (
            re.compile(rf"\b(?P<article>[Ee]l|[Dd]el|[Aa]l)(?= (?!1 |(?:19|20)\d\d )(?:{FIGURE}) (?P<noun>[^\W\d_]{{3,}}s)\b)"),
            _plural,
        ),
        (re.compile(rf"\b([Ss]u)(?= (?!1 )(?:{FIGURE}) [^\W\d_]+s\b)"), r"\1s"),
        (re.compile(r"\b(millones|millón|billones|billón)(?= (?:pesos|dólares|[^\W\d_]+s)\b)(?! (?:de|más|menos)\b)"), r"\1 de"),
    ),
    "en": (
        (re.compile(rf"\b((?i:of|to|before|after|until|since|from|by)) the {_DATE}"), r"\1 "),
        (re.compile(rf"\bthe {_DATE}"), "on "),
        (re.compile(rf"\bThe {_DATE}"), "On "),
        (re.compile(rf"\b(?:{_SPELLED})(?=s?\b)", re.IGNORECASE), _spelled),
        (re.compile(r"(?<=\d )(million|billion|trillion)s\b"), r"\1"),
        (re.compile(r"(?<=\d )(million|billion|trillion) of (?=[^\W\d_]+s\b)(?!(?:the|these|those|its|this)\b)"), r"\1 "),
        (re.compile(r"\b[Tt]he (?=[A-Z]{4,20}\b)"), ""),  # said as a word, unlike "the EPA"
        (re.compile(r"(?<! ) {1,9}(?=[.,;:!?](?:\s|$))"), ""),
    ),
}
