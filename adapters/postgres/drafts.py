"""What engines made of masked texts, kept so that no retry is billed twice. The port `Drafts`."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Text, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres.engine import transaction
from adapters.postgres.tables import drafts
from mou.ports import Clock
from mou.segments import Draft


class PostgresDrafts:
    """The port `Drafts` over PostgreSQL. It is a cache: losing it costs an engine's fee and nothing else."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def known(self, keys: Sequence[str]) -> Mapping[str, Draft]:
        """Return those of these drafts that were made before."""
        async with transaction(self._engine) as connection:
            found = (
                (await connection.execute(select(drafts).where(drafts.c.key == any_(literal(list(keys), ARRAY(Text))))))
                .mappings()
                .all()
            )
        return {row["key"]: Draft(text=row["draft"], unknown=row["unknown"], engine=row["engine"]) for row in found}

    async def keep(self, made: Mapping[str, Draft]) -> None:
        """Keep drafts; one kept before stays as it is."""
        now = self._clock.now()
        rows = [
            {"key": key, "draft": one.text, "unknown": one.unknown, "engine": one.engine, "made_real": now}
            for key, one in sorted(made.items())
        ]
        if rows:
            async with transaction(self._engine) as connection:
                await connection.execute(insert(drafts).values(rows).on_conflict_do_nothing())
