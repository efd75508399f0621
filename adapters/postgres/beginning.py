"""Putting a cycle on record and its story on its way, both or neither."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres.cycles import keep_program
from adapters.postgres.engine import transaction
from adapters.postgres.tables import acts, cycles
from mou.errors import Refused
from mou.keeping import Act, CycleOnRecord
from mou.ports import Clock


async def begin_cycle(
    engine: AsyncEngine,
    clock: Clock,
    cycle: CycleOnRecord,
    *,
    sha: str,
    source: str,
    act: Act,
    start_story: Callable[[], Awaitable[bool]],
) -> None:
    """Record a cycle pinned to this version of its program and start its story before committing.

    Raise Refused when it was started before, Unavailable when Temporal or the record is away: then nothing changed.
    """
    real = clock.now()
    async with transaction(engine) as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(cycle.program.code))))
        known = select(cycles.c.started_on).where(cycles.c.id == cycle.id)
        started = (await connection.execute(known)).scalar_one_or_none()
        if started is not None:
            raise Refused(f"{cycle.id} was already started on {started:%Y-%m-%d}; see `mou status`.", where=cycle.id)
        version = await keep_program(connection, cycle, sha=sha, source=source, real=real)
        on = cycle.pace.agreement(real)
        values = {
            "id": cycle.id,
            "program": cycle.program.code,
            "program_version": version,
            "year": cycle.year,
            "plan": cycle.plan.model_dump(mode="json"),
            "pace": cycle.pace.model_dump(mode="json"),
            "first_quarter": cycle.first_quarter,
            "started_real": real,
            "started_on": on,
        }
        await connection.execute(cycles.insert().values(**values))
        await connection.execute(acts.insert().values(**act.model_dump(), at_real=real, at_on=on))
        if not await start_story():
            raise Refused(
                f"Temporal knows a story {cycle.id} already, though the record does not. Nothing was changed.", where=cycle.id
            )
