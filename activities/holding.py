"""Holding a mail for a person's word: kept as it came, with letters that say why and how to decide."""

from activities.correspondence import Correspondence, Draft
from activities.mail_facts import cycle_of_letter
from mou.errors import Unknown
from mou.inbound.page_token import without_links
from mou.keeping import CycleOnRecord, LetterRow, MailRow, Record
from mou.letters.blocks import DECIDED_BY_REPLY
from mou.letters.deciding import held
from mou.letters.mailing import confirmation
from mou.reply.message import Incoming
from mou.stories import cycle_id

CONFIRMABLE = frozenset({"unknown-sender", "sender-check-failed", "expired-token", "unconfirmed"})
"""Reasons that the person whose letter was answered can dispel by saying that the message is theirs."""


class Holding:
    """Tells the coordinators of the agreement the mail seems to belong to, and asks the person it seems to be from."""

    def __init__(self, record: Record, correspondence: Correspondence, desk_url: str) -> None:
        self._record = record
        self._post = correspondence
        self._desk = desk_url

    async def hold(self, mail: MailRow, incoming: Incoming, *, reason: str, letter: LetterRow | None = None) -> None:
        """Hold a mail, tell the coordinators and ask its supposed writer; the same again changes nothing."""
        await self._record.decide_mail(mail.digest, status="held", reason=reason)
        asked = letter is not None and reason in CONFIRMABLE and await self._ask_writer(mail, incoming, letter, reason)
        if not asked or reason != "unconfirmed":  # that is between the reviewer and us, until the reviewer disowns it
            await self._tell_coordinators(mail, incoming, reason)

    async def _ask_writer(self, mail: MailRow, incoming: Incoming, letter: LetterRow, reason: str) -> bool:
        """Ask at the address on record, never at the one the message came from; say whether that was done.

        At most once a day, of decisions once a day for each report.
        """
        cycle = await self._record.cycle(cycle_of_letter(letter))
        key = f"confirm/{mail.digest}"
        token = self._post.token(f"{key}/{letter.person}")
        asking = confirmation(
            program=cycle.program,
            subject=incoming.subject,
            sender=incoming.sender,
            text=without_links(incoming.text),
            arrived=mail.stored_on,
            reason=reason,
            decides=letter.kind in DECIDED_BY_REPLY,
            link=f"{self._desk}/confirm/{token}",
        )
        draft = Draft.about(letter, key=key, letter=asking, person=cycle.program.person(letter.person), party=letter.party)
        about = letter.report if reason == "unconfirmed" else ""
        asked = await self._post.decide_answer(cycle, draft, on=mail.stored_on, about=about)
        if asked:
            await self._post.deliver(cycle.program, draft)
        return asked

    async def _tell_coordinators(self, mail: MailRow, incoming: Incoming, reason: str) -> None:
        cycle = await self._cycle(mail)
        if cycle is None:  # no agreement runs yet: `mou mail held` lists it all the same
            return
        key = f"held/{mail.digest}" + ("/disowned" if reason == "disowned" else "")
        on = cycle.pace.agreement(mail.stored_real)
        for party in cycle.program.parties:
            token = self._post.token(f"{key}/{party.coordinator.holder}")
            letter = held(
                program=cycle.program,
                reason=reason,
                subject=incoming.subject,
                sender=incoming.sender,
                arrived=on,
                digest=mail.digest,
                link=f"{self._desk}/confirm/{token}",
            )
            draft = Draft(
                key=key,
                letter=letter,
                person=cycle.program.person(party.coordinator.holder),
                party=party.code,
                report=mail.report or "",
                quarter=mail.report.split("/")[1] if mail.report else str(cycle.year),
            )
            if reason == "unknown-letter":  # strangers' mail: one letter a day says that there is some
                told = await self._post.decide_answer(cycle, draft, on=on)
            else:
                told = await self._post.decide_alone(cycle, draft, on=on)
            if told:
                await self._post.deliver(cycle.program, draft)

    async def _cycle(self, mail: MailRow) -> CycleOnRecord | None:
        try:
            if mail.report:
                program, quarter = mail.report.split("/")[:2]
                return await self._record.cycle(cycle_id(program, int(quarter[:4])))
            return await self._record.cycle(await self._record.newest_cycle(mail.program or ""))
        except Unknown:
            return None
