"""Editions of the annual report on record: their revisions, the decisions on them, their publication. The port `Editions`."""

from datetime import datetime
from typing import Any

from sqlalchemy import desc, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres import rows
from adapters.postgres.engine import transaction
from adapters.postgres.tables import approvals, editions, outcomes, readings
from mou.editions import EditionRow
from mou.errors import Unknown
from mou.steps import Accepted


class PostgresEditions:
    """The port `Editions` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put(self, row: EditionRow, *, program: str, year: int) -> EditionRow:
        """Put a revision on record once; return the row as it stands."""
        values = {**row.model_dump(), "program": program, "year": year}
        async with transaction(self._engine) as connection:
            await connection.execute(insert(editions).values(**values).on_conflict_do_nothing())
        return await self.get(row.id, row.revision)

    async def get(self, edition: str, revision: int | None = None) -> EditionRow:
        """Return a revision (the newest) or raise Unknown."""
        query = select(editions).where(editions.c.id == edition).order_by(desc(editions.c.revision)).limit(1)
        query = query.where(editions.c.revision == revision) if revision is not None else query
        async with transaction(self._engine) as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            raise Unknown(f"There is no edition {edition!r} on record yet.", where=edition)
        return _edition(row)

    async def of(self, program: str, year: int) -> tuple[EditionRow, ...]:
        """Return every revision of every edition of a year, oldest first."""
        query = select(editions).where(editions.c.program == program, editions.c.year == year)
        async with transaction(self._engine) as connection:
            found = await connection.execute(query.order_by(editions.c.edition, editions.c.revision))
            return tuple(_edition(row) for row in found.mappings())

    async def note_outcome(self, edition: str, version: int, accepted: Accepted) -> bool:
        """Note a decision on an edition with its approval; False when it was noted before."""
        key = {"report": edition, "version": version, "seq": accepted.seq}
        async with transaction(self._engine) as connection:
            noted = insert(outcomes).values(**key, what=accepted.what, ref=accepted.ref).on_conflict_do_nothing()
            if (await connection.execute(noted.returning(outcomes.c.seq))).first() is None:
                return False
            found = await connection.execute(select(readings).where(readings.c.digest == accepted.ref))
            decided = {**key, **_decision(rows.reading(found.mappings().one()))}
            await connection.execute(insert(approvals).values(**decided))
            return True

    async def approvals(self, edition: str, hash_: str) -> tuple[tuple[str, str, datetime], ...]:
        """Return (party, person, agreement instant) of the approvals of exactly this hash."""
        query = select(approvals).where(approvals.c.report == edition)
        async with transaction(self._engine) as connection:
            found = (await connection.execute(query.order_by(approvals.c.seq))).mappings().all()
        return tuple((row["party"], row["person"], row["decided_on"]) for row in rows.standing(found) if hash_ in row["covers"])

    async def published(self, edition: str, revision: int, *, on: datetime) -> None:
        """Note a publication, once."""
        this = editions.c.id == edition, editions.c.revision == revision, editions.c.published_on.is_(None)
        async with transaction(self._engine) as connection:
            await connection.execute(update(editions).where(*this).values(status="published", published_on=on))


def _edition(row: rows.Row) -> EditionRow:
    return EditionRow(**{name: row[name] for name in EditionRow.model_fields})


def _decision(row: Any) -> dict[str, object]:
    return {
        "party": row.party,
        "person": row.person,
        "verb": str(row.said["verb"]),
        "shown": str(row.said.get("shown", "")),
        "covers": list(row.said.get("covers", [])),
        "because": str(row.said.get("because", "")),
        "digest": row.digest,
        "decided_on": row.offered_on,
    }
