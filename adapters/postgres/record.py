"""The record outside one report's lock: the port `Record`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import desc, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres import rows
from adapters.postgres.book import PostgresBook, claim
from adapters.postgres.cycles import cycle_of, keep_person, put_role
from adapters.postgres.deliveries import note_sent
from adapters.postgres.engine import transaction
from adapters.postgres.locks import lock, undecided
from adapters.postgres.shelf import reports_of
from adapters.postgres.tables import acts, cycles, letters, mails, outcomes, readings, reports, submissions
from mou.errors import Unknown
from mou.keeping import Act, CycleOnRecord, LetterRow, MailRow, ReadingRow
from mou.letters.blocks import ASKING
from mou.ports import Clock
from mou.program import Person, Role
from mou.record import ReportOnRecord
from mou.stories import Moment
from mou.submission import Phase


class PostgresRecord:
    """The port `Record` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self.engine = engine
        self._clock = clock

    @asynccontextmanager
    async def book(self, report: str) -> AsyncIterator[PostgresBook]:
        """Open a report's book under its lock; raise Unknown when there is no such report."""
        async with transaction(self.engine) as connection:
            query = select(reports).where(reports.c.id == report).with_for_update()
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                raise Unknown(f"There is no report {report!r} on record.", where=report)
            yield PostgresBook(connection, row, await cycle_of(connection, row["cycle"]), self._clock.now())

    async def cycle(self, cycle: str) -> CycleOnRecord:
        """Return a cycle or raise Unknown naming the ones there are."""
        async with transaction(self.engine) as connection:
            return await cycle_of(connection, cycle)

    async def open_report(self, report: str, *, cycle: str, quarter: str, group: str, moments: Sequence[Moment]) -> None:
        """Put a report on record with its first version, once."""
        now = self._clock.now()
        async with transaction(self.engine) as connection:
            on = (await cycle_of(connection, cycle)).pace.agreement(now)
            opened = {
                "id": report,
                "cycle": cycle,
                "program": cycle.partition("/")[0],
                "quarter": quarter,
                "group_code": group,
                "moments": [moment.model_dump(mode="json") for moment in moments],
                "opened_on": on,
            }
            await connection.execute(insert(reports).values(**opened).on_conflict_do_nothing())
            first = {"report": report, "version": 1, "phase": Phase.COLLECTING, "since_real": now, "since_on": on}
            await connection.execute(insert(submissions).values(**first).on_conflict_do_nothing())

    async def reports(self, cycle: str, *, quarter: str = "") -> tuple[ReportOnRecord, ...]:
        """Return the cycle's reports as they stand, in the plan's order."""
        async with transaction(self.engine) as connection:
            return await reports_of(connection, await cycle_of(connection, cycle), quarter=quarter)

    async def mail(self, digest: str) -> MailRow:
        """Return a mail or raise Unknown."""
        return rows.mail(await self._one(select(mails).where(mails.c.digest == digest), f"mail {digest!r}"))

    async def decide_mail(self, digest: str, *, status: str, reason: str) -> None:
        """Note what became of a mail."""
        await self._execute(update(mails).where(mails.c.digest == digest).values(status=status, reason=reason))

    async def open_reports(self, program: str, *, group: str) -> tuple[tuple[str, int], ...]:
        """Return (report, version) of everything of a program, or of one of its groups, that has not ended."""
        ended = [phase for phase in Phase if phase.settled]
        query = (
            select(submissions.c.report, submissions.c.version)
            .join(reports, reports.c.id == submissions.c.report)
            .where(reports.c.program == program, submissions.c.phase.not_in(ended))
            .order_by(submissions.c.report, submissions.c.version)
        )
        query = query.where(reports.c.group_code == group) if group else query
        return tuple((row["report"], row["version"]) for row in await self._all(query))

    async def reassign(
        self, program: str, person: Person, *, role: str, group: str, party: str, held: Role, on: datetime
    ) -> None:
        """Note that a role changed hands from this agreement instant on, and the new holder's address if new."""
        async with transaction(self.engine) as connection:
            await keep_person(connection, program, person, on=on)
            await put_role(connection, program, role=role, group=group, party=party, held=held, on=on)

    async def waiting_mails(self) -> tuple[str, ...]:
        """Return the digests of mails without an outcome, the held ones too, oldest first."""
        query = select(mails.c.digest).where(mails.c.status.in_(("stored", "held"))).order_by(mails.c.stored_real)
        return tuple(row["digest"] for row in await self._all(query))

    async def held_mails(self) -> tuple[MailRow, ...]:
        """Return the mails that wait for a coordinator, oldest first."""
        query = select(mails).where(mails.c.status == "held").order_by(mails.c.stored_real)
        return tuple(rows.mail(row) for row in await self._all(query))

    async def offer(self, row: ReadingRow) -> ReadingRow:
        """Put what was said on record as offered, replaced until a story has taken it; return the row as it stands."""
        values = {**row.model_dump(), "offered_real": self._clock.now()}
        taken = select(outcomes.c.ref).where(outcomes.c.ref == row.digest).exists()
        offered = insert(readings).values(**values)
        await self._execute(offered.on_conflict_do_update(index_elements=["digest"], set_=values, where=~taken))
        return await self.offered(row.digest)

    async def offered(self, digest: str) -> ReadingRow:
        """Return what was offered under this digest or raise Unknown."""
        return rows.reading(await self._one(select(readings).where(readings.c.digest == digest), f"reading {digest!r}"))

    async def taken(self, digest: str) -> int | None:
        """Return the version of the report or edition whose story took what was offered under this digest, None for none."""
        found = await self._all(select(outcomes.c.version).where(outcomes.c.ref == digest).limit(1))
        return int(found[0]["version"]) if found else None

    async def newest_cycle(self, program: str) -> str:
        """Return the id of the cycle started last, of this program or ("") of any; raise Unknown when there is none."""
        query = select(cycles.c.id).order_by(desc(cycles.c.started_real)).limit(1)
        query = query.where(cycles.c.program == program) if program else query
        return str((await self._one(query, f"cycle of {program or 'any program'}"))["id"])

    async def letter(self, key: str) -> LetterRow:
        """Return a letter or raise Unknown."""
        return rows.letter(await self._one(select(letters).where(letters.c.key == key), f"letter {key!r}"))

    async def last_letter(self, report: str, *, person: str) -> LetterRow:
        """Return the last letter about a report that asked this person for something, or raise Unknown."""
        query = select(letters).where(*_shown(report, person), letters.c.kind.in_(ASKING))
        return rows.letter(await self._one(query.order_by(desc(letters.c.seq)).limit(1), f"letter to {person} about {report}"))

    async def letter_shown(self, report: str, *, person: str, shown: str) -> LetterRow:
        """Return the letter that showed this person this text; raise Unknown naming what was shown last."""
        query = select(letters).where(*_shown(report, person), letters.c.shown != "")
        found = [rows.letter(row) for row in await self._all(query.order_by(desc(letters.c.seq)))]
        match = [letter for letter in found if letter.shown == shown]
        if not match:
            last = f" The last text shown to {person} was {found[0].shown}." if found else " No text was shown to them yet."
            raise Unknown(f"No letter about {report} showed {person} the text {shown!r}.{last}", where=report)
        return match[0]

    async def claim(self, letter: LetterRow, *, on: datetime) -> LetterRow:
        """Decide a letter that belongs to no report's lock, once; return the row as it stands."""
        async with transaction(self.engine) as connection:
            return await claim(connection, letter, real=self._clock.now(), on=on)

    async def claim_together(self, letters: Sequence[LetterRow], *, report: str, on: datetime) -> bool:
        """Decide letters under the lock of an edition, each once; False, and none, while a mail about it has no outcome."""
        async with transaction(self.engine) as connection:
            await lock(connection, report)
            if await undecided(connection, report):
                return False
            for letter in letters:
                await claim(connection, letter, real=self._clock.now(), on=on)
            return True

    async def sent(self, key: str, *, status: str, subject: str, carrier: str) -> bool:
        """Note what became of a letter; False for one to be handed over ("sending") that was skipped or sent meanwhile."""
        async with transaction(self.engine) as connection:
            return await note_sent(connection, key, outcome=status, subject=subject, carrier=carrier, now=self._clock.now())

    async def act(self, act: Act, *, cycle: str = "") -> None:
        """Add to the book of acts, under the cycle's clock when one is named; what has a cause is added once."""
        real = self._clock.now()
        async with transaction(self.engine) as connection:
            on = (await cycle_of(connection, cycle)).pace.agreement(real) if cycle else real
            done = insert(acts).values(**act.model_dump(), at_real=real, at_on=on)
            await connection.execute(done.on_conflict_do_nothing())

    async def _one(self, query: Any, what: str) -> rows.Row:
        found = await self._all(query)
        if not found:
            raise Unknown(f"There is no {what} on record.", where=what)
        return found[0]

    async def _all(self, query: Any) -> list[rows.Row]:
        async with transaction(self.engine) as connection:
            return list((await connection.execute(query)).mappings().all())

    async def _execute(self, statement: Any) -> None:
        async with transaction(self.engine) as connection:
            await connection.execute(statement)


def _shown(report: str, person: str) -> tuple[Any, ...]:
    """Return what picks the letters this person may have before them: one decided and never sent was shown to nobody."""
    return letters.c.report == report, letters.c.person == person, letters.c.status.in_(("sent", "unknown"))
