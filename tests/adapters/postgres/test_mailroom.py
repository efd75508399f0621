"""Mail in: stored before it is acknowledged, once per message, beside the report's lock, and never half."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.postgres.engine import engine
from adapters.postgres.mailroom import PostgresMailroom, token_in
from adapters.postgres.tables import letters, mails
from mou.errors import Unavailable
from mou.inbound.facts import Proofs
from mou.ports import Blobs
from mou.steps import Edition, HeldMail, Step
from mou.stories import annual_id
from tests.fakes.stage import REPORT, Stage

RAW = b"From: samuel.ortega@calfire.example\r\nMessage-ID: <one@mail.example>\r\n\r\nWF-1: twelve crews."
OTHER = RAW.replace(b"twelve", b"ninety")
EDITION = Edition(program="ca-mx", year=2026, edition=1, revision=1)


class Broken:
    """A file store that is away, or (`half`) goes away once it has the bytes; everything else is another's."""

    def __init__(self, blobs: Blobs, *, half: bool = False) -> None:
        self._blobs = blobs
        self._half = half

    def __getattr__(self, name: str) -> object:
        return getattr(self._blobs, name)

    async def put(self, path: str, content: bytes) -> bool:
        """Fail, half way or before."""
        if self._half:
            await self._blobs.put(path, content)
        raise Unavailable("the file store is away", where=path)


async def _rows(stage: Stage) -> list[tuple[str, str, str | None]]:
    async with stage.engine.connect() as connection:
        query = select(mails.c.status, mails.c.reason, mails.c.report).order_by(mails.c.stored_real, mails.c.status.desc())
        return [tuple(row) for row in (await connection.execute(query)).all()]


def _address(stage: Stage) -> str:
    return stage.letter("invitation", "p17")[0].reply_to


async def test_a_mail_is_known_by_its_token_and_message_id(stage: Stage) -> None:
    """It belongs to the report of the letter it answers, whatever the address looks like in the envelope."""
    await stage.open()
    stored = await stage.mailroom.store(RAW, recipients=["x@y.example", f"<{_address(stage).upper()}>"], door="test")
    assert (stored.new, stored.report) == (True, REPORT)
    assert await stage.desk.mail(stored.digest) == RAW
    assert await _rows(stage) == [("stored", "", REPORT)]


async def test_a_mail_without_message_id_is_known_by_its_bytes(stage: Stage) -> None:
    """The same bytes twice are one mail, other bytes another, and none is held for it."""
    await stage.open()
    bare = b"From: samuel.ortega@calfire.example\r\n\r\nWF-1: twelve crews."
    told = [await stage.mailroom.store(raw, recipients=[_address(stage)], door="test") for raw in (bare, bare, bare + b".")]
    assert [one.new for one in told] == [True, False, True]
    assert [row[0] for row in await _rows(stage)] == ["stored", "stored"]


async def test_one_message_id_answers_two_letters_as_two_mails(stage: Stage) -> None:
    """The token is part of what a mail is: a mail to two reply addresses is an answer to each."""
    await stage.open()
    both = [_address(stage), stage.letter("invitation", "p19")[0].reply_to]
    told = [await stage.mailroom.store(RAW, recipients=[one], door="test") for one in both]
    assert told[0].digest != told[1].digest
    assert [one.new for one in told] == [True, True]


async def test_the_same_message_twice_at_once_is_one_mail(stage: Stage) -> None:
    """Delivered by two connections at the same time, one of them learns that it is new."""
    await stage.open()
    told = await asyncio.gather(*(stage.mailroom.store(RAW, recipients=[_address(stage)], door="test") for _ in range(4)))
    assert sorted(one.new for one in told) == [False, False, False, True]
    assert len(await _rows(stage)) == 1


async def test_two_texts_under_one_id_at_once_are_both_kept(stage: Stage) -> None:
    """Neither delivery is lost: one is stored, the other is held under its own digest with its own bytes."""
    await stage.open()
    told = await asyncio.gather(
        *(stage.mailroom.store(raw, recipients=[_address(stage)], door="test") for raw in (RAW, OTHER, RAW, OTHER))
    )
    assert sorted(row[:2] for row in await _rows(stage)) == [("held", "same-id-other-text"), ("stored", "")]
    kept = {await stage.desk.mail(digest) for digest in {one.digest for one in told}}
    assert kept == {RAW, OTHER}


async def test_the_bytes_on_record_are_those_that_were_acknowledged(stage: Stage) -> None:
    """A delivery that died after its bytes were written and came again otherwise is kept as it came the second time."""
    await stage.open()
    broken = PostgresMailroom(stage.engine, Broken(stage.blobs, half=True), stage.clock)  # type: ignore[arg-type]  # as below
    with pytest.raises(Unavailable):
        await broken.store(OTHER, recipients=[_address(stage)], door="test")
    stored = await stage.mailroom.store(RAW, recipients=[_address(stage)], door="test")
    assert await stage.desk.mail(stored.digest) == RAW
    assert await _rows(stage) == [("stored", "", REPORT)]


