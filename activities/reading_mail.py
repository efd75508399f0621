"""Reading an incoming mail: which letter it answers, who wrote it, and what it says. What is not clear is held, never lost."""

import asyncio
from collections.abc import Sequence
from email import message_from_bytes, policy

from temporalio import activity

from activities import names
from activities.absences import Absences
from activities.correspondence import letter_blob
from activities.evidence import keep
from activities.failures import told
from activities.holding import Holding
from activities.mail_facts import MailFacts, cycle_of_letter
from activities.offers import Bound, bound
from activities.written import told_languages
from mou.answering import Bounces
from mou.form import form_for
from mou.inbound import decide
from mou.inbound.facts import Facts
from mou.inbound.identity import message_id
from mou.keeping import CycleOnRecord, LetterRow, MailRow, ReadingRow, Record
from mou.languages import Languages
from mou.letters.blocks import DECIDED_BY_REPLY, Kind
from mou.ports import Blobs
from mou.reading import DecisionReading, Outcome, Reading
from mou.reply.decide import read_decision
from mou.reply.message import Incoming, parse
from mou.reply.read import read_reply
from mou.segments import Segment
from mou.steps import HeldMail, MailRead, Verdict, What


class ReadingMail:
    """The first thing that happens to a stored mail."""

    def __init__(
        self,
        record: Record,
        blobs: Blobs,
        *,
        facts: MailFacts,
        holding: Holding,
        absences: Absences,
        bounces: Bounces,
        languages: Languages,
    ) -> None:
        self._record = record
        self._blobs = blobs
        self._facts = facts
        self._holding = holding
        self._absences = absences
        self._bounces = bounces
        self._languages = languages

    @activity.defn(name=names.READ_MAIL)
    @told
    async def read_mail(self, mail: HeldMail) -> MailRead:
        """Read a mail as it came, or under somebody's word; the same again gives the same."""
        row = await self._record.mail(mail.digest)
        if mail.aside:
            return await self._aside(row, "laid-aside")
        raw = await self._blobs.get(row.blob)
        incoming = await asyncio.to_thread(parse, raw)  # a large mail takes its time, heartbeats go on
        letter = await self._facts.letter(row, mail)
        spoken = bool(mail.report) or mail.accepted or mail.confirmed
        if mail.disowned or (row.reason == "disowned" and not spoken):
            return await self._hold(row, incoming, "disowned", letter)
        facts = await self._facts.of(row, mail, raw, incoming, letter)
        ruling = decide(facts)
        if ruling.outcome is Outcome.DISCARD:
            await self._notice(row, raw, incoming, letter, facts)
            return await self._aside(row, ruling.reason)
        if ruling.outcome is not Outcome.ACCEPT or letter is None:
            return await self._hold(row, incoming, ruling.reason, letter)
        return await self._said(row, raw, incoming, letter, facts)

    async def _notice(self, row: MailRow, raw: bytes, incoming: Incoming, letter: LetterRow | None, facts: Facts) -> None:
        """A program's mail is answered by nobody, but what it tells of our readers is passed on."""
        if facts.auto == "bounce":
            about = await self._facts.reported(row, incoming)
            refused = {one.address: one.code for one in await asyncio.to_thread(self._bounces.permanent, raw)}
            if about is not None and about.kind is not Kind.UNDELIVERED and about.address.casefold() in refused:
                await self._absences.undelivered(about, code=refused[about.address.casefold()])
        elif facts.auto and letter is not None and facts.writer == letter.person:
            await self._absences.away(row, letter, incoming.text)

    async def _said(self, row: MailRow, raw: bytes, incoming: Incoming, letter: LetterRow, facts: Facts) -> MailRead:
        cycle = await self._record.cycle(cycle_of_letter(letter))
        lines = await self._lines(letter)
        decides = letter.kind in DECIDED_BY_REPLY
        said: Reading | DecisionReading
        if decides:
            said, binding = await self._decision(incoming, letter, cycle, lines)
        else:
            said, binding = await asyncio.to_thread(self._answers, incoming, letter, cycle, lines)
        if said.outcome is Outcome.DISCARD:
            return await self._aside(row, said.reason)
        kept = await keep(self._blobs, raw)
        await self._record.offer(
            ReadingRow(
                digest=row.digest,
                what=What.DECISION if decides else What.READING,
                report=letter.report,
                version=letter.version,
                party=letter.party,
                person=cycle.program.person(facts.writer).id,
                language=letter.language,
                said={
                    **said.model_dump(mode="json"),
                    **binding,
                    "shown": letter.shown,
                    "message_id": message_id(raw),
                    "evidence": [one.model_dump() for one in kept],
                    "vouched": facts.vouched,
                },
                door="mail",
                offered_on=row.stored_on,
            )
        )
        return MailRead(verdict=Verdict.FILE)

    def _answers(
        self, incoming: Incoming, letter: LetterRow, cycle: CycleOnRecord, lines: tuple[str, ...]
    ) -> tuple[Reading, Bound]:
        group = letter.report.rpartition("/")[2]
        form = form_for(cycle.program, group, letter.party, letter.quarter, letter.language)
        reading = read_reply(incoming, form.model_copy(update={"lines": lines}))
        among = cycle.program.languages()
        return reading, told_languages(reading.entries, form=letter.language, among=among, languages=self._languages)

    async def _decision(
        self, incoming: Incoming, letter: LetterRow, cycle: CycleOnRecord, lines: tuple[str, ...]
    ) -> tuple[DecisionReading, Bound]:
        segments = await self._segments(letter)
        shown = {one.number: one.target_language for one in segments if one.number in letter.manifest}
        decision = read_decision(incoming, language=letter.language, segments=shown, lines=lines)
        return decision, bound(decision, letter.manifest, segments, glossary=cycle.agreed)

    async def _segments(self, letter: LetterRow) -> Sequence[Segment]:
        if "/annual/" in letter.report:
            return ()
        async with self._record.book(letter.report) as book:
            return await book.segments(letter.version)

    async def _lines(self, letter: LetterRow) -> tuple[str, ...]:
        message = message_from_bytes(await self._blobs.get(letter_blob(letter.ref)), policy=policy.default)
        body = message.get_body(preferencelist=("plain",))
        text = body.get_content() if body is not None else ""
        return tuple(line.rstrip() for line in text.splitlines())

    async def _aside(self, row: MailRow, reason: str) -> MailRead:
        await self._record.decide_mail(row.digest, status="aside", reason=reason)
        return MailRead(verdict=Verdict.DONE, reason=reason)

    async def _hold(self, row: MailRow, incoming: Incoming, reason: str, letter: LetterRow | None) -> MailRead:
        await self._holding.hold(row, incoming, reason=reason, letter=letter)
        return MailRead(verdict=Verdict.HELD, reason=reason)
