"""Segment numbers that stay: a reviewer's "ES-3" must mean the same sentence in every letter of a submission."""

from collections.abc import Iterable, Sequence

from mou.segments import Segment, renewed


def numbered(old: Sequence[Segment], new: Iterable[Segment], *, used: int = 0) -> tuple[Segment, ...]:
    """Return `new` with the numbers and translations of `old` where the sentence is unchanged; others get fresh numbers.

    `used` is the highest number ever given in this submission: a number is never given twice.
    """
    free: dict[tuple[str, ...], list[int]] = {}
    for segment in old:
        free.setdefault(_sentence(segment), []).append(segment.number)
    fresh = max([used, *(segment.number for segment in old)])
    numbers: list[Segment] = []
    for segment in renewed(old, new):
        kept = free.get(_sentence(segment), [])
        fresh += 0 if kept else 1
        numbers.append(segment.model_copy(update={"number": kept.pop(0) if kept else fresh}))
    return tuple(numbers)


def _sentence(segment: Segment) -> tuple[str, ...]:
    return segment.item, segment.party, segment.source_language, segment.source, segment.target_language
