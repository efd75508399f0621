"""Where the memory had a translation from: the report that had approved the very pair before, or what was imported."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.memory_table import memory
from adapters.postgres.tables import reports, segments, submissions
from mou.segments import Segment
from mou.submission import Phase
from mou.trace import Known


async def known(
    connection: AsyncConnection, program: str, report: str, recalled: Sequence[Segment], *, before: datetime | None
) -> Mapping[int, Known]:
    """Return by number where each of these segments of a report was recalled from, as far as the record can tell.

    `before` is when the report's last answer came: of several reports, the one that was approved last before it is named.
    """
    if not recalled:
        return {}
    approved = await _approved(connection, program, report, {one.hash for one in recalled})
    found = {one.number: _nearest(approved.get(one.hash, []), before) for one in recalled}
    return {one.number: found[one.number] or await _imported(connection, program, one) for one in recalled}


async def _approved(connection: AsyncConnection, program: str, report: str, hashes: set[str]) -> Mapping[str, Sequence[Known]]:
    """Return where each pair stands in another report that was approved, oldest approval first."""
    place = segments.c.report, segments.c.version, segments.c.number
    last = select(*place, func.max(segments.c.seq).label("seq")).group_by(*place).subquery()
    stands = and_(*(last.c[name] == segments.c[name] for name in ("report", "version", "number", "seq")), segments.c.live)
    version = and_(submissions.c.report == segments.c.report, submissions.c.version == segments.c.version)
    query = (
        select(segments.c.hash, *place, submissions.c.since_on)
        .join(last, stands)
        .join(submissions, version)
        .join(reports, reports.c.id == segments.c.report)
        .where(reports.c.program == program, segments.c.report != report, segments.c.hash.in_(hashes))
        .where(submissions.c.phase == Phase.APPROVED)
        .order_by(submissions.c.since_on)
    )
    found: dict[str, list[Known]] = {}
    for row in (await connection.execute(query)).mappings():
        found.setdefault(row["hash"], []).append(_known(row))
    return found


def _known(row: rows.Row) -> Known:
    return Known(report=row["report"], version=row["version"], number=row["number"], on=row["since_on"])


def _nearest(some: Sequence[Known], before: datetime | None) -> Known | None:
    """Return the last one approved before; nothing that was approved only later was what the memory knew."""
    return next((one for one in reversed(some) if one.on and before and one.on <= before), None)


async def _imported(connection: AsyncConnection, program: str, one: Segment) -> Known:
    """Return the memory's own words on a pair that no report of the program had approved before."""
    same = {name: getattr(one, name) for name in ("source_language", "target_language", "source", "target")}
    query = select(memory.c.note).where(memory.c.program == program, *(memory.c[name] == text for name, text in same.items()))
    notes = (await connection.execute(query.where(memory.c.note != "").limit(1))).scalars().all()
    return Known(note=notes[0] if notes else "")
