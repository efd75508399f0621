"""Cutting a submission into segments, recalling what was translated before, and drafting the rest."""

from collections.abc import Mapping, Sequence
from itertools import chain

from temporalio import activity

from activities import names
from activities.failures import told
from activities.shown_text import manifest
from activities.written import written
from mou.drafting import Drafted, Drafting, Trouble
from mou.glossary import Glossary
from mou.keeping import Act, Book, Record
from mou.memory import Memory, recalled
from mou.numbering import numbered
from mou.segments import Direction, Draft, Origin, Segment, segments_of
from mou.steps import Text, Work
from mou.stories import SegmentHash

ENGINE_TRIES = 4


class Translating:
    """Whatever an engine does, people can do without it: after a few tries they are given the whole text.

    Drafts are made outside the report's lock: an engine may take its time, and nothing else waits for it.
    """

    def __init__(self, record: Record, memory: Memory, drafting: Drafting) -> None:
        self._record = record
        self._memory = memory
        self._drafting = drafting

    @activity.defn(name=names.TRANSLATE)
    @told
    async def translate(self, work: Work) -> Text:
        """Return the submission's text by hash, cut and as far as possible translated; what was approved stays approved."""
        async with self._record.book(work.report) as book:
            segments, cycle = await self._cut(book, work.version), book.cycle
        drafted, troubles = await self._drafted(await self._recalled(cycle.program.code, segments), cycle.agreed)
        async with self._record.book(work.report) as book:
            await book.put_segments(work.version, drafted)
            for act in _told_of(troubles, work):
                await book.act(act)
            current = manifest(await book.entries(work.version), drafted)
            approved = dict(await book.approvals(work.version))
        hashes = tuple(SegmentHash(number=number, hash=text) for number, text in sorted(current.items()))
        return Text(segments=hashes, approved=approved)

    async def _cut(self, book: Book, version: int) -> tuple[Segment, ...]:
        entries = await book.entries(version)
        said = {mail: await book.reading(mail) for mail in {entry.mail for entry in entries}}
        elsewhere = {(entry.item, entry.party): written(said[entry.mail], entry.item).elsewhere for entry in entries}
        new = segments_of(entries, book.cycle.program.languages(), elsewhere)
        return numbered(await book.segments(version), new, used=await book.highest_number(version))

    async def _recalled(self, program: str, segments: Sequence[Segment]) -> Sequence[Segment]:
        known = [await self._memory.exact(program, sources, direction) for direction, sources in _open(segments).items()]
        return recalled(segments, chain.from_iterable(known))

    async def _drafted(self, segments: Sequence[Segment], glossary: Glossary) -> tuple[Sequence[Segment], Sequence[Trouble]]:
        drafts: dict[tuple[Direction, str], Draft] = {}
        troubles: list[Trouble] = []
        for direction, sources in _open(segments).items():
            made = await self._made(sources, direction, glossary)
            drafts |= {(direction, source): draft for source, draft in zip(sources, made.drafts, strict=True)}
            troubles += made.troubles
        done = [_drafted(one, drafts.get((_direction(one), one.source)), glossary.version) for one in segments]
        return done, troubles

    async def _made(self, sources: Sequence[str], direction: Direction, glossary: Glossary) -> Drafted:
        """Draft; an engine that is away is asked again by Temporal's retries, and at the last of them done without."""
        try:
            return await self._drafting.draft(sources, direction, glossary, patient=True)
        except Exception:
            if activity.info().attempt < ENGINE_TRIES:
                raise
            return await self._drafting.draft(sources, direction, glossary)


def _told_of(troubles: Sequence[Trouble], work: Work) -> Sequence[Act]:
    """Return a line of the report's thread per engine that was done without."""
    act = Act(actor="engine", role="engine", door="story", verb="engine-away", subject=work.report)
    return [act.model_copy(update={"cause": f"v{work.version}/{one.engine}/{one.code}"}) for one in troubles]


def _open(segments: Sequence[Segment]) -> Mapping[Direction, Sequence[str]]:
    sources: dict[Direction, list[str]] = {}
    for segment in segments:
        if not segment.target:
            sources.setdefault(_direction(segment), []).append(segment.source)
    return sources


def _direction(segment: Segment) -> Direction:
    return Direction(source=segment.source_language, target=segment.target_language)


def _drafted(segment: Segment, draft: Draft | None, glossary: str) -> Segment:
    if segment.target or draft is None or not draft.text:
        return segment
    made = {"target": draft.text, "origin": Origin.DRAFT, "engine": draft.engine, "glossary": glossary, "unknown": draft.unknown}
    return segment.model_copy(update=made)
