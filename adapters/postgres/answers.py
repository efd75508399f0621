"""The port `Answers` over PostgreSQL."""

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres import rows
from adapters.postgres.book import claim
from adapters.postgres.engine import transaction
from adapters.postgres.tables import letters
from mou.answering import ASKED_BACK
from mou.errors import Unknown
from mou.keeping import LetterRow
from mou.ports import Clock


class PostgresAnswers:
    """Letters found by what an answer carries, and the limit on answering by ourselves."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def letter_of_message(self, message_id: str) -> LetterRow:
        """Return the letter we sent under this Message-ID or raise Unknown."""
        return await self._letter(letters.c.message_id == message_id)

    async def letter_of_token(self, token: str) -> LetterRow:
        """Return the letter whose reply token this is or raise Unknown."""
        return await self._letter(letters.c.token_hash == sha256(token.encode()).hexdigest())

    async def letter_of_ref(self, ref: str) -> LetterRow:
        """Return the letter with this ref or raise Unknown."""
        return await self._letter(letters.c.ref == ref)

    async def _letter(self, this: object) -> LetterRow:
        async with transaction(self._engine) as connection:
            found = (await connection.execute(select(letters).where(this))).mappings().first()  # type: ignore[arg-type]  # a condition
        if found is None:
            raise Unknown("No letter of ours is known by that.", where="letter")
        return rows.letter(found)

    async def claim_once_a_day(self, letter: LetterRow, *, on: datetime, about: str = "") -> bool:
        """Decide a letter unless its address was sent one like it on this agreement day; say whether it may go out."""
        day = on.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        reader = func.lower(letters.c.address) == letter.address.lower()
        same = [reader, letters.c.kind == letter.kind, letters.c.key != letter.key]
        same += [letters.c.key.contains(ASKED_BACK)] if ASKED_BACK in letter.key else []
        same += [letters.c.report == about] if about else []
        told = select(letters.c.key).where(*same, letters.c.decided_on >= day, letters.c.status != "skipped").limit(1)
        async with transaction(self._engine) as connection:
            # Two answers to one address wait for each other; the lock goes with the transaction.
            await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{letter.kind} {letter.address.lower()}"))))
            before = (await connection.execute(told)).first() is not None
            row = letter.model_copy(update={"status": "skipped" if before else letter.status})
            return (await claim(connection, row, real=self._clock.now(), on=on)).status != "skipped"
