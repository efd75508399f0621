"""A program's terms as DeepL takes them: one dictionary per direction, with nothing in it that DeepL would refuse."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from deepl.api_data import MultilingualGlossaryDictionaryEntries

from mou.glossary import Glossary
from mou.model import Wording

LONGEST = 1024
"""Bytes of UTF-8 that DeepL takes of one term."""


def dictionaries(glossary: Glossary) -> list[MultilingualGlossaryDictionaryEntries]:
    """Return a dictionary for every direction that has a term; none at all for a glossary without any."""
    languages = sorted({language for term in glossary.terms for language in term.languages()})
    entries = {(source, target): _entries(glossary.terms, source, target) for source, target in permutations(languages, 2)}
    return [
        MultilingualGlossaryDictionaryEntries(source.upper(), target.upper(), found)
        for (source, target), found in entries.items()
        if found
    ]


def _entries(terms: Sequence[Wording], source: str, target: str) -> dict[str, str]:
    """Return term -> translation; of a term with several the first counts, as it does in the masks."""
    found: dict[str, str] = {}
    for said, meant in _pairs(terms, source, target):
        found.setdefault(said, meant)
    return found


def _pairs(terms: Sequence[Wording], source: str, target: str) -> Iterator[Sequence[str]]:
    for term in terms:
        pair = [_plain(term.root, language) for language in (source, target)]
        if all(pair):
            yield pair


def _plain(term: Mapping[str, str], language: str) -> str:
    """Return a term on one line, or "" for one that DeepL does not take: too long, or with a control character."""
    words = " ".join(term.get(language, "").split())
    return words if words.isprintable() and len(words.encode()) <= LONGEST else ""
