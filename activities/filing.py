"""Handing what a mail says to its story, and answering: a receipt, a question, or the story's refusal in words."""

from datetime import datetime
from typing import cast

from temporalio import activity

from activities import names
from activities.correspondence import Correspondence, Draft
from activities.failures import told
from activities.holding import Holding
from activities.leads import at
from activities.offers import decision_offer, reading_offer
from activities.story_of import StoryOf
from activities.written import written
from mou.answering import ASKED_BACK
from mou.errors import Held, Refused, Unknown
from mou.inbound.attachments import Evidence
from mou.keeping import CycleOnRecord, MailRow, ReadingRow, Record
from mou.letters.answering import question, receipt
from mou.letters.blocks import Kind, Letter
from mou.letters.deciding import decision_receipt, edition_not_decided
from mou.model import Model
from mou.ports import Blobs, Stories
from mou.reading import DecisionReading, Outcome, Reading, Unclear
from mou.reply.message import parse
from mou.steps import MailRead, Verdict, What
from mou.stories import DECIDE, MailStart, Taken, cycle_id, story_id
from mou.submission import Entry, FiledEntry, overtaken


class Page(Model):
    """What a receipt says about its report, as the record has it now."""

    cycle: CycleOnRecord
    quarter: str
    group: str
    due: datetime
    closes: datetime
    waived: tuple[str, ...]
    entries: tuple[FiledEntry, ...]


