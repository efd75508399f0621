"""What is known about an incoming mail when its rules are asked: gathered from the record, never from what the mail claims."""

from mou.answering import Answers
from mou.errors import Unknown
from mou.inbound.facts import Asked, Facts
from mou.inbound.loop import carries_our_header
from mou.inbound.sender import may_answer, writer
from mou.keeping import LetterRow, MailRow, Record
from mou.letters.blocks import DECIDED_BY_REPLY
from mou.reply.message import Incoming
from mou.steps import HeldMail
from mou.stories import cycle_id

TWIN = "same-id-other-text"


class MailFacts:
    """Finds the letter a mail answers, and gathers what the rules look at."""

    def __init__(self, record: Record, answers: Answers) -> None:
        self._record = record
        self._answers = answers

    async def letter(self, row: MailRow, mail: HeldMail) -> LetterRow | None:
        """Return the letter this mail answers: by its address, or under a coordinator's word the last that asked."""
        if mail.report:
            return await self._record.last_letter(mail.report, person=mail.person)
        return await self._record.letter(row.letter) if row.letter else None

    async def reported(self, row: MailRow, incoming: Incoming) -> LetterRow | None:
        """Return the letter a delivery report is about: by its address, or by our Message-ID that it quotes."""
        if row.letter:
            return await self._record.letter(row.letter)
        for message_id in (incoming.in_reply_to, *reversed(incoming.references)):
            try:
                return await self._answers.letter_of_message(message_id)
            except Unknown:
                continue
        return None

    async def of(self, row: MailRow, mail: HeldMail, raw: bytes, incoming: Incoming, letter: LetterRow | None) -> Facts:
        """Return the facts."""
        decides = letter is not None and letter.kind in DECIDED_BY_REPLY
        return Facts(
            arrived=row.stored_on,
            sender=incoming.sender,
            auto=incoming.auto,
            ours=carries_our_header(raw),
            twin=row.status == "held" and row.reason == TWIN,
            letter=_asked(letter) if letter else None,
            decides=decides,
            writer=await self._writer(mail, incoming, letter, decides=decides) if letter else "",
            proofs=row.proofs,
            vouched="coordinator" if mail.report or mail.accepted else "writer" if mail.confirmed else "",
        )

    async def _writer(self, mail: HeldMail, incoming: Incoming, letter: LetterRow, *, decides: bool) -> str:
        if mail.report:
            return mail.person
        program, asked = (await self._record.cycle(cycle_of_letter(letter))).program, _asked(letter)
        if mail.confirmed or mail.accepted:
            return letter.person if letter.person in may_answer(program, asked, party=letter.party, decides=decides) else ""
        return writer(program, asked, party=letter.party, decides=decides, written_from=incoming.sender)


def cycle_of_letter(letter: LetterRow) -> str:
    """Return the id of the cycle a letter belongs to."""
    year = letter.report.split("/")[1][:4] if letter.report else letter.quarter[:4]
    return cycle_id(letter.program, int(year))


def _asked(letter: LetterRow) -> Asked:
    if letter.decided_on is None:
        raise Unknown(f"The letter {letter.key} was never decided.", where=letter.key)
    return Asked(
        kind=letter.kind, person=letter.person, address=letter.address, report=letter.report, decided_on=letter.decided_on
    )
