"""The translation memory over PostgreSQL: the port `Memory`, and how an approved submission enters it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Text, any_, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.postgres import rows
from adapters.postgres.engine import transaction
from adapters.postgres.memory_table import memory
from adapters.postgres.tables import acts
from adapters.similar import Similar
from mou.keeping import Act
from mou.memory import MemoryEntry, Suggestion
from mou.ports import Clock
from mou.segments import Direction

_COMPARED = memory.c.seq, memory.c.source_language, memory.c.target_language, memory.c.source, memory.c.target
_CHANGES = ("item", "report", "number", "engine", "glossary", "editor", "note", "approved_on")


class PostgresMemory:
    """The port `Memory` over PostgreSQL. One instance per process: it keeps an index of what suggestions are found in."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._similar: dict[str, dict[Direction, Similar]] = defaultdict(lambda: defaultdict(Similar))
        self._seen: dict[str, int] = {}

    async def exact(self, program: str, sources: Sequence[str], direction: Direction) -> tuple[MemoryEntry, ...]:
        """Return every entry of these very sentences: those approved in reports before those imported, the newest first."""
        query = select(memory).where(
            memory.c.program == program,
            memory.c.source == any_(literal(list(sources), ARRAY(Text))),
            memory.c.source_language == direction.source,
            memory.c.target_language == direction.target,
        )
        # What both parties approved goes before what one coordinator brought in, whatever a file says of its dates.
        first = query.order_by((memory.c.report != "").desc(), memory.c.approved_on.desc(), memory.c.seq.desc())
        async with transaction(self._engine) as connection:
            return tuple(_entry(row) for row in (await connection.execute(first)).mappings())

    async def suggestions(self, program: str, source: str, direction: Direction) -> tuple[Suggestion, ...]:
        """Return at most three entries of similar sentences, the best first, none below a score of 0.75.

        They are for showing to a person, who decides. Only what the memory gained since the last call is read.
        """
        await self._refresh(program)
        return self._similar[program][direction].near(source)

    async def entries(self, program: str) -> tuple[MemoryEntry, ...]:
        """Return everything a program's memory holds, in the order in which it came."""
        query = select(memory).where(memory.c.program == program).order_by(memory.c.seq)
        async with transaction(self._engine) as connection:
            return tuple(_entry(row) for row in (await connection.execute(query)).mappings())

    async def take_in(self, program: str, entries: Sequence[MemoryEntry], *, act: Act, on: datetime) -> int:
        """Add entries that somebody vouches for, with the act that says so; return how many were new."""
        held = select(func.count()).select_from(memory).where(memory.c.program == program)
        async with transaction(self._engine) as connection:
            await _lock(connection, program)
            before = (await connection.execute(held)).scalar_one()
            await _put(connection, insert(memory).on_conflict_do_nothing(), program, entries)
            done = insert(acts).values(**act.model_dump(), at_real=self._clock.now(), at_on=on)
            await connection.execute(done.on_conflict_do_nothing())
            return int((await connection.execute(held)).scalar_one()) - int(before)

    async def _refresh(self, program: str) -> None:
        """Bring the index up to date; a program's writers take turns, so no row appears behind one that was seen."""
        newer = memory.c.program == program, memory.c.seq > self._seen.get(program, 0)
        query = select(*_COMPARED, memory.c.approved_on).where(*newer).order_by(memory.c.seq)
        async with transaction(self._engine) as connection:
            found = (await connection.execute(query)).all()
        for seq, source_language, target_language, source, target, approved_on in found:
            direction = Direction(source=source_language, target=target_language)
            self._similar[program][direction].add(source, target, approved_on)
            self._seen[program] = max(seq, self._seen.get(program, 0))


async def keep(connection: AsyncConnection, program: str, approved: Sequence[MemoryEntry]) -> None:
    """Put what was just approved into the memory; what it holds already tells from now on of this, the newer approval."""
    await _lock(connection, program)
    statement = insert(memory)
    changed = {name: statement.excluded[name] for name in _CHANGES}
    newer = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={**changed, "seq": text("DEFAULT")},
        where=statement.excluded.approved_on > memory.c.approved_on,
    )
    await _put(connection, newer, program, approved)


async def _lock(connection: AsyncConnection, program: str) -> None:
    """Wait until nobody else writes to this program's memory, until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"memory/{program}", 0))))


async def _put(connection: AsyncConnection, statement: Insert, program: str, entries: Iterable[MemoryEntry]) -> None:
    if values := [{"key": _key(program, one), "program": program, **one.model_dump()} for one in entries]:
        await connection.execute(statement, values)


def _key(program: str, one: MemoryEntry) -> str:
    """Return what two entries have in common that are the same: the migration that fills the memory makes it alike."""
    said = program, one.source_language, one.target_language, one.source, one.target, one.before, one.after
    return sha256("\x1f".join(said).encode()).hexdigest()


def _entry(row: rows.Row) -> MemoryEntry:
    return MemoryEntry(**{name: row[name] for name in MemoryEntry.model_fields})
