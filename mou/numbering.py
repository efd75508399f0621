"""Segment numbers that stay: a reviewer's "ES-3" must mean the same sentence in every letter of a submission."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mou.segments import Segment, renewed

ALIKE = 0.4
"""The share of words two sentences have in common when one is likely a new form of the other."""
MOST = 200
"""Sentences gone from one entry; among more, none is looked for: that text was written anew."""


def numbered(old: Sequence[Segment], new: Iterable[Segment], *, used: int = 0) -> tuple[Segment, ...]:
    """Return `new` with the numbers and translations of `old` where the sentence is unchanged; others get fresh numbers.

    A new sentence that resembles one that is gone keeps that pair beside it, for whoever translates it anew.
    `used` is the highest number ever given in this submission: a number is never given twice.
    """
    free: dict[tuple[str, ...], list[int]] = {}
    for segment in old:
        free.setdefault(_sentence(segment), []).append(segment.number)
    fresh = max([used, *(segment.number for segment in old)])
    fresh_ones = tuple(new)
    gone = _gone(old, fresh_ones)
    numbers: list[Segment] = []
    for segment in renewed(old, fresh_ones):
        kept = free.get(_sentence(segment), [])
        fresh += 0 if kept else 1
        one = segment if kept else _succeeding(segment, gone)
        numbers.append(one.model_copy(update={"number": kept.pop(0) if kept else fresh}))
    return tuple(numbers)


_Gone = dict[tuple[str, ...], list[tuple[frozenset[str], Segment]]]


def _gone(old: Iterable[Segment], new: Iterable[Segment]) -> _Gone:
    """Return the translated segments whose sentence is in the text no more, by place, with their words."""
    there = {_sentence(one) for one in new}
    gone: _Gone = defaultdict(list)
    for one in old:
        if one.target.strip() and _sentence(one) not in there:
            gone[_place(one)].append((_words(one), one))
    return gone


def _succeeding(segment: Segment, gone: _Gone) -> Segment:
    """Return a new sentence with the pair it most likely stands for now, which is taken from those gone."""
    there, words = gone.get(_place(segment), []), _words(segment)
    if not 0 < len(there) <= MOST:
        return segment
    likeness, at = max((len(words & other) / max(len(words), len(other), 1), -at) for at, (other, _) in enumerate(there))
    if likeness < ALIKE:
        return segment
    _, former = there.pop(-at)
    return segment.model_copy(update={"former_source": former.source, "former_target": former.target})


def _words(segment: Segment) -> frozenset[str]:
    return frozenset(segment.source.casefold().split())


def _place(segment: Segment) -> tuple[str, ...]:
    return segment.item, segment.party, segment.source_language, segment.target_language


def _sentence(segment: Segment) -> tuple[str, ...]:
    return segment.item, segment.party, segment.source_language, segment.source, segment.target_language
