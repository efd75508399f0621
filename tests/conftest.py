"""What tests of the record share: one embedded PostgreSQL per session, its database emptied before every test."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters import embedded_postgres
from adapters.postgres.engine import engine, migrate
from adapters.postgres.tables import metadata
from tests.fakes.stage import Stage

# Speed is measured in `bench/`, never in a timed test.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL, migrated; return its URL."""
    folder = Path(tempfile.mkdtemp(prefix="mou-record-"))  # not pytest's: PostgreSQL may run as somebody else
    server = embedded_postgres.start(folder)
    asyncio.run(_prepare(server.url))
    yield server.url
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def _prepare(url: str) -> None:
    """Migrate, and wait for no disk: what this database holds is thrown away."""
    migrated = engine(url)
    await migrate(migrated)
    await migrated.dispose()
    settings = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
    await _execute(url, *settings, "SELECT pg_reload_conf()")


async def _execute(url: str, *statements: str) -> None:
    maintenance = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with maintenance.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await maintenance.dispose()


async def fresh(url: str) -> str:
    """Empty the database and return its URL; the book of acts allows that to a replica only."""
    # Deleting a few rows is ten times as quick as truncating, which makes every table and index a new file.
    emptied = "".join(f"DELETE FROM {table.name}; " for table in metadata.sorted_tables)  # noqa: S608 - our own table names
    numbered = [(table.name, column.name) for table in metadata.sorted_tables for column in table.columns if column.identity]
    again = "".join(f"PERFORM setval(pg_get_serial_sequence('{table}', '{column}'), 1, false); " for table, column in numbered)
    await _execute(url, "SET session_replication_role = replica", f"DO $$ BEGIN {emptied}{again}END $$")
    return url


@pytest.fixture
async def stage(postgres: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Return a stage of its own: real record, press and blobs; a clock, a carrier and stories to direct."""
    stage = Stage(engine(await fresh(postgres)), tmp_path)
    yield stage
    await stage.engine.dispose()
