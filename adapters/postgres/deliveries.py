"""What the carrier tells of our letters, on record: the port `Deliveries`, and how a letter's hand-over is noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.postgres import rows
from adapters.postgres.cycles import cycle_of
from adapters.postgres.engine import transaction
from adapters.postgres.locks import lock, undecided
from adapters.postgres.tables import acts, carrier_events, letters, mails
from adapters.postgres.wanted import wanted
from mou.deliveries import INTERRUPTED, NEVER_TOO_LATE, OUR_FAULT, URGING, CarrierEvent, Event, delivery, status
from mou.keeping import LetterRow
from mou.letters.blocks import Kind
from mou.ports import Clock
from mou.stories import cycle_id

AT_ONCE = 1000
"""Events in one statement: PostgreSQL takes some 32,000 values in one."""

NO_SUCH_READER = r"^smtp/5\d\d/5\.1\.\d+$"
"""A mail server's refusal of the recipient while the letter was handed over: a bounce that comes at once."""

TOLD = "bounced"
"""The verb in the book of acts for: those concerned know that this letter came back."""

_HANDED_OVER = func.coalesce(letters.c.delivery_at, letters.c.decided_real)
"""When a letter was handed over; rows from before that was dated have the instant of their decision."""

_UNHEARD = letters.c.status.in_(("unknown", "sending")), letters.c.delivery == "", letters.c.repeats == 0


