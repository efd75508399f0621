"""What the link of a letter about a held message leads to: the message, and its reader's word on it, given to its story.

The person whose letter was answered says whether it is theirs; a coordinator accepts it as that person's or lays it aside. A
decision is its reviewer's alone: no coordinator can make it count.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from mou.answering import Answers
from mou.errors import Refused, Unknown
from mou.inbound.page_token import without_links
from mou.inbound.token import LIFE
from mou.keeping import Act, CycleOnRecord, LetterRow, MailRow, Record
from mou.letters.blocks import ASKING, DECIDED_BY_REPLY, Kind
from mou.model import Model
from mou.ports import Blobs, Clock, Stories
from mou.reply.message import parse
from mou.stories import SETTLE_HELD, HeldSettled, Taken, mail_id

_VERBS = {(False, True): "confirm", (False, False): "disown", (True, True): "settle-filed", (True, False): "settle-aside"}


class Waiting(Model):
    """A held message as it is shown to whoever may give a word on it; `open` says whether that is still awaited.

    `coordinator` says who reads; `whose` names the person whose words it would be filed as, "" when it cannot be accepted.
    """

    coordinator: bool
    whose: str
    reason: str
    subject: str
    sender: str
    text: str
    arrived: datetime
    open: bool


class Confirmations:
    """Found by the token of the letter alone, which only the person at the address on record has."""

    def __init__(
        self, *, answers: Answers, record: Record, blobs: Blobs, clock: Clock, stories: Callable[[], Awaitable[Stories]]
    ) -> None:
        self._answers = answers
        self._record = record
        self._blobs = blobs
        self._clock = clock
        self._stories = stories

    async def waiting(self, token: str) -> Waiting:
        """Return the message; raise Unknown for a token that is none, too old, or of somebody who has left the role."""
        letter, mail, cycle = await self._found(token)
        incoming = parse(await self._blobs.get(mail.blob))
        answered = await self._acceptable(letter, mail)
        return Waiting(
            coordinator=letter.kind is Kind.HELD,
            whose=cycle.program.person(answered.person).name if answered else "",
            reason=mail.reason,
            subject=incoming.subject,
            sender=incoming.sender,
            text=without_links(incoming.text),
            arrived=mail.stored_on,
            open=_awaited(letter, mail),
        )

    async def settle(self, token: str, *, mine: bool) -> None:
        """Give the person's word to the mail's story. Raise Unknown, Refused (decided already) or Unavailable."""
        letter, mail, cycle = await self._found(token)
        coordinator = letter.kind is Kind.HELD
        if not _awaited(letter, mail) or (mine and await self._acceptable(letter, mail) is None):
            raise Refused("This message is decided already, or it cannot be accepted.", where=mail.digest)
        update = f"{letter.ref}/{'accept' if mine else 'refuse'}/{self._clock.now():%Y%m%dT%H%M%S%f}"
        word = HeldSettled(
            decision=update,
            accepted=mine and coordinator,
            confirmed=mine and not coordinator,
            disowned=not mine and not coordinator,
        )
        stories = await self._stories()
        await stories.update(mail_id(mail.digest), SETTLE_HELD, word, update=update, answer=Taken)
        act = Act(
            actor=letter.person,
            role="coordinator" if coordinator else "recipient",
            door="confirm-page",
            verb=_VERBS[coordinator, mine],
            subject=mail.report or mail.digest,
            cause=update,
        )
        await self._record.act(act, cycle=cycle.id)

    async def _found(self, token: str) -> tuple[LetterRow, MailRow, CycleOnRecord]:
        letter = await self._answers.letter_of_token(token)
        if letter.kind not in {Kind.CONFIRMATION, Kind.HELD} or letter.decided_on is None:
            raise Unknown("This address belongs to no message that waits for you.", where="confirm")
        mail = await self._record.mail(letter.key.split("/")[1])
        cycle = await self._record.cycle(await self._record.newest_cycle(letter.program))
        too_old = cycle.pace.agreement(self._clock.now()) - letter.decided_on > LIFE
        deciding = {one for party in cycle.program.parties for one in (party.coordinator.holder, party.coordinator.alternate)}
        if too_old or (letter.kind is Kind.HELD and letter.person not in deciding):
            raise Unknown("This address is no longer valid.", where="confirm")
        return letter, mail, cycle

    async def _acceptable(self, letter: LetterRow, mail: MailRow) -> LetterRow | None:
        """Return the letter that the mail answers when it can be filed as the answer to it."""
        if mail.letter is None:
            return None
        answered = await self._record.letter(mail.letter)
        asks = answered.kind in ASKING and not (letter.kind is Kind.HELD and answered.kind in DECIDED_BY_REPLY)
        return answered if asks else None


def _awaited(letter: LetterRow, mail: MailRow) -> bool:
    """What its person disowned is a coordinator's to decide."""
    return mail.status == "held" and (letter.kind is Kind.HELD or mail.reason != "disowned")
