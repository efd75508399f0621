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


ASKED_BACK = "/asked/"
"""Stands in the key of a receipt that asks back because nothing was understood."""


class Answers(Protocol):
    """Letters found by what an answer carries, and the limit on answering by ourselves."""

    async def letter_of_message(self, message_id: str) -> LetterRow:
        """Return the letter we sent under this Message-ID or raise Unknown."""
        ...

    async def letter_of_token(self, token: str) -> LetterRow:
        """Return the letter whose reply token this is or raise Unknown."""
        ...

    async def letter_of_ref(self, ref: str) -> LetterRow:
        """Return the letter with this ref or raise Unknown."""
        ...

    async def claim_once_a_day(self, letter: LetterRow, *, on: datetime, about: str = "") -> bool:
        """Decide a letter unless its address was sent one like it on this agreement day; say whether it may go out.

        Like it are those of its kind; of a receipt of a decision only those that asked back (`ASKED_BACK` in their key); with
        `about`, only those about that report.
        """
        ...
