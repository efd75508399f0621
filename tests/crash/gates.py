"""Gates in the record: whoever comes to one waits there, so that a worker can be killed at that very point."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

PAUSE, WITHIN = 0.02, 30
_WAITS = "$$ BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint); RETURN NEW; END $$"
_LOCKS = "FROM pg_locks WHERE locktype = 'advisory' AND objid > :least"
_KEYS = f"SELECT objid::bigint AS key, bool_or(NOT granted) AS waits {_LOCKS} GROUP BY objid"
_LEAST = 7_000_000


@dataclass(frozen=True)
class Gate:
    """Stops rows of a table for which `when` (SQL, of the row NEW) is true, before this is done to them.

    With `commits`, the transaction is stopped while it commits instead: it ends well, though its client never hears of it.
    """

    table: str
    when: str
    before: str = "INSERT"
    commits: bool = False

    def ddl(self, number: int) -> str:
        """Return the trigger that waits for the lock of this number."""
        kind, moment = ("CONSTRAINT ", "AFTER") if self.commits else ("", "BEFORE")
        late = "DEFERRABLE INITIALLY DEFERRED " if self.commits else ""
        return (
            f"CREATE {kind}TRIGGER gate_{number} {moment} {self.before} ON {self.table} {late}"
            f"FOR EACH ROW WHEN ({self.when}) EXECUTE FUNCTION gate({number})"
        )


class Gates:
    """The gates of one database, some of them shut. Made by `gates`."""

    def __init__(self, keeper: AsyncConnection) -> None:
        self._keeper = keeper
        self._shut: dict[int, Gate] = {}
        self._number = _LEAST

    async def shut(self, *gates: Gate) -> None:
        """Shut these."""
        for gate in gates:
            self._number += 1
            await self._keeper.execute(text("SELECT pg_advisory_lock(:key)"), {"key": self._number})
            await self._keeper.execute(text(gate.ddl(self._number)))
            self._shut[self._number] = gate

    async def reached(self, *some: Gate) -> None:
        """Return when somebody waits at each of these, or at every shut gate; fail, naming them, when at some nobody comes."""
        wanted = {number: gate for number, gate in self._shut.items() if gate in some or not some}
        try:
            async with asyncio.timeout(WITHIN):
                while not {*wanted} <= {key for key, waits in (await self._keys()).items() if waits}:  # noqa: ASYNC110 - others come
                    await asyncio.sleep(PAUSE)
        except TimeoutError:
            came = await self._keys()
            raise AssertionError(f"nobody came to {[gate for number, gate in wanted.items() if not came[number]]}") from None

    async def open(self) -> None:
        """Open them all; return when whatever waited there is committed or, its client being dead, rolled back."""
        await self._keeper.execute(text("SELECT pg_advisory_unlock_all()"))
        while await self._keys():  # noqa: ASYNC110 - the server ends what a dead client began
            await asyncio.sleep(PAUSE)
        for number, gate in self._shut.items():
            await self._keeper.execute(text(f"DROP TRIGGER gate_{number} ON {gate.table}"))
        self._shut.clear()

    async def _keys(self) -> dict[int, bool]:
        """Return the locks that are held or waited for, each with whether somebody waits."""
        found = await self._keeper.execute(text(_KEYS), {"least": _LEAST})
        return {row.key: row.waits for row in found}


@asynccontextmanager
async def gates(of: AsyncEngine) -> AsyncIterator[Gates]:
    """Open the way to make gates in this database; leave none behind."""
    async with of.execution_options(isolation_level="AUTOCOMMIT").connect() as keeper:
        await keeper.execute(text(f"CREATE OR REPLACE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS {_WAITS}"))
        made = Gates(keeper)
        try:
            yield made
        finally:
            await made.open()
            await keeper.execute(text("DROP FUNCTION gate()"))
