"""Sixty pairs of sentences that say the same, and what a careless translator makes of them: one thing altered on one side."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
EACH = 24
"""Alterations of each of the five kinds."""
_NUMBER = re.compile(r"(?<![\w.,$-])\d[\d,.]*\d|(?<![\w.,$-])\d(?![\w.,-])")
_UNITS = {
    "en": {"hectares": "acres", "kilometers": "miles", "liters": "gallons", "tons": "pounds", "MW": "kW", "µg/m³": "mg/m³"},
    "es": {"hectáreas": "acres", "kilómetros": "millas", "litros": "galones", "toneladas": "libras", "MW": "kW"},
}
_AGENCIES = {"CARB": "EPA", "SEMARNAT": "CONAFOR", "CONAFOR": "INECC", "INECC": "SEMARNAT", "EPA": "CARB", "CAL FIRE": "CARB"}
_CURRENCIES = {
    "en": {"US$": "MX$", "pesos": "dollars", "dollars": "pesos"},
    "es": {"US$": "MX$", "pesos": "dólares", "dólares": "pesos"},
}
_DENIALS = {
    "en": {
        " not ": " ",
        "cannot": "can",
        "No fires": "Many fires",
        "None": "All",
        "Neither": "Each",
        "found no": "found",
        "no longer ": "still ",
        "has no end": "has an end",
    },
    "es": {" no ": " ", "No se ": "Se ", "Ninguno": "Cada uno", "Ninguna de las partes ha": "Una de las partes ha"},
}
_AFFIRMED = {
    "en": r" (?P<verb>was|were|will|has|have|is|are) ",
    "es": r" (?=se |fue|ha |han |está|tiene|bajaron|pagó|firmaron|limpiaron|capacitó|midieron|costó|mide|asistieron)",
}


class Pair(NamedTuple):
    """A sentence and its translation."""

    source_language: str
    source: str
    target_language: str
    target: str


class Altered(NamedTuple):
    """A pair with one thing altered in its translation, and which."""

    kind: str
    pair: Pair


def pairs() -> tuple[Pair, ...]:
    """Return the pairs, each in both directions."""
    lines = (HERE / "agreeing.txt").read_text(encoding="utf-8").splitlines()
    both = list(zip(lines[::2], lines[1::2], strict=True))
    forth = [Pair("en", one, "es", other) for one, other in both]
    return (*forth, *(Pair("es", pair.target, "en", pair.source) for pair in forth))


def altered(seed: int) -> tuple[Altered, ...]:
    """Return so many altered pairs of each kind, chosen by a seed."""
    chance = random.Random(seed)  # noqa: S311 - which pair is altered is no secret
    return tuple(one for kind, way in WAYS.items() for one in _of_kind(kind, way, chance))


def _of_kind(kind: str, way: Callable[[str, str, random.Random], str], chance: random.Random) -> Iterator[Altered]:
    able = [pair for pair in pairs() if way(pair.target_language, pair.target, random.Random(0)) != pair.target]  # noqa: S311
    for pair in chance.sample(able, EACH):
        yield Altered(kind, pair._replace(target=way(pair.target_language, pair.target, chance)))


def _number(language: str, text: str, chance: random.Random) -> str:
    """Change one digit of one number."""
    del language
    found = chance.choice(list(_NUMBER.finditer(text)) or [None])
    if found is None:
        return text
    digits = [place for place in range(*found.span()) if text[place].isdigit()]
    place = chance.choice(digits)
    other = chance.choice([digit for digit in "123456789" if digit != text[place]])
    return text[:place] + other + text[place + 1 :]


def _word(words: dict[str, str], text: str, chance: random.Random) -> str:
    """Put one of these words, where it stands, for its other."""
    there = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}", text)]
    if not there:
        return text
    word = chance.choice(there)
    return re.sub(rf"(?<!\w){re.escape(word)}", words[word], text, count=1)


def _denial(language: str, text: str, chance: random.Random) -> str:
    """Drop what denies, or deny what is affirmed."""
    del chance
    for said, other in _DENIALS[language].items():
        if said in text:
            return text.replace(said, other, 1)
    if language == "en":
        return re.sub(_AFFIRMED["en"], r" \g<verb> not ", text, count=1)
    return re.sub(_AFFIRMED["es"], " no ", text, count=1)


WAYS: dict[str, Callable[[str, str, random.Random], str]] = {
    "number": _number,
    "unit": lambda language, text, chance: _word(_UNITS[language], text, chance),
    "negation": _denial,
    "agency": lambda _, text, chance: _word(_AGENCIES, text, chance),
    "currency": lambda language, text, chance: _word(_CURRENCIES[language], text, chance),
}
