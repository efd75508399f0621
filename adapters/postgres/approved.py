"""The approved text of a program, segment by segment, across its years."""

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.tables import reports, segments, submissions
from mou.glossary_changes import ApprovedSegment
from mou.submission import Phase


async def approved_segments(connection: AsyncConnection, program: str) -> tuple[ApprovedSegment, ...]:
    """Return the segments of the last approved version of each report as they stand, by report and number."""
    last = (
        select(submissions.c.report, func.max(submissions.c.version))
        .join(reports, reports.c.id == submissions.c.report)
        .where(reports.c.program == program, submissions.c.phase == Phase.APPROVED)
        .group_by(submissions.c.report)
    )
    place = tuple_(segments.c.report, segments.c.version)
    ordered = (segments.c.report, segments.c.number, segments.c.seq)
    found = await connection.execute(select(segments).where(place.in_(last)).order_by(*ordered))
    standing = rows.newest(found.mappings(), "report", "number")
    return tuple(ApprovedSegment(report=row["report"], segment=rows.segment(row)) for row in standing if row["live"])
