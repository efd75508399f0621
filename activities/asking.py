"""The hands of collecting: open a report and invite, remind, escalate, close, extend, hand over to a new lead."""

from collections.abc import Iterable

from temporalio import activity

from activities import names
from activities.correspondence import Correspondence, Draft
from activities.failures import told
from activities.leads import LastQuarter, asked, at, draft, lead, owed, parties
from activities.reviewing import Reviewing
from activities.timetable import moments, quarter_plan
from mou.errors import Unknown
from mou.keeping import Act, Book, ReadingRow, Record
from mou.letters.asking import invitation, reminder
from mou.letters.blocks import Letter
from mou.letters.noticing import escalation, extension, waiver
from mou.steps import Ask, Opening, Step, StepTaken, What
from mou.stories import ReportStart, cycle_id
from mou.submission import FiledEntry, Phase, missing

Pair = tuple[str, str]


class Asking:
    """Letters to leads, each decided under the report's lock."""

    def __init__(self, record: Record, correspondence: Correspondence, reviewing: Reviewing) -> None:
        self._record = record
        self._post = correspondence
        self._reviewing = reviewing

    @activity.defn(name=names.OPEN_REPORT)
    @told
    async def open_report(self, start: ReportStart) -> Opening:
        """Put the report (or its next version) on record and invite the leads; the same again changes nothing."""
        if start.version == 1:
            cycle = await self._record.cycle(cycle_id(start.program, start.year))
            planned = moments(cycle, quarter_plan(cycle, start.quarter).moments)
            await self._record.open_report(
                start.report, cycle=cycle.id, quarter=start.quarter, group=start.group, moments=planned
            )
        async with self._record.book(start.report) as book:
            await book.open_version(start.version)
            opened = Opening(
                owed=owed(book),
                parties=parties(book),
                moments=book.moments,
                languages={party.code: party.language for party in book.cycle.program.parties},
            )
        if start.version == 1:
            await self._invite(start.report)
        return opened

    async def _invite(self, report: str, *, newcomers: bool = False) -> None:
        last = await self._last_quarter(report)
        async with self._record.book(report) as book:
            drafts = [self._invitation(book, party, last) for party in parties(book)]
            drafts = [one for one in drafts if not newcomers or await book.first(one.full_key, person=one.person.id)]
            for one in drafts:
                await self._post.decide(book, one)
        await self._deliver(book, drafts)

    @activity.defn(name=names.TAKE_STEP)
    @told
    async def take_step(self, step: Step) -> StepTaken:
        """Take a planned step, unless a mail for this report is stored without an outcome: then nothing is done."""
        last = await self._last_quarter(step.report)
        async with self._record.book(step.report) as book:
            if await book.undecided():
                return StepTaken(undecided=True)
            drafts = await self._drafts(book, step, last)
            for code in step.skipped:
                await self._skip(book, step.model_copy(update={"code": code}), last)
            for one in drafts:
                await self._post.decide(book, one)
            await book.act(_act(book, step))
        await self._deliver(book, drafts)
        return StepTaken()

    async def _skip(self, book: Book, step: Step, last: LastQuarter) -> None:
        for one in await self._drafts(book, step, last):
            await self._post.decide(book, one, skipped=True)

    async def _drafts(self, book: Book, step: Step, last: LastQuarter) -> list[Draft]:
        if step.code.startswith("review-"):
            return await self._reviewing.step(book, step)
        filed = await book.entries(step.version)
        open_ = [pair for pair in missing(book.cycle.program.group(book.group), filed) if "/".join(pair) not in book.waived]
        if step.code.startswith("remind-"):
            owing = [party for party in parties(book) if any(pair[1] == party for pair in open_)]
            return [self._reminder(book, party, step.code, open_=open_, filed=filed, last=last) for party in owing]
        return self._escalations(book, open_) if step.code == "escalate" and open_ else []

    def _invitation(self, book: Book, party: str, last: LastQuarter) -> Draft:
        person = lead(book, party)
        letter = invitation(**asked(book), party=party, language=person.language, last=last.texts(party, person.language))
        return draft(book, "invitation", letter, person, party)

    def _reminder(
        self, book: Book, party: str, code: str, *, open_: list[Pair], filed: Iterable[FiledEntry], last: LastQuarter
    ) -> Draft:
        person = lead(book, party)
        letter = reminder(
            **asked(book),
            party=party,
            language=person.language,
            number=int(code.rpartition("-")[2]),
            missing=tuple(item for item, owing in open_ if owing == party),
            overdue=book.now_on > at(book, "due"),
            last=last.texts(party, person.language),
            given={entry.item: entry for entry in filed if entry.party == party},
        )
        return draft(book, code, letter, person, party)

    def _escalations(self, book: Book, open_: list[Pair]) -> list[Draft]:
        """To every coordinator; and the form to the alternates of the silent leads."""
        program = book.cycle.program
        letter = escalation(**asked(book), missing=tuple(open_))
        told_ = [
            draft(book, "escalation", letter, program.person(party.coordinator.holder), party.code) for party in program.parties
        ]
        silent = dict.fromkeys(party for _, party in open_)
        alternates = [(party, program.group(book.group).leads[party].alternate) for party in silent]
        stand_ins = [(party, program.person(person)) for party, person in alternates if person]
        return told_ + [
            draft(book, "invitation", invitation(**asked(book), party=party, language=person.language), person, party)
            for party, person in stand_ins
        ]

    @activity.defn(name=names.ANNOUNCE)
    @told
    async def announce(self, step: Step) -> None:
        """Tell the leads about an extension or a waiver, by the decision's id in `step.code`."""
        async with self._record.book(step.report) as book:
            decided = await book.reading(step.code)
            letter = self._announcement(book, decided)
            drafts = [draft(book, f"{decided.what}-{step.code[:12]}", letter, lead(book, p), p) for p in parties(book)]
            for one in drafts:
                await self._post.decide(book, one)
        await self._deliver(book, drafts)

    def _announcement(self, book: Book, decided: ReadingRow) -> Letter:
        reason, language = str(decided.said.get("reason", "")), decided.language
        if decided.what == What.EXTENSION:
            return extension(**asked(book), reason=reason, reason_language=language)
        pairs = decided.said.get("entries")
        entries = tuple(str(pair) for pair in pairs) if isinstance(pairs, list) else ()
        return waiver(
            program=book.cycle.program,
            group=book.group,
            quarter=book.quarter,
            entries=entries,
            reason=reason,
            reason_language=language,
        )

    @activity.defn(name=names.HAND_OVER)
    @told
    async def hand_over(self, ask: Ask) -> None:
        """Ask the new holder of a role what the old one was asked; who has been asked already gets no second letter."""
        async with self._record.book(ask.report) as book:
            phase = (await book.submissions())[-1].phase
        match phase:
            case Phase.REVIEWING:
                await self._reviewing.send_requests(ask)
            case Phase.RETURNED:
                await self._reviewing.return_to_leads(ask)
            case _:
                await self._invite(ask.report, newcomers=True)

    async def _deliver(self, book: Book, drafts: Iterable[Draft]) -> None:
        for one in drafts:
            await self._post.deliver(book.cycle.program, one)

    async def _last_quarter(self, report: str) -> LastQuarter:
        async with self._record.book(report) as book:
            cycle, quarter, group = book.cycle, book.quarter, book.group
        year, number = int(quarter[:4]), int(quarter[-1])
        before = f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"
        try:
            reports = await self._record.reports(cycle_id(cycle.program.code, int(before[:4])), quarter=before)
        except Unknown:  # the agreement's first cycle has no year before it
            reports = ()
        return LastQuarter(next((one for one in reports if one.group == group), None))


def _act(book: Book, step: Step) -> Act:
    """Return the act of a step; taken again after an extension, or for another revision of the text, it is another."""
    cause = f"v{step.version}/due-{at(book, 'due'):%Y%m%d}/{step.revision}"
    return Act(actor="engine", role="engine", door="story", verb=step.code, subject=step.report, cause=cause)
