"""Whether a translation says the agreed terms of its source as agreed, and none of the forms they must not have.

Words are compared without accents and endings, so that a term's plural or other gender counts as the term.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from mou.glossary import Demand

Stems = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters that stay of a word, whatever it ends in."""


def lacking(held: Sequence[Sequence[Demand]], language: str, target: str) -> bool:
    """Whether the translation lacks the agreed form of a term; of terms written alike in the source, one is enough."""
    said = " ".join(("", *_stems(language, target), ""))
    demanded = (one for one in held if not any(each.free for each in one))
    return any(not any(_within(each, language, said) for each in one) for one in demanded)


def misused(held: Sequence[Sequence[Demand]], language: str, target: str) -> bool:
    """Whether the translation has a form that a term must not have, outside of the agreed ones."""
    terms = [each for one in held for each in one]
    ruled_out = [form for each in terms for form in each.forbidden.get(language, ())]
    agreed = [each.words.root[language] for each in terms if language in each.words.root]
    return bool(ruled_out) and re.search(_any(ruled_out), re.sub(_any(agreed), " ", target)) is not None


def held_in(demands: Sequence[Demand], language: str, text: str) -> Iterator[Sequence[Demand]]:
    """Yield the terms of a text from left to right: the widest at each place, and of that all that are written alike."""
    index, words, at = _index(demands, language), _stems(language, text), 0
    while at < len(words):
        found = next((terms for terms in index.get(words[at], ()) if words[at : at + len(terms)] == terms), ())
        if found:
            yield index[words[at]][found]
        at += len(found) or 1


def _index(demands: Sequence[Demand], language: str) -> Mapping[str, Mapping[Stems, Sequence[Demand]]]:
    """Return the terms by their first word and all their words, the widest first."""
    alike = dict[Stems, list[Demand]]()
    for one in demands:
        alike.setdefault(_term(language, one.words.root.get(language, "")), []).append(one)
    index = dict[str, dict[Stems, list[Demand]]]()
    for stems in sorted(filter(None, alike), key=len, reverse=True):
        index.setdefault(stems[0], {})[stems] = alike[stems]
    return index


def _within(term: Demand, language: str, said: str) -> bool:
    return language not in term.words.root or " ".join(("", *_term(language, term.words.root[language]), "")) in said


def _stems(language: str, text: str) -> Stems:
    """Return the words of a text, each without case, accents, plural and the vowel that tells a gender."""
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(_stem(language, word) for word in _WORD.findall(plain))


def _stem(language: str, word: str) -> str:
    if language == "en" and word.endswith("ies"):
        word = word[:-3] + "y"
    if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "aeo" else word


_term = lru_cache(maxsize=4096)(_stems)
"""Terms are asked for with every sentence."""


def _any(forms: Sequence[str]) -> str:
    """Return a pattern of whole forms in any case, the longest first, each of their words also in its plural."""
    listed = [r"(?:e?s)?\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True)]
    return rf"(?<!\w)(?i:{'|'.join(listed)})(?:e?s)?(?!\w)" if listed else r"(?!)"
