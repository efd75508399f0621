"""The annual report: assemble an edition, have exactly that approved, publish the very bytes that were read."""

import asyncio
from datetime import datetime

from temporalio import activity

from activities import names
from activities.correspondence import Correspondence
from activities.edition_letters import EditionLetters
from activities.failures import told
from activities.quarterly import everybody
from activities.timetable import moments
from mou.calendar import later
from mou.editions import EditionRow, Editions
from mou.keeping import Act, CycleOnRecord, Record
from mou.letters import annual as letters
from mou.ports import Blobs, Clock, Typesetter
from mou.report.annual import annual
from mou.report.glossary import terms
from mou.report.tree import AnnualReport
from mou.steps import Assembled, Edition, Outcomes, Step, StepTaken
from mou.stories import Moment, annual_id, cycle_id


class Annual:
    """The tree, the files of a revision and its approvals are kept; publishing copies what was approved."""

    def __init__(  # noqa: PLR0917 - one activity class, its ports in the order of use
        self,
        record: Record,
        editions: Editions,
        correspondence: Correspondence,
        typesetter: Typesetter,
        blobs: Blobs,
        public: Blobs,
        clock: Clock,
        desk_url: str,
    ) -> None:
        self._record = record
        self._editions = editions
        self._letters = EditionLetters(record, correspondence, clock, desk_url)
        self._typesetter = typesetter
        self._blobs = blobs
        self._public = public
        self._clock = clock

    @activity.defn(name=names.ASSEMBLE)
    @told
    async def assemble(self, edition: Edition) -> Assembled:
        """Put a revision on record with all its files; asked again it is the same revision."""
        cycle = await self._cycle(edition)
        now = cycle.pace.agreement(self._clock.now())
        plan = {one.code: one for one in cycle.plan.annual}
        tree = annual(
            program=cycle.program,
            year=edition.year,
            edition=edition.edition,
            reports=await self._record.reports(cycle.id),
            cut=now if edition.revision > 1 or edition.edition > 1 else max(plan["assemble"].on, now),
            previous=await self._previous(edition),
            glossary=terms(cycle.glossary),
        )
        row = await self._keep(edition, tree, now)
        return Assembled(
            hash=row.hash,
            parties=tuple(party.code for party in cycle.program.parties),
            languages={party.code: party.language for party in cycle.program.parties},
            embargo=moments(cycle, [plan["embargo"]])[0],
            moments=self._review(cycle, row.assembled_on),
        )

    async def _keep(self, edition: Edition, tree: AnnualReport, now: datetime) -> EditionRow:
        name = annual_id(edition.program, edition.year, edition.edition)
        row = EditionRow(
            id=name,
            revision=edition.revision,
            edition=edition.edition,
            hash=tree.hash,
            blob=f"editions/{tree.hash}",
            status="assembled",
            assembled_on=now,
        )
        await self._blobs.put(f"{row.blob}/tree.json", tree.model_dump_json().encode())
        # In a thread: a long report takes seconds, and this worker has heartbeats to send meanwhile.
        for path, content in (await asyncio.to_thread(self._typesetter.edition, tree)).items():
            await self._blobs.put(f"{row.blob}/{path}", content)
        return await self._editions.put(row, program=edition.program, year=edition.year)

    def _review(self, cycle: CycleOnRecord, asked: datetime) -> tuple[Moment, ...]:
        policy = cycle.program.policy.annual.review
        steps = [(f"review-remind-{number}", days) for number, days in enumerate(policy.reminders, start=1)]
        steps.append(("review-escalate", policy.escalation))
        planned = (later(cycle.program, cycle.calendars, asked, days, code=code, end_of_day=False) for code, days in steps)
        return moments(cycle, planned)

    async def _previous(self, edition: Edition) -> AnnualReport | None:
        if edition.edition == 1:
            return None
        before = await self._editions.get(annual_id(edition.program, edition.year, edition.edition - 1))
        return await self._tree(before)

    async def _tree(self, row: EditionRow) -> AnnualReport:
        return AnnualReport.model_validate_json(await self._blobs.get(f"{row.blob}/tree.json"))

    @activity.defn(name=names.ASK_ANNUAL)
    @told
    async def ask_annual(self, edition: Edition) -> None:
        """Ask both coordinators to approve exactly this revision."""
        cycle, row = await self._cycle(edition), await self._row(edition)
        letter = letters.annual_approval(**await self._letters.words(cycle, row))
        people = [(party.code, cycle.program.person(party.coordinator.holder)) for party in cycle.program.parties]
        await self._letters.send(cycle, row, "annual-approval", letter, people)

    @activity.defn(name=names.TAKE_ANNUAL_STEP)
    @told
    async def take_annual_step(self, step: Step) -> StepTaken:
        """Remind the coordinators who have not decided, or ask their alternates too; wait while a mail is undecided."""
        row = await self._editions.get(step.report, step.revision)
        cycle = await self._record.cycle(_cycle_of(step.report))
        done = {party for party, _, _ in await self._editions.approvals(step.report, row.hash)}
        waiting = [party for party in cycle.program.parties if party.code not in done]
        people = [(party.code, party.coordinator.holder) for party in waiting]
        draft = await self._letters.words(cycle, row)
        if step.code == "review-escalate":
            letter = letters.annual_escalation(**draft)
            people += [(party.code, party.coordinator.alternate) for party in waiting if party.coordinator.alternate]
        else:
            letter = letters.annual_reminder(**draft, number=int(step.code.rpartition("-")[2]))
        asked = [(party, cycle.program.person(one)) for party, one in people]
        return StepTaken(undecided=not await self._letters.send_unless_undecided(cycle, row, step.code, letter, asked))

    @activity.defn(name=names.RECORD_ANNUAL)
    @told
    async def record_annual(self, outcomes: Outcomes) -> None:
        """Write decisions on an edition, each once."""
        for accepted in outcomes.accepted:
            await self._editions.note_outcome(outcomes.report, outcomes.version, accepted)
            said = await self._record.offered(accepted.ref)
            act = Act(
                actor=said.person,
                role="coordinator",
                door=said.door,
                verb=str(said.said["verb"]),
                subject=outcomes.report,
                hash=str(said.said.get("shown", "")),
                cause=said.digest,
            )
            await self._record.act(act, cycle=_cycle_of(outcomes.report))

    @activity.defn(name=names.PUBLISH)
    @told
    async def publish(self, edition: Edition) -> None:
        """Publish the bytes of the approved revision and announce it to everybody."""
        cycle, row = await self._cycle(edition), await self._row(edition)
        async for path in self._blobs.list(row.blob):
            if not path.endswith("/tree.json"):
                target = f"{edition.program}/{edition.year}/{path.removeprefix(f'{row.blob}/')}"
                await self._public.replace(target, await self._blobs.get(path))
        on = cycle.pace.agreement(self._clock.now())
        await self._editions.published(row.id, row.revision, on=on)
        act = Act(actor="engine", role="engine", door="story", verb="published", subject=row.id, hash=row.hash)
        await self._record.act(act.model_copy(update={"cause": f"r{row.revision}"}), cycle=cycle.id)
        errata = len((await self._tree(row)).errata)
        links = self._letters.links(cycle, f"public/{edition.program}/{edition.year}")
        letter = letters.publication(
            program=cycle.program, year=edition.year, edition=edition.edition, links=links, errata=errata
        )
        await self._letters.send(cycle, row, "publication", letter, everybody(cycle))

    async def _cycle(self, edition: Edition) -> CycleOnRecord:
        return await self._record.cycle(cycle_id(edition.program, edition.year))

    async def _row(self, edition: Edition) -> EditionRow:
        return await self._editions.get(annual_id(edition.program, edition.year, edition.edition), edition.revision)


def _cycle_of(edition: str) -> str:
    program, year = edition.split("/")[:2]
    return cycle_id(program, int(year))
