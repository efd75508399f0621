"""A running stack for a file of tests of commands: 2026 has opened its first quarter and stays there for an hour."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import wiring
from adapters.program_files import folder_of
from commands.beginning import begin, planned
from commands.stack import Stack, stack
from mou.pace import squeeze
from settings import Settings

SLOW = timedelta(hours=1)
LEADS = 10


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Stack]:
    """Start it, and wait until every lead is invited."""
    state = Path(tempfile.mkdtemp(prefix="mou-commands-"))
    async with stack(Settings(state=state, translation="human")) as up:
        folder = folder_of("ca-mx")
        _, plan = planned(folder, 2026)
        pace = squeeze(plan.instants(), start=datetime.now(UTC), gap=SLOW, longest=SLOW)
        async with wiring.house(up.settings) as built:
            await begin(built, wiring.stories(await wiring.client(up.settings)), folder, 2026, "Q1", pace)
            async with asyncio.timeout(60):
                while len(await built.desk.letters(most=50)) < LEADS:  # noqa: ASYNC110 - another process sends them
                    await asyncio.sleep(0.1)
        yield up
    shutil.rmtree(state, ignore_errors=True)
