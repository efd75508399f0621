"""A program's approved terms: rows of its glossary, each with a text per language tag and its `kind`."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256

from mou.model import Model, Wording

Row = Mapping[str, str]
_NAMES = frozenset({"acronym", "agency"})


def terms_of(glossary: Iterable[Row]) -> tuple[Wording, ...]:
    """Return every term, in its languages."""
    return tuple(Wording({language: text for language, text in row.items() if language != "kind"}) for row in glossary)


def names_of(glossary: Iterable[Row]) -> tuple[Wording, ...]:
    """Return the acronyms and agency names: the same thing may be written otherwise in the other language."""
    return terms_of(row for row in glossary if row.get("kind") in _NAMES)


class Glossary(Model):
    """What drafting keeps out of an engine's hands: approved terms, and people's names, which no language changes."""

    terms: tuple[Wording, ...] = ()
    people: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """Return 12 hex digits that change when a term does."""
        lines = sorted("\x1f".join(f"{language}={text}" for language, text in sorted(term.root.items())) for term in self.terms)
        return sha256("\x1e".join(lines).encode()).hexdigest()[:12]
