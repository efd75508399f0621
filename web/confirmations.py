"""What a confirmation letter's link leads to: the held message, and the word of the person it went to, given to its story."""

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


class Waiting(Model):
    """A held message as its supposed writer is shown it; `open` says whether their word is still awaited."""

    subject: str
    sender: str
    text: str
    arrived: datetime
    open: bool


class Confirmations:
    """Found by the token of the confirmation letter alone, which only the person at the address on record has."""

    def __init__(self, *, answers: Answers, record: Record, blobs: Blobs, stories: Callable[[], Awaitable[Stories]]) -> None:
        self._answers = answers
        self._record = record
        self._blobs = blobs
        self._stories = stories

    async def waiting(self, token: str) -> Waiting:
        """Return the message; raise Unknown for a token that is none."""
        _, mail = await self._found(token)
        incoming = parse(await self._blobs.get(mail.blob))
        return Waiting(
            subject=incoming.subject,
            sender=incoming.sender,
            text=incoming.text,
            arrived=mail.stored_on,
            open=_awaited(mail),
        )

    async def settle(self, token: str, *, mine: bool) -> None:
        """Give the person's word to the mail's story. Raise Unknown, Refused (decided already) or Unavailable."""
        letter, mail = await self._found(token)
        if not _awaited(mail):
            raise Refused("This message is decided already.", where=mail.digest)
        word = HeldSettled(decision=f"confirm/{mail.digest}", confirmed=mine, disowned=not mine)
        stories = await self._stories()
        update = f"{word.decision}/{'mine' if mine else 'not-mine'}"
        await stories.update(mail_id(mail.digest), SETTLE_HELD, word, update=update, answer=Taken)
        act = Act(
            actor=letter.person,
            role="recipient",
            door="confirm-page",
            verb="confirm" if mine else "disown",
            subject=mail.report or mail.digest,
            cause=update,
        )
        await self._record.act(act)

    async def _found(self, token: str) -> tuple[LetterRow, MailRow]:
        letter = await self._answers.letter_of_token(token)
        if letter.kind is not Kind.CONFIRMATION:
            raise Unknown("This address belongs to no message that waits for you.", where="confirm")
        mail = await self._record.mail(letter.key.split("/")[1])
        return letter, mail


def _awaited(mail: MailRow) -> bool:
    """What its person disowned is a coordinator's to decide."""
    return mail.status == "held" and mail.reason != "disowned"
