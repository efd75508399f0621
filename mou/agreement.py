"""Articles that agree with what a mask stood for: an engine sees no gender in a mask, and the glossary knows it.

Only the article or contraction right before a mask is touched, and only where the glossary tells the gender of what it hid.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import partial

from mou.glossary import GENDERED
from mou.masks import Masked
from mou.segments import Direction

_THE = {"m": "el", "f": "la", "mp": "los", "fp": "las"}
_A = {"m": "un", "f": "una", "mp": "unos", "fp": "unas"}
_CONTRACTED = {"del": ("de", "el"), "al": ("a", "el")}
_ARTICLE = r"(?P<said>(?:[Dd]e|[Aa])[ \t]{1,3}(?:el|la|los|las)|[Dd]el|[Aa]l|[Ee]l|[Ll]as?|[Ll]os|[Uu]n(?:as?|os)?)"
_VOWELS = re.compile(r"(?:[iuü]?[aeoáéó][iuüy]?|[íú]|[iuü]{1,2})", re.IGNORECASE)
_STRESSED = re.compile(r"h?(?P<a>[aá])\w*", re.IGNORECASE)


def agreeing(masked: Masked, draft: str, direction: Direction, genders: Mapping[str, str]) -> str:
    """Return a draft, still masked, its articles before masks in gender and number of what these stand for.

    `genders` is `mou.glossary.Glossary.genders`. A feminine word that begins with a stressed a keeps its "el".
    """
    if direction.target != GENDERED or not genders:
        return draft
    beside = re.compile(rf"(?<![^\W_]){_ARTICLE}(?P<space>[ \t]{{1,3}})(?={masked.prefix}(?P<number>\d{{3}}))")
    return beside.sub(partial(_agreeing, masked, genders), draft)


def _agreeing(masked: Masked, genders: Mapping[str, str], match: re.Match[str]) -> str:
    number = int(match["number"])
    text = masked.kept[number - 1] if 0 < number <= len(masked.kept) else ""
    gender = genders.get(text.casefold(), "")
    if gender not in _THE:
        return match[0]
    words = match["said"].lower().split()
    before, article = _CONTRACTED.get(words[0], ("", words[-1])) if len(words) == 1 else (words[0], words[1])
    form = "m" if gender == "f" and _begins_stressed(text) else gender
    said = _joined(before, (_A if article.startswith("un") else _THE)[form])
    return (said[0].upper() + said[1:] if match["said"][0].isupper() else said) + match["space"]


def _joined(before: str, article: str) -> str:
    if article == "el" and before:
        return "del" if before == "de" else "al"
    return f"{before} {article}".strip()


def _begins_stressed(text: str) -> bool:
    """Whether the first word is an ordinary one whose first letter sounds as a stressed a: agua, área, hambre; not ASEA."""
    word = re.match(r"\w*", text)[0]  # type: ignore[index]  # it matches everything
    begins = _STRESSED.fullmatch(word)
    if begins is None or word.isupper():
        return False
    marked = [letter for letter in unicodedata.normalize("NFD", word) if letter == "\u0301"]
    if marked:
        return begins["a"].casefold() == "á"
    return len(_VOWELS.findall(word)) == (2 if word[-1].casefold() in "aeiouns" else 1)
