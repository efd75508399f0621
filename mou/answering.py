"""The port `Answers`: the record asked from an answer's side. Which letter is this about, and was this sender answered today?"""

from datetime import datetime
from typing import Protocol

from mou.keeping import LetterRow
from mou.model import Model


class Bounced(Model):
    """An address that a mail server says it will not take mail for; `code` is its enhanced status (5.1.1), "" when untold."""

    address: str
    code: str = ""


class Bounces(Protocol):
    """Reads delivery reports of every dialect."""

    def permanent(self, raw: bytes) -> tuple[Bounced, ...]:
        """Return the addresses a report gives up on; what will be tried again, or is no report, is none. Never raises."""
        ...


class Answers(Protocol):
    """Letters found by what an answer carries, and the limit on answering by ourselves."""

    async def letter_of_message(self, message_id: str) -> LetterRow:
        """Return the letter we sent under this Message-ID or raise Unknown."""
        ...

    async def letter_of_token(self, token: str) -> LetterRow:
        """Return the letter whose reply token this is or raise Unknown."""
        ...

    async def claim_once_a_day(self, letter: LetterRow, *, on: datetime) -> bool:
        """Decide a letter unless its address was sent one of its kind on this agreement day; say whether it may go out."""
        ...
