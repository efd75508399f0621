"""A database that is away, starting or out of room is told as unavailable; a broken statement is not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.postgres.engine import engine, transaction
from mou.errors import Unavailable
from tests.fakes.stage import Stage

RAISING = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{}'; END $$"


@pytest.mark.parametrize("code", ["57P03", "57P01", "08006", "53300"])
async def test_what_passes_by_itself_is_asked_for_again(stage: Stage, code: str) -> None:
    """Starting up, shutting down, a lost connection, too many of them: nothing was changed, try again."""
    with pytest.raises(Unavailable, match="cannot be reached"):
        async with transaction(stage.engine) as connection:
            await connection.execute(text(RAISING.format(code)))


async def test_a_mistake_of_ours_is_not_called_an_outage(stage: Stage) -> None:
    """Waiting would not mend it."""
    with pytest.raises(DBAPIError):
        async with transaction(stage.engine) as connection:
            await connection.execute(text(RAISING.format("P0001")))


async def test_no_parameter_is_quoted_in_an_error(stage: Stage) -> None:
    """A statement's values are people's words and addresses: an error that is logged holds none."""
    with pytest.raises(DBAPIError) as raised:
        async with stage.engine.begin() as connection:
            await connection.execute(text("SELECT 1 / (CASE WHEN :said = 'x' THEN 1 ELSE 0 END)"), {"said": "secret words"})
    assert "secret words" not in str(raised.value)


async def test_nobody_listening_is_told_as_away() -> None:
    """No server at all."""
    database = engine("postgresql+asyncpg://mou@127.0.0.1:1/none")
    with pytest.raises(Unavailable):
        async with transaction(database):
            pass
    await database.dispose()
