"""A program's approved terms: rows of its glossary, each with a text per language tag and its `kind`."""

from collections.abc import Iterable, Mapping

from mou.model import Wording

Row = Mapping[str, str]
_NAMES = frozenset({"acronym", "agency"})


def terms_of(glossary: Iterable[Row]) -> tuple[Wording, ...]:
    """Return every term, in its languages."""
    return tuple(Wording({language: text for language, text in row.items() if language != "kind"}) for row in glossary)


def names_of(glossary: Iterable[Row]) -> tuple[Wording, ...]:
    """Return the acronyms and agency names: the same thing may be written otherwise in the other language."""
    return terms_of(row for row in glossary if row.get("kind") in _NAMES)
