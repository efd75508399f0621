"""Turns the rows of a program's glossary into the report's terms: an acronym belongs to the term in the row before it."""

from collections.abc import Iterable, Mapping

from mou.glossary import texts
from mou.model import Wording
from mou.report.tree import Term

_ACRONYM = "acronym"
_KIND = "kind"


def terms(rows: Iterable[Mapping[str, str]]) -> tuple[Term, ...]:
    """Return the terms, in the rows' order. What else a row has is not printed.

    An acronym that does not follow a term (an agency known by nothing else) is a term of its own.
    """
    found: list[Term] = []
    may_join = False
    for row in rows:
        words = Wording(texts(row))
        if row.get(_KIND) == _ACRONYM and may_join:
            found[-1] = Term(words=found[-1].words, acronym=words)
        else:
            found.append(Term(words=words))
        may_join = row.get(_KIND) != _ACRONYM
    return tuple(found)
