"""What the link of a letter about a held message leads to: the message, and its reader's word on it, given to its story.

The person whose letter was answered says whether it is theirs; a coordinator accepts it as that person's or lays it aside.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from mou.answering import Answers
from mou.errors import Refused, Unknown
from mou.keeping import Act, LetterRow, MailRow, Record
from mou.letters.blocks import Kind
from mou.model import Model
from mou.ports import Blobs, Stories
from mou.reply.message import parse
from mou.stories import SETTLE_HELD, HeldSettled, Taken, mail_id

_VERBS = {(False, True): "confirm", (False, False): "disown", (True, True): "settle-filed", (True, False): "settle-aside"}


class Waiting(Model):
    """A held message as it is shown to whoever may give a word on it; `open` says whether that is still awaited.

    `coordinator` says who reads; `whose` names the person whose words it would be filed as, "" when nobody is known.
    """

    coordinator: bool
    whose: str
    subject: str
    sender: str
    text: str
    arrived: datetime
    open: bool


class Confirmations:
    """Found by the token of the letter alone, which only the person at the address on record has."""

    def __init__(self, *, answers: Answers, record: Record, blobs: Blobs, stories: Callable[[], Awaitable[Stories]]) -> None:
        self._answers = answers
        self._record = record
        self._blobs = blobs
        self._stories = stories

    async def waiting(self, token: str) -> Waiting:
        """Return the message; raise Unknown for a token that is none."""
        letter, mail = await self._found(token)
        incoming = parse(await self._blobs.get(mail.blob))
        return Waiting(
            coordinator=letter.kind is Kind.HELD,
            whose=await self._whose(mail),
            subject=incoming.subject,
            sender=incoming.sender,
            text=incoming.text,
            arrived=mail.stored_on,
            open=_awaited(letter, mail),
        )

    async def settle(self, token: str, *, mine: bool) -> None:
        """Give the person's word to the mail's story. Raise Unknown, Refused (decided already) or Unavailable."""
        letter, mail = await self._found(token)
        coordinator = letter.kind is Kind.HELD
        if not _awaited(letter, mail) or (mine and mail.letter is None):
            raise Refused("This message is decided already, or nobody is known whose it could be.", where=mail.digest)
        update = f"{letter.ref}/{'accept' if mine else 'refuse'}/{mail.reason}"
        word = HeldSettled(decision=update, confirmed=mine, disowned=not mine and not coordinator)
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
        await self._record.act(act)

    async def _found(self, token: str) -> tuple[LetterRow, MailRow]:
        letter = await self._answers.letter_of_token(token)
        if letter.kind not in {Kind.CONFIRMATION, Kind.HELD}:
            raise Unknown("This address belongs to no message that waits for you.", where="confirm")
        mail = await self._record.mail(letter.key.split("/")[1])
        return letter, mail

    async def _whose(self, mail: MailRow) -> str:
        """Return the name of the person whose letter the mail answers."""
        if mail.letter is None:
            return ""
        letter = await self._record.letter(mail.letter)
        cycle = await self._record.newest_cycle(letter.program)
        return (await self._record.cycle(cycle)).program.person(letter.person).name


def _awaited(letter: LetterRow, mail: MailRow) -> bool:
    """What its person disowned is a coordinator's to decide."""
    return mail.status == "held" and (letter.kind is Kind.HELD or mail.reason != "disowned")
