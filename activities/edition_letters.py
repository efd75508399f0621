"""Letters about an edition of the annual report: what they say, whom they go to, and what an answer to one is bound to."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from activities.correspondence import Correspondence, Draft
from mou.editions import EditionRow
from mou.keeping import CycleOnRecord, Record
from mou.letters import annual as letters
from mou.letters.blocks import Letter
from mou.ports import Clock
from mou.program import Person
from mou.submission import Phase


class EditionLetters:
    """Every letter shows exactly one revision, by its hash."""

    def __init__(self, record: Record, correspondence: Correspondence, clock: Clock, desk_url: str) -> None:
        self._record = record
        self._post = correspondence
        self._clock = clock
        self._desk = desk_url

    async def words(self, cycle: CycleOnRecord, row: EditionRow) -> letters.Draft:
        """Return what every letter about an edition awaiting approval says."""
        phases = [report.phase for report in await self._record.reports(cycle.id)]
        plan = {one.code: one for one in cycle.plan.annual}
        return {
            "program": cycle.program,
            "year": cycle.year,
            "edition": row.edition,
            "shown": row.hash,
            "links": self.links(cycle, row.blob),
            "approved": phases.count(Phase.APPROVED),
            "awaiting": sum(not phase.settled for phase in phases),
            "not_reported": phases.count(Phase.NOT_REPORTED),
            "embargo": plan["embargo"].on,
        }

    def links(self, cycle: CycleOnRecord, under: str) -> Mapping[str, str]:
        """Return where the edition is read, by language."""
        return {language: f"{self._desk}/{under}/{language}/index.html" for language in cycle.program.languages()}

    async def send(
        self, cycle: CycleOnRecord, row: EditionRow, what: str, letter: Letter, people: Iterable[tuple[str, Person]]
    ) -> None:
        """Send a letter to these people, once to each."""
        drafts = self._drafts(cycle, row, what, letter, people)
        for one in drafts:
            await self._post.decide_alone(cycle, one, on=self._on(cycle))
        await self._deliver(cycle, drafts)

    async def send_unless_undecided(
        self, cycle: CycleOnRecord, row: EditionRow, what: str, letter: Letter, people: Iterable[tuple[str, Person]]
    ) -> bool:
        """Send a letter to these people; False, and nothing is sent, while a mail about the edition has no outcome."""
        drafts = self._drafts(cycle, row, what, letter, people)
        if not await self._post.decide_together(cycle, drafts, report=row.id, on=self._on(cycle)):
            return False
        await self._deliver(cycle, drafts)
        return True

    async def _deliver(self, cycle: CycleOnRecord, drafts: Iterable[Draft]) -> None:
        for one in drafts:
            await self._post.deliver(cycle.program, one)

    def _on(self, cycle: CycleOnRecord) -> datetime:
        return cycle.pace.agreement(self._clock.now())

    @staticmethod
    def _drafts(
        cycle: CycleOnRecord, row: EditionRow, what: str, letter: Letter, people: Iterable[tuple[str, Person]]
    ) -> list[Draft]:
        return [
            Draft(
                key=f"{row.id}/r{row.revision}/{what}",
                letter=letter,
                person=person,
                party=party,
                report=row.id,
                version=row.edition,
                quarter=str(cycle.year),
                shown=row.hash,
                manifest={1: row.hash},
            )
            for party, person in people
        ]
