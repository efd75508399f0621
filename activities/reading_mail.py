"""Reading an incoming mail: which letter it answers, who wrote it, and what it says. What is not clear is held, never lost."""

from collections.abc import Sequence
from email import message_from_bytes, policy

from temporalio import activity

from activities import names
from activities.correspondence import letter_blob
from activities.failures import told
from activities.holding import Holding
from activities.offers import Bound, bound
from activities.shown_text import names_of
from mou.form import form_for
from mou.keeping import CycleOnRecord, LetterRow, MailRow, ReadingRow, Record
from mou.letters.blocks import ASKING, Kind
from mou.ports import Blobs
from mou.program import Person, Program
from mou.reading import DecisionReading, Outcome, Reading
from mou.reply.decide import read_decision
from mou.reply.message import Incoming, parse
from mou.reply.read import DISCARDED, read_reply
from mou.segments import Segment
from mou.steps import HeldMail, MailRead, Verdict, What
from mou.stories import cycle_id

DECIDED_BY_REPLY = frozenset(
    {
        Kind.APPROVAL_REQUEST,
        Kind.REVIEW_REMINDER,
        Kind.REVIEW_ESCALATION,
        Kind.DECISION_RECEIPT,
        Kind.ANNUAL_APPROVAL,
        Kind.ANNUAL_REMINDER,
        Kind.ANNUAL_ESCALATION,
    }
)


class ReadingMail:
    """The first thing that happens to a stored mail."""

    def __init__(self, record: Record, blobs: Blobs, holding: Holding) -> None:
        self._record = record
        self._blobs = blobs
        self._holding = holding

    @activity.defn(name=names.READ_MAIL)
    @told
    async def read_mail(self, mail: HeldMail) -> MailRead:
        """Read a mail as it came, or under a coordinator's word; the same again gives the same."""
        row = await self._record.mail(mail.digest)
        if mail.aside:
            return await self._aside(row, "laid-aside")
        incoming = parse(await self._blobs.get(row.blob))
        if incoming.auto in DISCARDED:  # before any doubt: a bounce of our own held letter must not be answered by another
            return await self._aside(row, DISCARDED[incoming.auto])
        letter = await self._letter(row, mail)
        doubt = self._doubt(row, letter) if not mail.report else ""
        if letter is None or doubt:
            return await self._hold(row, incoming, doubt or "unknown-letter")
        cycle = await self._record.cycle(cycle_of_letter(letter))
        writer = mail.person if mail.report else _writer(cycle.program, letter, incoming.sender)
        if not writer:
            return await self._hold(row, incoming, "unknown-sender")
        return await self._said(row, incoming, letter, cycle, cycle.program.person(writer))

    async def _letter(self, row: MailRow, mail: HeldMail) -> LetterRow | None:
        if mail.report:
            return await self._record.last_letter(mail.report, person=mail.person)
        return await self._record.letter(row.letter) if row.letter else None

    def _doubt(self, row: MailRow, letter: LetterRow | None) -> str:
        if row.status == "held":
            return row.reason
        return "not-asked" if letter is not None and letter.kind not in ASKING else ""

    async def _said(self, row: MailRow, incoming: Incoming, letter: LetterRow, cycle: CycleOnRecord, person: Person) -> MailRead:
        lines = await self._lines(letter)
        decides = letter.kind in DECIDED_BY_REPLY
        said: Reading | DecisionReading
        if decides:
            said, binding = await self._decision(incoming, letter, cycle, lines)
        else:
            said, binding = self._answers(incoming, letter, cycle, lines)
        if said.outcome is Outcome.DISCARD:
            return await self._aside(row, said.reason)
        if said.outcome is Outcome.REJECT:
            return await self._hold(row, incoming, said.reason)
        await self._record.offer(
            ReadingRow(
                digest=row.digest,
                what=What.DECISION if decides else What.READING,
                report=letter.report,
                version=letter.version,
                party=letter.party,
                person=person.id,
                language=letter.language,
                said={**said.model_dump(mode="json"), **binding, "shown": letter.shown, "message_id": incoming.message_id},
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
        return read_reply(incoming, form.model_copy(update={"lines": lines})), {}

    async def _decision(
        self, incoming: Incoming, letter: LetterRow, cycle: CycleOnRecord, lines: tuple[str, ...]
    ) -> tuple[DecisionReading, Bound]:
        segments = await self._segments(letter)
        shown = {one.number: one.target_language for one in segments if one.number in letter.manifest}
        decision = read_decision(incoming, language=letter.language, segments=shown, lines=lines)
        return decision, bound(decision, letter.manifest, segments, names=names_of(cycle))

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

    async def _hold(self, row: MailRow, incoming: Incoming, reason: str) -> MailRead:
        await self._holding.hold(row, sender=incoming.sender, subject=incoming.subject, reason=reason)
        return MailRead(verdict=Verdict.HELD, reason=reason)


def cycle_of_letter(letter: LetterRow) -> str:
    """Return the id of the cycle a letter belongs to."""
    year = letter.report.split("/")[1][:4] if letter.report else letter.quarter[:4]
    return cycle_id(letter.program, int(year))


def _writer(program: Program, letter: LetterRow, sender: str) -> str:
    """Return who wrote from this address: the recipient or somebody of the same role and party; "" for anybody else."""
    roles = [program.party(letter.party).coordinator, program.party(letter.party).reviewer]
    group = letter.report.rpartition("/")[2]
    roles += [one.leads[letter.party] for one in program.groups if one.code == group and letter.party in one.leads]
    ids = {letter.person}
    for role in roles:
        if letter.person in {role.holder, role.alternate}:
            ids |= {person for person in (role.holder, role.alternate) if person}
    known = {person.address.casefold(): person.id for person in program.people if person.id in ids}
    return {**known, letter.address.casefold(): letter.person}.get(sender.casefold(), "")
