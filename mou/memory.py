"""The translation memory of a program: sentences with the translation that was approved, and how they are found again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from mou.keeping import Act
from mou.model import Model
from mou.segments import Direction, Origin, Segment


class MemoryEntry(Model):
    """A sentence and its approved translation, in its place and with where both come from.

    `before` and `after` are the neighbouring source sentences of the same entry, "" at its ends. `report` and `number` say
    which segment was approved, "" and 0 for what was imported; `editor` is who worded it, "" for nobody but `engine`; `note`
    tells where an imported one comes from. `approved_on` is the agreement's instant, aware; None where a file does not say.
    """

    source_language: str
    target_language: str
    source: str
    target: str
    before: str = ""
    after: str = ""
    item: str = ""
    report: str = ""
    number: int = 0
    engine: str = ""
    glossary: str = ""
    editor: str = ""
    note: str = ""
    approved_on: datetime | None = None

    @property
    def direction(self) -> Direction:
        """Return from which language into which."""
        return Direction(source=self.source_language, target=self.target_language)


class Suggestion(Model):
    """A similar sentence and its approved translation, to be shown and never used by itself.

    `score` is 0 to 1, numbers left out of account; 1 is the very sentence.
    """

    source: str
    target: str
    score: float


class Memory(Protocol):
    """What was approved before, per program. It is filled in the transaction that notes a submission as approved."""

    async def exact(self, program: str, sources: Sequence[str], direction: Direction) -> tuple[MemoryEntry, ...]:
        """Return every entry of these very sentences: those approved in reports before those imported, the newest first."""
        ...

    async def suggestions(self, program: str, source: str, direction: Direction) -> tuple[Suggestion, ...]:
        """Return at most three entries of similar sentences, the best first, none below a score of 0.75."""
        ...

    async def entries(self, program: str) -> tuple[MemoryEntry, ...]:
        """Return everything a program's memory holds, in the order in which it came."""
        ...

    async def take_in(self, program: str, entries: Sequence[MemoryEntry], *, act: Act, on: datetime) -> int:
        """Add entries that somebody vouches for, with the act that says so; return how many were new.

        What is known stays as it is. Each must have its `approved_on`.
        """
        ...


def approved(segments: Iterable[Segment], *, report: str, on: datetime) -> tuple[MemoryEntry, ...]:
    """Return what the memory keeps of a submission that was approved at this agreement instant."""
    placed = tuple(segments)
    neighbours = _neighbours(placed)
    return tuple(
        MemoryEntry(
            source_language=one.source_language,
            target_language=one.target_language,
            source=one.source,
            target=one.target,
            before=neighbours[one.number][0],
            after=neighbours[one.number][1],
            item=one.item,
            report=report,
            number=one.number,
            engine=one.engine,
            glossary=one.glossary,
            editor=one.editor,
            approved_on=on,
        )
        for one in placed
        if one.target.strip()
    )


def recalled(segments: Sequence[Segment], known: Iterable[MemoryEntry]) -> tuple[Segment, ...]:
    """Return the segments, those without a translation with the one of the same sentence in `known` (the first that fits).

    One that stood between the same sentences is preferred to one that did not; the segment says which it was.
    """
    by_sentence: dict[tuple[Direction, str], list[MemoryEntry]] = defaultdict(list)
    for entry in known:
        by_sentence[entry.direction, entry.source].append(entry)
    neighbours = _neighbours(segments)
    return tuple(_recalled(one, by_sentence[_direction(one), one.source], neighbours[one.number]) for one in segments)


def keepable(text: str) -> bool:
    """Say whether the record can hold a text: it has no NUL and no half of a character."""
    return not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in text)


def _direction(segment: Segment) -> Direction:
    return Direction(source=segment.source_language, target=segment.target_language)


def _recalled(segment: Segment, known: Sequence[MemoryEntry], between: tuple[str, str]) -> Segment:
    if segment.target or not known:
        return segment
    in_context = next((one for one in known if (one.before, one.after) == between), None)
    used = in_context or known[0]
    made = used.model_dump(include={"target", "engine", "glossary", "editor"})
    return segment.model_copy(update={**made, "origin": Origin.MEMORY, "in_context": in_context is not None})


def _neighbours(segments: Iterable[Segment]) -> Mapping[int, tuple[str, str]]:
    """Return the source sentences before and after each segment in its entry, by its number."""
    entries: dict[tuple[str, str, str], list[Segment]] = defaultdict(list)
    for segment in segments:
        entries[segment.item, segment.party, segment.target_language].append(segment)
    before, after = dict[int, str](), dict[int, str]()
    for standing in entries.values():
        for one, other in pairwise(sorted(standing, key=lambda segment: segment.position)):
            after[one.number], before[other.number] = other.source, one.source
    return {one.number: (before.get(one.number, ""), after.get(one.number, "")) for some in entries.values() for one in some}