class Filing:
    """The second thing that happens to a mail. The story alone takes or refuses; here it is only asked and told."""

    def __init__(self, record: Record, stories: Stories, correspondence: Correspondence, holding: Holding, blobs: Blobs) -> None:
        self._holding = holding
        self._blobs = blobs
        self._record = record
        self._stories = stories
        self._story_of = StoryOf(record, stories)
        self._post = correspondence

    @activity.defn(name=names.FILE_MAIL)
    @told
    async def file_mail(self, start: MailStart) -> MailRead:
        """Offer the reading to its story and answer the sender; hold the mail when there is no story to offer it to."""
        mail = await self._record.mail(start.digest)
        said = await self._record.offered(start.digest)
        try:
            filed = await (self._file_decision if said.what == What.DECISION else self._file_answers)(mail, said)
        except Held as doubt:
            await self._holding.hold(mail, parse(await self._blobs.get(mail.blob)), reason=doubt.where)
            return MailRead(verdict=Verdict.HELD, reason=doubt.where)
        return MailRead(verdict=Verdict.DONE, reason=filed)

    async def _file_answers(self, mail: MailRow, said: ReadingRow) -> str:
        reading = said.as_(Reading)
        if not reading.entries:
            back = self._question(await self._page(said), said, reading)
            return await self._answer(mail, said, back, _unfiled(reading.outcome), reading.reason)
        offer = reading_offer(said, reading)
        version, taken = await self._story_of.file(said.report, offer)
        page = await self._page(said, version)
        reading = _without_overtaken(reading, page, said)
        letter = self._receipt(page, said, reading, late=mail.stored_on > page.due, settled=version > 1)
        return await self._answer(mail, said, letter, "filed", str(taken.phase))

    async def _file_decision(self, mail: MailRow, said: ReadingRow) -> str:
        decision = said.as_(DecisionReading)
        why, open_ = "unclear", list[str]()
        if decision.verb is not None:
            why, open_ = await self._decide(said)
        status = _refused(decision, why) if why else "filed"
        if "/annual/" in said.report:
            return await self._annual_answer(mail, said, decision, why)
        page = await self._page(said, said.version)
        letter = decision_receipt(
            program=page.cycle.program,
            group=page.group,
            quarter=page.quarter,
            version=said.version,
            decision=decision,
            taken=not why,
            why=why,
            open_=tuple(int(number) for number in open_),
        )
        return await self._answer(mail, said, letter, status, why or str(decision.verb))

    async def _annual_answer(self, mail: MailRow, said: ReadingRow, decision: DecisionReading, why: str) -> str:
        """A decision on an edition is answered by the edition's own next letter; only a refusal needs saying here."""
        if not why:
            await self._record.decide_mail(mail.digest, status="filed", reason="decided")
            return "filed"
        program, year = said.report.split("/")[:2]
        cycle = await self._record.cycle(cycle_id(program, int(year)))
        letter = edition_not_decided(program=cycle.program, year=cycle.year, edition=said.version, decision=decision, why=why)
        return await self._answer(mail, said, letter, _refused(decision, why), why)

    async def _decide(self, said: ReadingRow) -> tuple[str, list[str]]:
        """Return the refusal's code ("" when taken) and what is left to approve."""
        offer = decision_offer(said)
        story = said.report if "/annual/" in said.report else story_id(said.report, said.version)
        try:
            taken = await self._stories.update(story, DECIDE, offer, update=offer.digest, answer=Taken)
        except Refused as refusal:
            return refusal.where, []
        except Unknown:  # the story has ended: by this very decision, or before it
            return "" if await self._record.taken(said.digest) is not None else "closed", []
        return "", list(cast("Taken", taken).open)

    def _question(self, page: Page, said: ReadingRow, reading: Reading) -> Letter:
        return question(
            program=page.cycle.program,
            group=page.group,
            party=said.party,
            quarter=page.quarter,
            language=said.language,
            reading=reading,
            due=page.due,
            closes=page.closes,
            files=_files(said),
        )

    def _receipt(self, page: Page, said: ReadingRow, reading: Reading, *, late: bool, settled: bool) -> Letter:
        given: dict[str, Entry] = {entry.item: entry for entry in page.entries if entry.party == said.party}
        given |= {entry.item: entry for entry in reading.entries}
        owed = [item for item, party in page.cycle.program.group(page.group).owed() if party == said.party]
        waived = {pair.partition("/")[0] for pair in page.waived if pair.endswith(f"/{said.party}")}
        return receipt(
            program=page.cycle.program,
            group=page.group,
            party=said.party,
            quarter=page.quarter,
            language=said.language,
            reading=reading,
            given=given,
            missing=tuple(item for item in owed if item not in given and item not in waived),
            late=late,
            due=page.due,
            closes=page.closes,
            settled=settled,
            files=_files(said),
            written={entry.item: written(said, entry.item) for entry in reading.entries},
        )

    async def _page(self, said: ReadingRow, version: int | None = None) -> Page:
        async with self._record.book(said.report) as book:
            newest = version or (await book.submissions())[-1].version
            return Page(
                cycle=book.cycle,
                quarter=book.quarter,
                group=book.group,
                due=at(book, "due"),
                closes=at(book, "close"),
                waived=book.waived,
                entries=await book.entries(newest),
            )

    async def _answer(self, mail: MailRow, said: ReadingRow, letter: Letter, status: str, reason: str) -> str:
        program, quarter = said.report.split("/")[:2]
        cycle = await self._record.cycle(cycle_id(program, int(quarter[:4])))
        asks_back = letter.kind is Kind.QUESTION or reason == "unclear"
        vouched = bool(said.said.get("vouched"))  # somebody looked at it: then it is answered, whatever was sent that day
        which = mail.digest[:16] + ("/again" if asks_back and vouched else "")
        draft = Draft(
            key=f"{said.report}/{letter.kind}{ASKED_BACK if asks_back else '/'}{which}",
            letter=letter,
            person=cycle.program.person(said.person),
            party=said.party,
            report=said.report,
            version=said.version,
            quarter=quarter,
            references=tuple(filter(None, [str(said.said.get("message_id", ""))])),
        )
        on = cycle.pace.agreement(mail.stored_real)
        # Only what nobody understood can come from a program that answers ours; a decision that was read is a person's.
        if not asks_back or vouched:
            await self._post.decide_alone(cycle, draft, on=on)
        elif not await self._post.decide_answer(cycle, draft, on=on):
            raise Held("This sender was asked once today: a coordinator looks at the second.", where="asked-today")
        await self._record.decide_mail(mail.digest, status=status, reason=reason)
        await self._post.deliver(cycle.program, draft)
        return status


def _unfiled(outcome: Outcome) -> str:
    """Return the status of a mail of which nothing was filed: rejected, or its sender is asked what it means."""
    return "rejected" if outcome is Outcome.REJECT else "asked"


def _refused(decision: DecisionReading, why: str) -> str:
    """Return the status of a decision that does not count: its story refuses it, or nobody can tell what it says."""
    return _unfiled(decision.outcome) if why == "unclear" else "rejected"


def _without_overtaken(reading: Reading, page: Page, said: ReadingRow) -> Reading:
    """Return what the receipt may call filed: an answer that a newer one on record had overtaken is told as not used."""
    newer = {one.item for one in page.entries if one.party == said.party and overtaken(one, said.offered_on)}
    unused = [Unclear(text=one.text, reason="overtaken", item=one.item) for one in reading.entries if one.item in newer]
    standing = tuple(one for one in reading.entries if one.item not in newer)
    return reading.model_copy(update={"entries": standing, "unclear": (*reading.unclear, *unused)})


def _files(said: ReadingRow) -> tuple[Evidence, ...]:
    return tuple(Evidence.model_validate(one) for one in cast("list[object]", said.said.get("evidence", [])))
