"""Which story a reading belongs to: the report's open version, or an amendment when it has settled."""

from typing import cast

from mou.attributes import Attribute
from mou.errors import Held, Refused, Unknown
from mou.keeping import Record
from mou.ports import Stories
from mou.stories import FILE_READING, ReadingOffer, ReportStart, Taken, amendment_id, cycle_id, story_id
from mou.submission import Phase


class StoryOf:
    """Finds the story by asking it. The record only says which versions there are, and what a missing story means."""

    def __init__(self, record: Record, stories: Stories) -> None:
        self._record = record
        self._stories = stories

    async def file(self, report: str, offer: ReadingOffer) -> tuple[int, Taken]:
        """Hand a reading to the newest version's story; settled, it starts or joins an amendment.

        What a story took before stays where it is, though that story has ended since. Raise Held when the record knows of
        no settled story and Temporal of no running one.
        """
        newest = await self._newest(report)
        try:
            return newest, await self._offer(story_id(report, newest), offer)
        except Refused as refusal:
            if refusal.where != "settled":
                raise Held(f"{report} does not take this reading: {refusal.where}.", where=refusal.where) from None
            amended = newest + 1
        except Unknown:
            if (version := await self._record.taken(offer.digest)) is not None:
                return version, Taken(seq=0, phase=await self._phase(report, version))
            amended = newest if await self._unbegun(report, newest) else newest + 1
        await self._start_amendment(report, amended)
        return amended, await self._offer(amendment_id(report, amended), offer)

    async def _offer(self, story: str, offer: ReadingOffer) -> Taken:
        return cast("Taken", await self._stories.update(story, FILE_READING, offer, update=offer.digest, answer=Taken))

    async def _newest(self, report: str) -> int:
        async with self._record.book(report) as book:
            return (await book.submissions())[-1].version

    async def _phase(self, report: str, version: int) -> Phase:
        async with self._record.book(report) as book:
            return {row.version: row.phase for row in await book.submissions()}[version]

    async def _unbegun(self, report: str, version: int) -> bool:
        """Whether an amendment is on record whose story never began; raise Held for a first version without its story."""
        if (await self._phase(report, version)).settled:
            return False
        if version == 1:
            raise Held(f"{report} is not settled, but its story is not running.", where="story-missing")
        return True

    async def _start_amendment(self, report: str, version: int) -> None:
        async with self._record.book(report) as book:
            await book.open_version(version)
            cycle, quarter, group = book.cycle, book.quarter, book.group
        program = cycle.program.code
        start = ReportStart(report=report, program=program, year=cycle.year, quarter=quarter, group=group, version=version)
        named = {
            Attribute.PROGRAM: program,
            Attribute.CYCLE: cycle_id(program, cycle.year),
            Attribute.QUARTER: quarter,
            Attribute.GROUP: group,
        }
        summary = f"{group} amends {quarter}, version {version}"
        await self._stories.start("Amendment", amendment_id(report, version), start, attributes=named, summary=summary)
