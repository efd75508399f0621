"""The theatre as a fixture: a fresh server per test, since a time-skipping clock is the whole server's."""

from collections.abc import AsyncIterator

import pytest

from tests.workflows.theatre import Theatre, theatre


@pytest.fixture
async def stage() -> AsyncIterator[Theatre]:
    """A fresh theatre."""
    async with theatre() as opened:
        yield opened
