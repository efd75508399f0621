"""Calling `mou` as a user does, in this process where it may be quick, and looking at what that did to the record."""

import asyncio
import io
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from sqlalchemy import func, select

import cli
import wiring
from adapters.postgres.tables import metadata
from commands.stack import Stack
from mou.submission import Phase

AWAY = "127.0.0.1:9"
"""Where no Temporal is: of what is only read, or told to no story, nothing may ask it."""


class Said(NamedTuple):
    """What a command left behind: its exit code, output and errors."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Return everything a user sees."""
        return self.out + self.err


async def mou(state: Path, *words: str, **environment: str) -> Said:
    """Run `mou` with these words and this state folder."""
    return await asyncio.to_thread(_call, words, {"MOU_STATE": str(state), **environment})


class Caller:
    """Calls `mou` in surroundings of its own, and expects it to succeed or to refuse."""

    def __init__(self, state: Path, **surroundings: str) -> None:
        self.state = state
        self.surroundings = {"MOU_STATE": str(state), **surroundings}

    async def __call__(self, *words: str) -> Said:
        return await mou(self.state, *words, **self.surroundings)

    async def right(self, *words: str) -> str:
        """Return what a call says that must succeed."""
        said = await self(*words)
        assert (said.code, said.err) == (0, ""), said.all
        return said.out

    async def wrong(self, *words: str) -> str:
        """Return what a call says that must be refused."""
        said = await self(*words)
        assert (said.code, said.out) == (1, ""), said.all
        return said.err


def _call(words: tuple[str, ...], environment: Mapping[str, str]) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(err):
        code = _code(words)
    return Said(code, out.getvalue(), err.getvalue())


def _code(words: tuple[str, ...]) -> int:
    """Do what `cli.main` does, and return the exit code instead of leaving."""
    try:
        cli.root()(list(words), prog_name="mou")
    except SystemExit as end:
        return int(end.code or 0)
    except Exception as error:  # noqa: BLE001 - the last door, as in `cli.main`
        return cli._told(error)
    return 0


async def rows(running: Stack) -> dict[str, int]:
    """Return how many rows every table of the record has."""
    async with wiring.house(running.settings) as built, built.engine.connect() as connection:
        tables = metadata.sorted_tables
        return {one.name: (await connection.execute(select(func.count()).select_from(one))).scalar_one() for one in tables}


async def eventually(look: Callable[[], Awaitable[object]]) -> None:
    """Return when what is looked at is so; the worker is another process."""
    async with asyncio.timeout(30):
        while not await look():  # noqa: ASYNC110 - no event of another process reaches this one
            await asyncio.sleep(0.05)


async def until(running: Stack, report: str, phase: Phase) -> None:
    """Return when the record shows a report in this phase."""
    async with wiring.house(running.settings) as built:

        async def there() -> bool:
            async with built.record.book(report) as book:
                return (await book.submissions())[-1].phase is phase

        await eventually(there)