class PostgresDeliveries:
    """The port `Deliveries` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def store(self, events: Sequence[CarrierEvent]) -> int:
        """Store events, each once, and bring their letters up to date; return how many were new.

        An event of no letter of ours is not kept: another office may use the same account, and its addresses are not ours.
        """
        async with transaction(self._engine) as connection:
            asked = select(letters.c.ref).where(letters.c.ref.in_({one.ref for one in events}))
            ours = set((await connection.execute(asked)).scalars())
            # In one order, events first and then letters, so that two deliveries of the same ones never wait for each other.
            kept = sorted({_identity(one): one for one in events if one.ref in ours}.items())
            new = 0
            for start in range(0, len(kept), AT_ONCE):
                new += await self._add(connection, [one for _, one in kept[start : start + AT_ONCE]])
            for ref in sorted(ours):
                await heard(connection, letters.c.ref == ref)
            return new

    async def _add(self, connection: AsyncConnection, events: Sequence[CarrierEvent]) -> int:
        now = self._clock.now()
        added = insert(carrier_events).values([{**one.model_dump(), "stored_real": now} for one in events])
        once = added.on_conflict_do_nothing().returning(carrier_events.c.message)
        return len((await connection.execute(once)).all())

    async def silent(self, since: datetime) -> tuple[LetterRow, ...]:
        """Return the letters handed over before this real instant of which nobody knows more, never repeated, oldest first."""
        query = select(letters).where(*_UNHEARD, since >= _HANDED_OVER).order_by(letters.c.seq)
        async with transaction(self._engine) as connection:
            return tuple(rows.letter(row) for row in (await connection.execute(query)).mappings())

    async def claim_repeat(self, key: str) -> bool:
        """Note that a letter is handed over once more, before it is; False when it is not to be."""
        this = letters.c.key == key
        async with transaction(self._engine) as connection:
            report = (await connection.execute(select(letters.c.report).where(this))).scalar_one()
            if report:
                await lock(connection, report)
            found = await connection.execute(select(letters).where(this, *_UNHEARD).with_for_update())
            letter = found.mappings().first()
            if letter is None or await _answered(connection, letter) or not await wanted(connection, letter):
                return False
            await connection.execute(update(letters).where(this).values(repeats=1, status="unknown"))
            return True

    async def give_back_repeat(self, key: str) -> None:
        """Note that the repeat was not taken after all."""
        mine = letters.c.key == key, letters.c.status == "unknown", letters.c.delivery == ""
        async with transaction(self._engine) as connection:
            await connection.execute(update(letters).where(*mine).values(repeats=0))

    async def refused_for_us(self) -> tuple[LetterRow, ...]:
        """Return the letters refused for a fault of ours that somebody may have mended, oldest first."""
        ours = or_(*(letters.c.carrier.startswith(one) for one in OUR_FAULT))
        query = select(letters).where(letters.c.status == "failed", ours).order_by(letters.c.seq)
        async with transaction(self._engine) as connection:
            return tuple(rows.letter(row) for row in (await connection.execute(query)).mappings())

    async def claim_again(self, key: str) -> bool:
        """Note that a refused letter is handed over again; False when somebody else does so, or nobody needs it any more."""
        this = letters.c.key == key, letters.c.status == "failed"
        async with transaction(self._engine) as connection:
            report = (await connection.execute(select(letters.c.report).where(letters.c.key == key))).scalar_one()
            if report:
                await lock(connection, report)
            letter = (await connection.execute(select(letters).where(*this).with_for_update())).mappings().first()
            if letter is None or not (letter["kind"] in NEVER_TOO_LATE or await wanted(connection, letter)):
                return False
            await connection.execute(update(letters).where(*this).values(status="sending", delivery_at=self._clock.now()))
            return True

    async def settle_overtaken(self, since: datetime) -> int:
        """Settle letters that nobody needs any more and whose sender died: skipped, or unknown when it had begun."""
        decided = letters.c.status == "decided"
        begun = and_(letters.c.status == "sending", since >= _HANDED_OVER)
        query = select(letters.c.key, letters.c.report).where(or_(decided, begun), letters.c.kind.in_(URGING))
        async with transaction(self._engine) as connection:
            found = (await connection.execute(query.order_by(letters.c.seq))).all()
        settled = [await self._settle(key, report, or_(decided, begun)) for key, report in found]
        return sum(settled)

    async def _settle(self, key: str, report: str, left: ColumnElement[bool]) -> bool:
        this = letters.c.key == key
        async with transaction(self._engine) as connection:
            await lock(connection, report)
            letter = (await connection.execute(select(letters).where(this, left).with_for_update())).mappings().first()
            if letter is None or await undecided(connection, report) or await wanted(connection, letter):
                return False
            skipped, broken_off = {"status": "skipped"}, {"status": "unknown", "carrier": INTERRUPTED}
            ended = skipped if letter["status"] == "decided" else broken_off
            await connection.execute(update(letters).where(this).values(ended))
            await heard(connection, this)  # its events may have come meanwhile
            return True

    async def bounced_untold(self) -> tuple[tuple[LetterRow, str], ...]:
        """Return the letters that came back and nobody was told of, oldest first, with the code why.

        A letter that tells of another one's bounce is left out: telling of it would go to the same address again.
        """
        told = select(acts.c.seq).where(acts.c.verb == TOLD, acts.c.cause == letters.c.ref).exists()
        at_once = and_(letters.c.status == "failed", letters.c.carrier.regexp_match(NO_SUCH_READER))
        which = or_(letters.c.delivery == Event.BOUNCED, at_once), letters.c.kind != Kind.UNDELIVERED, ~told
        this = carrier_events.c.ref == letters.c.ref, carrier_events.c.event == Event.BOUNCED
        by_event = select(func.max(carrier_events.c.reason)).where(*this).scalar_subquery()
        code = func.coalesce(by_event, func.split_part(letters.c.carrier, "/", 3))
        query = select(letters, code.label("code")).where(*which).order_by(letters.c.seq)
        async with transaction(self._engine) as connection:
            found = (await connection.execute(query)).mappings().all()
        return tuple((rows.letter(row), row["code"]) for row in found)

    async def bounce_told(self, key: str) -> None:
        """Note, once, in the book of acts that those concerned were told."""
        now = self._clock.now()
        async with transaction(self._engine) as connection:
            letter = (await connection.execute(select(letters).where(letters.c.key == key))).mappings().one()
            act = {"actor": "engine", "role": "engine", "door": "carrier", "verb": TOLD}
            on = await _on(connection, letter, now)
            about = {"subject": letter["report"] or letter["ref"], "cause": letter["ref"], "at_real": now, "at_on": on}
            await connection.execute(insert(acts).values(**act, **about).on_conflict_do_nothing())


async def note_sent(connection: AsyncConnection, key: str, *, outcome: str, subject: str, carrier: str, now: datetime) -> bool:
    """Note what became of a letter; what the carrier's events told meanwhile stands above what its answer was.

    False, and nothing is noted, when a letter is to be handed over that has been skipped or sent meanwhile.
    """
    this = [letters.c.key == key]
    noted: dict[str, object] = {"status": outcome, "subject": subject, "carrier": carrier}
    if outcome == "sending":
        this.append(letters.c.status.in_(("decided", "sending")))
        noted["delivery_at"] = now  # until events tell more, the delivery of a letter dates from its hand-over
    changed = await connection.execute(update(letters).where(*this).values(**noted).returning(letters.c.key))
    if changed.first() is None:
        return False
    await heard(connection, letters.c.key == key)
    return True


async def heard(connection: AsyncConnection, which: Any) -> None:
    """Bring a letter up to date with its events, under its lock: whoever adds one later comes after and sees them all."""
    letter = (await connection.execute(select(letters).where(which).with_for_update())).mappings().one()
    told = (await connection.execute(select(carrier_events).where(carrier_events.c.ref == letter["ref"]))).mappings().all()
    events = [CarrierEvent(**{name: row[name] for name in CarrierEvent.model_fields}) for row in told]
    now = delivery(events)
    if now is None:
        return
    after = status(letter["status"], now.event)
    named = {"carrier": now.message} if letter["status"] == "unknown" else {}
    values = {"delivery": now.event, "delivery_at": now.at, "status": after, **named}
    await connection.execute(update(letters).where(letters.c.key == letter["key"]).values(**values))


def _identity(event: CarrierEvent) -> tuple[object, ...]:
    return event.message, event.event, event.at, event.address, event.attempt


async def _on(connection: AsyncConnection, letter: rows.Row, real: datetime) -> datetime:
    """Return what the clock of the agreement that the letter belongs to shows."""
    year = (letter["report"].split("/")[1] if letter["report"] else letter["quarter"])[:4]
    if not year.isdecimal():
        return real
    return (await cycle_of(connection, cycle_id(letter["program"], int(year)))).pace.agreement(real)


async def _answered(connection: AsyncConnection, letter: rows.Row) -> bool:
    """Say whether a mail came to the letter's own reply address: then it arrived, whatever its carrier did not tell."""
    came = (await connection.execute(select(mails.c.status).where(mails.c.letter == letter["key"]))).scalars().all()
    if any(one != "aside" for one in came):  # what is laid aside may be a bounce
        known = update(letters).where(letters.c.key == letter["key"]).values(status="sent", carrier="answered")
        await connection.execute(known)
    return bool(came)
