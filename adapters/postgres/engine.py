"""The way to the record: an engine, its errors in our words, and the migrations that bring a database up to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from mou.errors import MouError, Unavailable

AWAY = (OperationalError, InterfaceError, ConnectionError, TimeoutError, PoolExhausted, OSError)
PASSING = ("08", "53", "57P")
"""SQLSTATE classes that pass by themselves: connection, resources, and a server that starts up or shuts down."""
MESSAGE = (
    "The record (PostgreSQL) cannot be reached; nothing was changed. "
    "Start the stack with `make run`, or check DATABASE_URL, and try again."
)


def engine(url: str) -> AsyncEngine:
    """Return a pooled engine for a `postgresql+asyncpg://` address: more connections than a worker runs activities at once."""
    return create_async_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True, hide_parameters=True)


@asynccontextmanager
async def transaction(of: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Run in one transaction: committed at the end, rolled back on any error; raise Unavailable when the database is away."""
    try:
        async with of.begin() as connection:
            yield connection
    except MouError:  # a rule's refusal is also an OSError by meaning: it is not the database's
        raise
    except AWAY as error:
        raise Unavailable(MESSAGE) from error
    except DBAPIError as error:
        if error.connection_invalidated or str(getattr(error.orig, "sqlstate", "") or "").startswith(PASSING):
            raise Unavailable(MESSAGE) from error
        raise


async def migrate(of: AsyncEngine) -> None:
    """Bring the database to the newest revision; does nothing when it is there."""
    async with transaction(of) as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
