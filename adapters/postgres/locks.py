"""The lock on a report or an edition: whoever steps, and whoever stores a mail about it, holds it until the transaction ends."""

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres.tables import editions, mails, outcomes, reports


async def lock(connection: AsyncConnection, report: str) -> None:
    """Wait for the lock of a report or edition; one that is not on record has none."""
    for table in (reports, editions):
        await connection.execute(select(table.c.id).where(table.c.id == report).with_for_update())


async def undecided(connection: AsyncConnection, report: str) -> bool:
    """Say whether a mail about this report or edition has no outcome on record: not read yet, or taken and not written yet."""
    written = select(outcomes.c.ref).where(outcomes.c.ref == mails.c.digest).exists()
    open_ = or_(mails.c.status == "stored", and_(mails.c.status == "filed", ~written))
    return (await connection.execute(select(mails.c.digest).where(mails.c.report == report, open_).limit(1))).first() is not None
