"""Read-only views of the record: the port `Desk`. They work when no worker runs."""

from sqlalchemy import desc, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres import rows
from adapters.postgres.approved import approved_segments
from adapters.postgres.cycles import cycle_of
from adapters.postgres.engine import transaction
from adapters.postgres.shelf import reports_of, versions_of
from adapters.postgres.tables import acts, cycles, letters, mails, programs
from mou.errors import Unknown
from mou.glossary_changes import ApprovedSegment
from mou.ports import Blobs, Clock
from mou.program import Program
from mou.record import LetterLine, ThreadLine, Whereabouts
from mou.stories import cycle_id
from mou.whereabouts import whereabouts


class PostgresDesk:
    """The port `Desk` over PostgreSQL and the blobs."""

    def __init__(self, engine: AsyncEngine, clock: Clock, blobs: Blobs) -> None:
        self._engine = engine
        self._clock = clock
        self._blobs = blobs

    async def program(self, code: str) -> Program:
        """Return the newest program version in the record, with today's people, or raise Unknown."""
        query = select(cycles.c.id).where(cycles.c.program == code).order_by(desc(cycles.c.started_real)).limit(1)
        async with transaction(self._engine) as connection:
            newest = (await connection.execute(query)).scalar_one_or_none()
            if newest is None:
                raise Unknown(f"No program {code!r} is on record: start a cycle with `mou start {code} YEAR`.", where=code)
            return (await cycle_of(connection, newest)).program

    async def programs(self) -> tuple[str, ...]:
        """Return the codes of the programs in the record."""
        async with transaction(self._engine) as connection:
            found = await connection.execute(select(programs.c.code).distinct().order_by(programs.c.code))
            return tuple(found.scalars())

    async def cycles(self, program: str) -> tuple[int, ...]:
        """Return the years a cycle was started for, newest first."""
        query = select(cycles.c.year).where(cycles.c.program == program).order_by(desc(cycles.c.year))
        async with transaction(self._engine) as connection:
            return tuple((await connection.execute(query)).scalars())

    async def whereabouts(self, program: str, year: int) -> tuple[Whereabouts, ...]:
        """Return every report of a cycle and where it stands, by quarter and then in the program's order of groups."""
        async with transaction(self._engine) as connection:
            cycle = await cycle_of(connection, cycle_id(program, year))
            reports = await reports_of(connection, cycle)
            versions = await versions_of(connection, [report.report for report in reports])
        now = cycle.pace.agreement(self._clock.now())
        return tuple(whereabouts(cycle.program, report, versions[report.report], now=now) for report in reports)

    async def thread(self, report: str) -> tuple[ThreadLine, ...]:
        """Return what happened to a report, oldest first."""
        async with transaction(self._engine) as connection:
            sent = await connection.execute(select(letters).where(letters.c.report == report).order_by(letters.c.seq))
            came = await connection.execute(select(mails).where(mails.c.report == report))
            done = await connection.execute(select(acts).where(acts.c.subject == report))
            # Of one instant, what came stands before what was done about it and what was answered.
            lines = [_mail_line(row) for row in came.mappings()]
            lines += [_act_line(row) for row in done.mappings()]
            lines += [_letter_line(row) for row in sent.mappings()]
        return tuple(sorted(lines, key=lambda line: line.on))

    async def letters(self, *, report: str = "", person: str = "", after: int = 0, most: int = 200) -> tuple[LetterLine, ...]:
        """Return the letters with seq > `after`, newest first, at most `most`; optionally of one report or to one person."""
        query = select(letters).where(letters.c.seq > after, letters.c.status.in_(("sent", "failed", "unknown")))
        query = query.where(letters.c.report == report) if report else query
        query = query.where(letters.c.person == person) if person else query
        async with transaction(self._engine) as connection:
            found = (await connection.execute(query.order_by(desc(letters.c.seq)).limit(most))).mappings().all()
        return tuple(_line(row) for row in found)

    async def approved_segments(self, program: str) -> tuple[ApprovedSegment, ...]:
        """Return the segments of the last approved version of each of a program's reports, by report and number."""
        async with transaction(self._engine) as connection:
            return await approved_segments(connection, program)

    async def letter(self, ref: str) -> bytes:
        """Return a letter as sent (RFC 5322 bytes) by its ref or raise Unknown."""
        return await self._blobs.get(f"letters/{ref}.eml")

    async def mail(self, digest: str) -> bytes:
        """Return an incoming mail as received by its digest or raise Unknown."""
        async with transaction(self._engine) as connection:
            blob = (await connection.execute(select(mails.c.blob).where(mails.c.digest == digest))).scalar_one_or_none()
        if blob is None:
            raise Unknown(f"There is no mail {digest!r} on record.", where=digest)
        return await self._blobs.get(blob)


def _line(row: rows.Row) -> LetterLine:
    return LetterLine(
        seq=row["seq"],
        key=row["key"],
        ref=row["ref"],
        kind=row["kind"],
        subject=row["subject"],
        to=row["address"],
        person=row["person"],
        language=row["language"],
        on=row["decided_on"],
        status=row["status"],
        report=row["report"],
        delivery=row["delivery"],
        repeats=row["repeats"],
    )


def _letter_line(row: rows.Row) -> ThreadLine:
    status = "" if row["status"] == "sent" else row["status"]
    return ThreadLine(
        on=row["decided_on"],
        what=row["kind"],
        role=row["party"],
        ref=row["ref"],
        subject=row["subject"],
        state=row["delivery"] or status,
    )


def _mail_line(row: rows.Row) -> ThreadLine:
    return ThreadLine(
        on=row["stored_on"],
        what="mail",
        role="",
        ref=row["digest"],
        subject=" ".join(filter(None, (row["status"], row["reason"]))),
    )


def _act_line(row: rows.Row) -> ThreadLine:
    return ThreadLine(on=row["at_on"], what=row["verb"], role=row["role"], ref=row["cause"] if row["door"] == "mail" else "")
