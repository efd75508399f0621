"""What tests of the record share: one embedded PostgreSQL per session, and a fresh migrated database per test."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters import embedded_postgres
from adapters.postgres.engine import engine, migrate
from tests.fakes.stage import Stage

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL with a migrated template database; return its URL with a place for the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="mou-record-"))  # not pytest's: PostgreSQL may run as somebody else
    server = embedded_postgres.start(folder)
    place = server.url.replace("/postgres?", "/{name}?").replace("/mou?", "/{name}?")
    asyncio.run(_template(server.url, place))
    yield place
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def _template(url: str, place: str) -> None:
    await _create(url, "template_mou", "template1")
    migrated = engine(place.format(name="template_mou"))
    await migrate(migrated)
    await migrated.dispose()


async def _create(url: str, name: str, template: str) -> None:
    maintenance = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with maintenance.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    await maintenance.dispose()


@pytest.fixture
async def stage(postgres: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Return a stage on a database of its own: real record, press and blobs; a clock, a carrier and stories to direct."""
    name = f"test_{next(NUMBERS)}"
    await _create(postgres.format(name="postgres"), name, "template_mou")
    stage = Stage(engine(postgres.format(name=name)), tmp_path)
    yield stage
    await stage.engine.dispose()
