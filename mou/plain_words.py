"""The words of a text that tell its language: not the names, short forms, addresses and figures that look alike in every one."""

import re

from mou.tongues import TONGUES

LONGEST = 40
"""Letters of the longest word that is looked at; what is longer is no word of any language."""
MOST = 200
"""Words that are looked at: more tell nothing new, and a hostile text must not cost its length squared."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = "de|del|la|las|los|el|y|e|para|of|the|and|for"
# "Secretaría de Medio Ambiente", "Department of Fish and Wildlife": capitals, and the small words between them.
_NAME = re.compile(rf"(?<!\w)[A-ZÁÉÍÓÚÜÑ]\w{{0,40}}(?:(?:\s(?:{_JOINERS})){{0,3}}[,;]?\s[A-ZÁÉÍÓÚÜÑ]\w{{0,40}})+(?!\w)")
_SHORT_FORM = re.compile(r"(?<!\w)[A-ZÁÉÍÓÚÜÑ]{2,40}s?(?!\w)")
_SMALL = frozenset(word for tongue in TONGUES.values() for word in tongue.small_words)


def words(text: str) -> tuple[str, ...]:
    """Return every word of a text: its runs of letters."""
    return tuple(_WORD.findall(text))


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words that tell a text's language, as written, at most `MOST`.

    Capitals mark nothing in a text that is in capitals throughout; one without any small word is a list of short forms.
    """
    said = " ".join(token for token in text.split() if not _address(token))
    if said.isupper() and not _SMALL.isdisjoint(words(said.lower())):
        said = said.lower()
    said = _NAME.sub(" ", _SHORT_FORM.sub(" ", said))
    return tuple(word for word in words(said) if len(word) <= LONGEST)[:MOST]


def _address(token: str) -> bool:
    return "://" in token or "@" in token or token.lower().startswith("www.")
