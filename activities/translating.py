"""Cutting a submission into segments, recalling what was translated before, and drafting the rest."""

import logging
from collections.abc import Mapping, Sequence

from temporalio import activity

from activities import names
from activities.failures import told
from activities.shown_text import manifest
from mou.keeping import Book, Record
from mou.numbering import numbered
from mou.ports import Translator
from mou.segments import Direction, Origin, Segment, segments_of
from mou.steps import Text, Work
from mou.stories import SegmentHash

LOG = logging.getLogger(__name__)
ENGINE_TRIES = 4


class Translating:
    """Whatever an engine does, people can do without it: after a few tries they are given the whole text.

    Drafts are made outside the report's lock: an engine may take its time, and nothing else waits for it.
    """

    def __init__(self, record: Record, translator: Translator) -> None:
        self._record = record
        self._translator = translator

    @activity.defn(name=names.TRANSLATE)
    @told
    async def translate(self, work: Work) -> Text:
        """Return the submission's text by hash, cut and as far as possible translated; what was approved stays approved."""
        async with self._record.book(work.report) as book:
            segments = await self._cut(book, work.version)
        drafted = await self._drafted(await self._recalled(segments))
        async with self._record.book(work.report) as book:
            await book.put_segments(work.version, drafted)
            current = manifest(await book.entries(work.version), drafted)
            approved = dict(await book.approvals(work.version))
        hashes = tuple(SegmentHash(number=number, hash=text) for number, text in sorted(current.items()))
        return Text(segments=hashes, approved=approved)

    async def _cut(self, book: Book, version: int) -> tuple[Segment, ...]:
        new = segments_of(await book.entries(version), book.cycle.program.languages())
        return numbered(await book.segments(version), new, used=await book.highest_number(version))

    async def _recalled(self, segments: Sequence[Segment]) -> Sequence[Segment]:
        found: dict[tuple[Direction, str], Segment] = {}
        for direction, sources in _open(segments).items():
            known = await self._record.memory(sources, direction)
            found |= {(direction, source): segment for source, segment in known.items()}
        return [_recalled(one, found.get((_direction(one), one.source))) for one in segments]

    async def _drafted(self, segments: Sequence[Segment]) -> Sequence[Segment]:
        drafts: dict[tuple[Direction, str], str] = {}
        try:
            for direction, sources in _open(segments).items():
                made = await self._translator.draft(sources, direction)
                drafts |= {(direction, source): draft.text for source, draft in zip(sources, made, strict=True)}
        except Exception:
            if activity.info().attempt < ENGINE_TRIES:
                raise
            LOG.warning("the engine %s fails: people translate", self._translator.name, exc_info=True)
        name = f"{self._translator.name} {self._translator.version}".strip()
        return [_drafted(one, drafts.get((_direction(one), one.source), ""), name) for one in segments]


def _open(segments: Sequence[Segment]) -> Mapping[Direction, Sequence[str]]:
    sources: dict[Direction, list[str]] = {}
    for segment in segments:
        if not segment.target:
            sources.setdefault(_direction(segment), []).append(segment.source)
    return sources


def _direction(segment: Segment) -> Direction:
    return Direction(source=segment.source_language, target=segment.target_language)


def _recalled(segment: Segment, known: Segment | None) -> Segment:
    if segment.target or known is None:
        return segment
    return segment.model_copy(
        update={"target": known.target, "origin": Origin.MEMORY, "engine": known.engine, "editor": known.editor}
    )


def _drafted(segment: Segment, draft: str, engine: str) -> Segment:
    if segment.target or not draft:
        return segment
    return segment.model_copy(update={"target": draft, "origin": Origin.DRAFT, "engine": engine})
