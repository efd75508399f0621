"""The record keeps its word: migrations are the tables, acts are final, older never overwrites newer, locks are taken."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from adapters.postgres.engine import engine
from adapters.postgres.record import PostgresRecord
from adapters.postgres.tables import acts, metadata
from mou.errors import Refused, Unavailable
from mou.keeping import Act
from mou.letters.blocks import Kind
from mou.program import Person, Role
from mou.submission import Phase
from tests.fakes.stage import OPENED, REPORT, SetClock, Stage


async def test_the_migrations_make_exactly_the_tables(stage: Stage) -> None:
    """A database brought up by the migrations differs in nothing from what the code expects."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with stage.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.parametrize("statement", ["UPDATE acts SET verb = 'x'", "DELETE FROM acts", "TRUNCATE acts"])
async def test_the_book_of_acts_is_final(stage: Stage, statement: str) -> None:
    """No statement of ours or anybody's changes what was done."""
    await stage.begin()
    with pytest.raises(DBAPIError, match="append-only"):
        async with stage.engine.begin() as connection:
            await connection.execute(text(statement))
    async with stage.engine.connect() as connection:
        assert (await connection.execute(select(acts.c.verb))).scalars().all() == ["start"]


async def test_an_older_seq_never_overwrites_a_newer_phase(stage: Stage) -> None:
    """A repeated activity from before cannot take the report back."""
    await stage.open()
    async with stage.record.book(REPORT) as book:
        await book.set_phase(1, seq=5, phase=Phase.REVIEWING, round_=1)
        await book.set_phase(1, seq=4, phase=Phase.COLLECTING, round_=1)
        assert (await book.submissions())[0].phase is Phase.REVIEWING


async def test_a_letter_is_decided_once_under_its_key(stage: Stage) -> None:
    """The second claim of a key changes nothing and returns the first."""
    await stage.open()
    first = await stage.record.letter(f"{REPORT}/due-20260415/invitation/p17")
    async with stage.record.book(REPORT) as book:
        again = await book.claim(first.model_copy(update={"kind": Kind.REMINDER, "person": "p99"}))
    assert again == first


async def test_a_cycle_is_started_once(stage: Stage) -> None:
    """A second start is refused and changes nothing."""
    await stage.begin()
    with pytest.raises(Refused, match="already started"):
        await stage.begin()


async def test_storing_a_mail_waits_for_the_reports_lock(stage: Stage) -> None:
    """While a step holds the report, a reply to it is not on record yet; it is once the step is done."""
    await stage.open()
    async with stage.record.book(REPORT) as book:
        storing = asyncio.create_task(stage.reply("invitation", "p17", "WF-1: twelve crews."))
        async with stage.engine.connect() as connection, asyncio.timeout(20):
            waiting = 0
            while not waiting:
                query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                waiting = (await connection.execute(query)).scalar_one()
        assert not await book.undecided()
    stored = await storing
    async with stage.record.book(REPORT) as book:
        assert await book.undecided()
    assert stored.report == REPORT


async def test_a_role_that_changed_hands_is_dated(stage: Stage) -> None:
    """Today's holder answers for the role; a new person's address is on record."""
    await stage.begin()
    new = Person(id="p90", name="Nora Vidal", address="nora.vidal@conafor.example", language="es")
    held = Role(holder="p90", alternate="p19")
    await stage.record.reassign("ca-mx", new, role="lead", group="wildfires", party="mexico", held=held, on=OPENED)
    program = (await stage.record.cycle("ca-mx/2026")).program
    assert program.group("wildfires").leads["mexico"] == held
    assert program.person("p90").address == "nora.vidal@conafor.example"


async def test_a_database_away_is_said_in_a_sentence() -> None:
    """No driver's error leaves the adapter."""
    away = engine("postgresql+asyncpg://postgres@127.0.0.1:9/none")
    with pytest.raises(Unavailable, match="cannot be reached"):
        await PostgresRecord(away, SetClock(OPENED)).waiting_mails()
    await away.dispose()


async def test_the_desk_tells_who_holds_a_report_and_what_comes_next(stage: Stage) -> None:
    """Both leads hold a fresh report, and the first reminder is next."""
    await stage.open()
    (where,) = await stage.desk.whereabouts("ca-mx", 2026)
    assert [(one.role, one.party) for one in where.holders] == [("lead", "california"), ("lead", "mexico")]
    assert where.next_step == "remind-1"


async def test_the_thread_tells_letters_mails_and_acts_in_order(stage: Stage) -> None:
    """Invitations, the reply, its filing and its receipt stand in the order in which they happened."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    told = [line.what for line in await stage.desk.thread(REPORT)]
    assert told[:2] == ["invitation", "invitation"]
    assert {"mail", "reading", "receipt"} <= set(told[2:])


async def test_acts_name_who_did_what_by_which_door(stage: Stage) -> None:
    """An act carries its actor, role, door, verb, subject and both clocks."""
    await stage.begin()
    await stage.record.act(Act(actor="p01", role="coordinator", door="command", verb="test", subject="x"), cycle="ca-mx/2026")
    async with stage.engine.connect() as connection:
        row = (await connection.execute(select(acts).where(acts.c.verb == "test"))).mappings().one()
    assert (row["actor"], row["door"], row["at_real"], row["at_on"]) == ("p01", "command", OPENED, OPENED)
