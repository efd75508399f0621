"""A program's approved terms: rows of its glossary, each with a text per language tag and what else is known of the term."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256

from mou.model import Model, Wording

Row = Mapping[str, str]
KINDS = ("term", "acronym", "agency", "place")
PARTS = ("noun", "proper noun", "verb", "adjective", "phrase")
GENDERS = ("m", "f", "mp", "fp")
"""Of a term in `GENDERED`: masculine or feminine, p for a plural."""
GENDERED = "es"
"""The language whose articles agree with a term."""
FIELDS = ("kind", "part_of_speech", "gender", "forbidden", "source", "note")
"""The columns that are no languages; all but `kind` may be empty or missing."""

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMES = frozenset({"acronym", "agency"})
_FREE = frozenset({"verb", "adjective", "phrase"})
"""Parts of speech that a sentence inflects or says otherwise: no check demands them word for word."""


def is_language(column: str) -> bool:
    """Whether a column of a glossary is a language's: its name is a language tag."""
    return column not in FIELDS and _TAG.fullmatch(column) is not None


def texts(row: Row) -> dict[str, str]:
    """Return a row's texts by language tag."""
    return {column: text for column, text in row.items() if is_language(column)}


def forbidden(row: Row) -> dict[str, tuple[str, ...]]:
    """Return by language tag what the term must not be called, written as `es: one | other; en: third`.

    Raise ValueError with the piece that begins with no language.
    """
    found = dict[str, tuple[str, ...]]()
    for piece in filter(None, map(str.strip, row.get("forbidden", "").split(";"))):
        language, colon, forms = piece.partition(":")
        if not colon or not is_language(language.strip()):
            raise ValueError(piece)
        listed = tuple(filter(None, map(str.strip, forms.split("|"))))
        found[language.strip()] = (*found.get(language.strip(), ()), *listed)
    return found


def terms_of(glossary: Iterable[Row]) -> tuple[Wording, ...]:
    """Return every term, in its languages."""
    return tuple(Wording(texts(row)) for row in glossary)


class Demand(Model):
    """A term that a translation must have as agreed, and the forms, by language, that it must not have."""

    words: Wording
    forbidden: dict[str, tuple[str, ...]] = {}
    free: bool = False
    """Whether it may be said otherwise: only its forbidden forms are looked for."""


class Glossary(Model):
    """What was agreed: what drafting keeps out of an engine's hands, and what the checks look for.

    `terms` are all terms, `names` the acronyms and agencies among them: the same thing may be written otherwise in the other
    language. `genders` is what is known of terms in `GENDERED`, by their text in lower case. `people` are names, which no
    language changes.
    """

    terms: tuple[Wording, ...] = ()
    names: tuple[Wording, ...] = ()
    demands: tuple[Demand, ...] = ()
    genders: dict[str, str] = {}
    people: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Sequence[Row], *, people: Iterable[str] = ()) -> "Glossary":
        """Return what the rows of a glossary say; raise ValueError for forbidden forms without a language."""
        return cls(
            terms=terms_of(rows),
            names=terms_of(row for row in rows if row.get("kind") in _NAMES),
            demands=tuple(_demand(row) for row in rows if row.get("kind") != "acronym"),
            genders={text.casefold(): row["gender"] for row in rows if row.get("gender") and (text := texts(row).get(GENDERED))},
            people=tuple(people),
        )

    @cached_property
    def version(self) -> str:
        """Return 12 hex digits that change when a term does, or its gender."""
        lines = sorted("\x1f".join(f"{language}={text}" for language, text in sorted(term.root.items())) for term in self.terms)
        lines += sorted(f"{text}\x1f{gender}" for text, gender in self.genders.items())
        return sha256("\x1e".join(lines).encode()).hexdigest()[:12]


def _demand(row: Row) -> Demand:
    return Demand(words=Wording(texts(row)), forbidden=forbidden(row), free=row.get("part_of_speech") in _FREE)