async def test_an_unknown_token_is_stored_without_a_letter(stage: Stage) -> None:
    """Nothing is turned away at the door: whose it is, is for the reading to find out."""
    await stage.begin()
    stored = await stage.mailroom.store(RAW, recipients=[f"reply+{'0' * 32}@reports.example"], door="test")
    assert (stored.new, stored.report) == (True, "")
    assert await stage.record.waiting_mails() == (stored.digest,)


@pytest.mark.parametrize("address", ["info@reports.example", "reply+short@reports.example", "reply+@reports.example", ""])
def test_an_address_without_a_token_has_none(address: str) -> None:
    """Only a whole reply address names a letter."""
    assert token_in([address]) == ""


async def test_with_the_file_store_away_nothing_is_on_record(stage: Stage) -> None:
    """No row says that bytes are kept which are not: the carrier is told to come again."""
    await stage.open()
    broken = PostgresMailroom(stage.engine, Broken(stage.blobs), stage.clock)  # type: ignore[arg-type]  # the rest is passed on
    with pytest.raises(Unavailable):
        await broken.store(RAW, recipients=[_address(stage)], door="test")
    assert await _rows(stage) == []
    assert (await stage.mailroom.store(RAW, recipients=[_address(stage)], door="test")).new


async def test_with_the_database_away_the_carrier_is_told_to_come_again(stage: Stage) -> None:
    """No driver's error reaches the door."""
    await stage.open()
    with pytest.raises(Unavailable, match="cannot be reached"):
        await PostgresMailroom(_away(), stage.blobs, stage.clock).store(RAW, recipients=[_address(stage)], door="test")


async def test_a_reminder_and_a_reply_never_pass_each_other(stage: Stage) -> None:
    """A step that waits for the lock behind a reply being stored finds it undecided and sends nothing."""
    await stage.open()
    async with stage.engine.begin() as storing:
        await storing.execute(text("SELECT 1 FROM reports WHERE id = :id FOR UPDATE"), {"id": REPORT})
        step = asyncio.ensure_future(stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1")))
        await _waiting(stage)
        letter = (await storing.execute(select(letters).where(letters.c.person == "p17"))).mappings().one()
        row = {"digest": "d", "content": "c", "blob": "b", "door": "test", "recipients": [], "status": "stored"}
        now = stage.clock.now()
        about = {"letter": letter["key"], "report": REPORT, "program": "ca-mx", "stored_real": now, "stored_on": now}
        await storing.execute(mails.insert().values(**row, **about))
    assert (await step).undecided
    assert not [kind for kind in stage.post.kinds() if kind.startswith("remind")]


async def test_storing_a_decision_waits_for_a_step_of_its_edition(stage: Stage) -> None:
    """The annual report's reminders take a lock too, which storing an answer to it takes."""
    await stage.open()
    await stage.annual.assemble(EDITION)
    await stage.annual.ask_annual(EDITION)
    async with stage.engine.begin() as stepping:
        query = text("SELECT 1 FROM editions WHERE id = :id FOR UPDATE")
        await stepping.execute(query, {"id": annual_id("ca-mx", 2026, 1)})
        storing = asyncio.create_task(stage.reply("annual-approval", "p01", "APPROVE\n"))
        await _waiting(stage)
        assert not storing.done()
    stored = await storing
    taken = await stage.annual.take_annual_step(
        Step(report=annual_id("ca-mx", 2026, 1), version=1, code="review-remind-1", revision=1)
    )
    assert taken.undecided
    assert (await stage.reading.read_mail(HeldMail(digest=stored.digest))).verdict == "file"


async def _waiting(stage: Stage) -> None:
    """Return when some connection to this stage's database waits for another's lock."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pg_blocking_pids(pid) <> '{}'")
    async with asyncio.timeout(20), stage.engine.connect() as looking:
        while not (await looking.execute(query)).scalar_one():
            await looking.rollback()


def _away() -> AsyncEngine:
    return engine("postgresql+asyncpg://postgres@127.0.0.1:9/none")


async def test_a_nul_in_the_envelope_costs_no_mail(stage: Stage) -> None:
    """PostgreSQL keeps no NUL: what carries one is stored without it."""
    await stage.open()
    found = Proofs(envelope="a\0@b.example", spf="pa\0ss", dkim=("b\0.example",))
    stored = await stage.mailroom.store(RAW, recipients=[_address(stage), "x\0@y.example"], door="test", proofs=found)
    assert (await stage.record.mail(stored.digest)).proofs == Proofs(envelope="a@b.example", spf="pass", dkim=("b.example",))
