"""Mail in, first step: the bytes and a row, before anything is acknowledged. The port `Mailroom`."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.postgres import rows
from adapters.postgres.cycles import cycle_of
from adapters.postgres.engine import transaction
from adapters.postgres.locks import lock
from adapters.postgres.tables import letters, mails
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.inbound.identity import message_id, stable
from mou.ports import Blobs, Clock, Stored
from mou.stories import cycle_id

REPLY = re.compile(r"^reply\+([a-z0-9]{20,64})@", re.IGNORECASE)


def token_in(recipients: Sequence[str]) -> str:
    """Return the reply token among the envelope's recipients, or ""."""
    found = (REPLY.match(address.strip().strip("<>")) for address in recipients)
    return next((match.group(1).lower() for match in found if match), "")


class PostgresMailroom:
    """Stores mails; the same digest with other content is kept under its own hash and held."""

    def __init__(self, engine: AsyncEngine, blobs: Blobs, clock: Clock) -> None:
        self._engine = engine
        self._blobs = blobs
        self._clock = clock

    async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
        """Store raw MIME bytes with the envelope recipients; raise Unavailable when either store is away."""
        content = sha256(stable(raw)).hexdigest()
        token = token_in(recipients)
        blob = f"mails/{sha256(raw).hexdigest()}.eml"
        await self._blobs.put(blob, raw)
        async with transaction(self._engine) as connection:
            letter = await _letter(connection, token)
            await _lock(connection, letter)
            real = self._clock.now()
            digest = _digest(raw, token, content)
            values = {
                "digest": digest,
                "content": content,
                "blob": blob,
                "door": door,
                "recipients": [one.replace("\0", "") for one in recipients],
                "letter": letter["key"] if letter else None,
                "report": (letter["report"] or None) if letter else None,
                "program": letter["program"] if letter else None,
                "status": "stored",
                "reason": "",
                "proofs": json.loads(proofs.model_dump_json().replace("\\u0000", "")),  # PostgreSQL keeps no NUL
                "stored_real": real,
                "stored_on": await _on(connection, letter, real),
            }
            new = await _insert(connection, values)
            if not new and await _content(connection, digest) != content:
                digest = content
                values |= {"digest": digest, "status": "held", "reason": "same-id-other-text"}
                new = await _insert(connection, values)
        return Stored(digest=digest, new=new, report=str(values["report"] or ""))


async def _insert(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    kept = insert(mails).values(**values).on_conflict_do_nothing().returning(mails.c.digest)
    return (await connection.execute(kept)).first() is not None


async def _content(connection: AsyncConnection, digest: str) -> str:
    return str((await connection.execute(select(mails.c.content).where(mails.c.digest == digest))).scalar_one())


def _digest(raw: bytes, token: str, content: str) -> str:
    """Return what a mail is known by: of the token and its Message-ID, else of its content."""
    known = message_id(raw)
    return sha256(f"{token}\n{known}".encode()).hexdigest() if known and token else content


async def _letter(connection: AsyncConnection, token: str) -> rows.Row | None:
    if not token:
        return None
    hashed = sha256(token.encode()).hexdigest()
    return (await connection.execute(select(letters).where(letters.c.token_hash == hashed))).mappings().first()


async def _lock(connection: AsyncConnection, letter: rows.Row | None) -> None:
    """Take the lock of the report or edition the letter was about, which its story's steps take too."""
    if letter is not None and letter["report"]:
        await lock(connection, letter["report"])


async def _on(connection: AsyncConnection, letter: rows.Row | None, real: datetime) -> datetime:
    """Return what the agreement's clock shows; without a known letter, the real time."""
    if letter is None:
        return real
    year = (letter["report"].split("/")[1] if letter["report"] else letter["quarter"])[:4]
    if not year.isdecimal():
        return real
    cycle = await cycle_of(connection, cycle_id(letter["program"], int(year)))
    return cycle.pace.agreement(real)
