"""The whole way with a vendor on loopback: letters go out, it misbehaves, its events come in, and each goes out once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError

from activities.correspondence import letter_blob
from activities.reconciling import Reconciling
from adapters.postgres.deliveries import PostgresDeliveries
from adapters.postgres.engine import engine
from adapters.postgres.tables import carrier_events, letters
from adapters.press import JinjaPress
from adapters.sendgrid_post import SendGridPost
from adapters.signature import SigningKey, verifier
from mou.deliveries import SILENCE
from mou.stories import ReportStart
from tests.fakes.sendgrid import KEY, LIMITED, TAKES_AND_HANGS, Answer, FakeSendGrid, serving
from tests.fakes.stage import OPENED, REPORT, Stage
from web.events import router

START = ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="wildfires")
DAY = timedelta(days=1)


@pytest.fixture
def vendor() -> Iterator[FakeSendGrid]:
    """A SendGrid on loopback."""
    with serving() as vendor:
        yield vendor


class Line:
    """The office on one side, the vendor on the other, the signed webhook between them."""

    def __init__(self, stage: Stage, vendor: FakeSendGrid) -> None:
        self.stage, self.vendor = stage, vendor
        post = SendGridPost(KEY, host=vendor.host, within=0.5)
        stage.correspondence._post = post
        self.deliveries = PostgresDeliveries(stage.engine, stage.clock)
        self.hand = Reconciling(
            deliveries=self.deliveries,
            record=stage.record,
            press=JinjaPress(),
            post=post,
            blobs=stage.blobs,
            clock=stage.clock,
        )
        self.web = self.door(stage.engine)

    def door(self, of: AsyncEngine) -> httpx.AsyncClient:
        """Return the way to the webhook over a database."""
        app = FastAPI()
        check = verifier(self.vendor.key.public_pem, now=self.now)
        app.include_router(router(deliveries=PostgresDeliveries(of, self.stage.clock), verify=check))
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk.example")

    def now(self) -> float:
        """Return the time by the stage's clock."""
        return self.stage.clock.at.timestamp()

    async def open(self) -> None:
        """Have the two invitations of a report sent."""
        await self.stage.begin()
        await self.stage.asking.open_report(START)

    def event(self, name: str, *, letter: int = -1, after: int = 5, **more: Any) -> dict[str, object]:
        """Return an event some seconds after the report opened."""
        return self.vendor.event(name, int(OPENED.timestamp()) + after, letter=letter, **more)

    async def tell(self, *events: dict[str, object], key: SigningKey | None = None, at: datetime | None = None) -> int:
        """Let the vendor tell events; return the status it is answered with."""
        signed = int((at or self.stage.clock.at).timestamp())
        body, headers = self.vendor.delivery(*events, at=signed, key=key)
        return (await self.web.post("/inbound/sendgrid/events", content=body, headers=headers)).status_code

    async def rows(self) -> list[dict[str, Any]]:
        """Return the letters on record, oldest first."""
        async with self.stage.engine.connect() as connection:
            return [dict(row) for row in (await connection.execute(select(letters).order_by(letters.c.seq))).mappings()]

    async def states(self) -> list[tuple[str, str, int]]:
        """Return status, delivery and repeats of the letters, oldest first."""
        return [(row["status"], row["delivery"], row["repeats"]) for row in await self.rows()]

    async def reconcile(self, after: timedelta) -> int:
        """Reconcile some time after the report opened."""
        self.stage.clock.at = OPENED + after
        return await self.hand.reconcile()


@pytest.fixture
async def line(stage: Stage, vendor: FakeSendGrid) -> AsyncIterator[Line]:
    """Return the whole way."""
    line = Line(stage, vendor)
    yield line
    await line.web.aclose()


async def test_an_event_finds_its_letter(line: Line) -> None:
    """What the vendor gives back as `send_id` is the letter's ref, whatever else it calls it."""
    await line.open()
    (first, _) = await line.rows()
    assert line.vendor.taken[0]["custom_args"] == {"send_id": first["ref"]}
    assert await line.tell(line.event("delivered", letter=0)) == 200
    assert [state[:2] for state in await line.states()] == [("sent", "delivered"), ("sent", "")]
    thread = [one for one in await line.stage.desk.thread(REPORT) if one.what == "invitation"]
    assert [one.state for one in thread] == ["delivered", ""]
    assert [one.delivery for one in await line.stage.desk.letters(report=REPORT)] == ["", "delivered"]


async def test_taken_without_an_answer_and_told_by_events(line: Line) -> None:
    """The vendor takes a letter and hangs: it is never asked again, its events make the letter sent, copies change nothing."""
    line.vendor.answers = [TAKES_AND_HANGS]
    await line.open()
    for _ in range(3):
        await line.stage.asking.open_report(START)
    assert await line.states() == [("unknown", "", 0)] * 2
    told = [line.event("processed", letter=0), line.event("processed", letter=1)]
    for _ in range(3):
        assert await line.tell(*told) == 200
    assert await line.states() == [("sent", "processed", 0)] * 2
    assert [row["carrier"] for row in await line.rows()] == ["mid-1.recvd-5f5c-xkm2w-1-60", "mid-2.recvd-5f5c-xkm2w-1-60"]
    for days in (1, 2, 9):
        assert await line.reconcile(days * DAY + SILENCE) == 0
    assert len(line.vendor.asked) == len(line.vendor.taken) == 2
    assert await line.tell(line.event("delivered", letter=0), line.event("delivered", letter=1), at=OPENED + 9 * DAY + SILENCE)
    assert await line.states() == [("sent", "delivered", 0)] * 2


async def test_silence_is_answered_by_one_marked_repeat(line: Line) -> None:
    """No event for 26 hours: the vendor is asked exactly once more, with the mark, under the same token and id."""
    line.vendor.answers = [TAKES_AND_HANGS, TAKES_AND_HANGS, Answer()]
    await line.open()
    for hours in (1, 24, 25):
        assert await line.reconcile(timedelta(hours=hours)) == 0
    assert len(line.vendor.asked) == 2
    assert await line.reconcile(SILENCE + timedelta(minutes=1)) == 2
    for days in (2, 3, 30):
        assert await line.reconcile(days * DAY) == 0
    assert await line.states() == [("sent", "", 1)] * 2
    first, repeat = line.vendor.asked[0].body, line.vendor.asked[2].body
    assert len(line.vendor.asked) == 4
    assert repeat["subject"] == f"Possible repeat: {first['subject']}"
    assert repeat["headers"].pop("X-Mou-Possible-Repeat") == "yes"
    assert {**repeat, "subject": ""} == {**first, "subject": ""}
    kept = await line.stage.blobs.get(letter_blob((await line.rows())[0]["ref"]))
    assert b"X-Mou-Possible-Repeat" not in kept


async def test_a_repeat_that_hangs_too_is_left_to_its_events(line: Line) -> None:
    """Two unknown outcomes are no reason for a third letter."""
    line.vendor.answers = [TAKES_AND_HANGS]
    await line.open()
    for days in (2, 3, 4, 5):
        await line.reconcile(days * DAY)
    assert await line.states() == [("unknown", "", 1)] * 2
    assert len(line.vendor.asked) == 4
    late = line.event("delivered", letter=3, after=5 * 86_400)
    assert await line.tell(late) == 200
    assert (await line.states())[1] == ("sent", "delivered", 1)


async def test_a_server_error_is_not_asked_again(line: Line) -> None:
    """A 500 and a 503 may come from in front of a service that has the letter."""
    line.vendor.answers = [Answer(500, takes=True), Answer(503, takes=True)]
    await line.open()
    assert await line.states() == [("unknown", "", 0)] * 2
    assert await line.tell(line.event("processed", letter=0), line.event("dropped", letter=1, reason="Bounced Address")) == 200
    assert await line.states() == [("sent", "processed", 0), ("failed", "dropped", 0)]


async def test_a_rate_limit_is_waited_for_and_each_letter_goes_out_once(line: Line) -> None:
    """The first letter is taken, the second is not: the activity is asked again when the vendor said, for the second only."""
    line.vendor.answers = [Answer(), Answer(429, {"Retry-After": "12"}, LIMITED), Answer()]
    await line.stage.begin()
    with pytest.raises(ApplicationError) as raised:
        await line.stage.asking.open_report(START)
    assert raised.value.next_retry_delay == timedelta(seconds=12)
    await line.stage.asking.open_report(START)
    assert await line.states() == [("sent", "", 0)] * 2
    refs = [one["custom_args"]["send_id"] for one in line.vendor.taken]
    assert len(set(refs)) == len(refs) == 2


async def test_a_refusal_is_for_good(line: Line) -> None:
    """A letter too large, or to an address it will not take, is failed, seen by `mou doctor`, and never asked again."""
    line.vendor.answers = [Answer(400, {}, '{"errors":[]}'), Answer(413)]
    await line.open()
    await line.reconcile(9 * DAY)
    assert await line.states() == [("failed", "", 0)] * 2
    assert len(line.vendor.asked) == 2


async def test_forged_and_overage_events_change_nothing(line: Line) -> None:
    """A stranger cannot make a letter bounce; a replay, however often, tells what is known."""
    line.vendor.answers = [TAKES_AND_HANGS]
    await line.open()
    bounce = line.event("bounce", type="bounce", status="5.1.1")
    assert await line.tell(bounce, key=SigningKey.generate()) == 403
    assert await line.tell(bounce, at=OPENED - timedelta(hours=97)) == 403
    assert await line.states() == [("unknown", "", 0)] * 2
    delivered = line.event("delivered", after=90)
    assert [await line.tell(one) for one in (delivered, bounce, bounce, delivered)] == [200] * 4
    assert (await line.states())[1] == ("sent", "delivered", 0)


async def test_with_the_database_away_the_vendor_is_told_to_come_again(line: Line) -> None:
    """503, and when it comes again everything is stored."""
    await line.open()
    line.web = line.door(engine("postgresql+asyncpg://postgres@127.0.0.1:9/none"))
    assert await line.tell(line.event("delivered")) == 503
    line.web = line.door(line.stage.engine)
    assert await line.tell(line.event("delivered")) == 200


async def test_many_deliveries_of_the_same_events_at_once(line: Line) -> None:
    """Twenty copies in any order, at the same time, with events of other offices between: each is stored once."""
    await line.open()
    mine = [
        line.event(name, letter=one, after=second)
        for second, name in enumerate(("processed", "deferred", "delivered"))
        for one in (0, 1)
    ]
    other = {**line.event("delivered"), "send_id": "f" * 24, "email": "someone@else.example"}
    copies = [[*mine[turn % 6 :], *mine[: turn % 6], other] for turn in range(20)]
    assert await asyncio.gather(*(line.tell(*copy) for copy in copies)) == [200] * 20
    assert await line.states() == [("sent", "delivered", 0)] * 2
    async with line.stage.engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(carrier_events))).scalar_one() == 6
        assert (await connection.execute(select(carrier_events.c.address).distinct())).scalars().all() != ["someone@else.example"]


async def test_a_thousand_events_in_one_delivery(line: Line) -> None:
    """More than one statement can hold are stored all the same."""
    await line.open()
    many = [line.event("deferred", after=one, attempt=str(one)) for one in range(2500)]
    assert await line.tell(*many) == 200
    assert (await line.rows())[1]["delivery_at"] == datetime.fromtimestamp(int(OPENED.timestamp()) + 2499, UTC)


names = st.sampled_from(["processed", "deferred", "delivered", "dropped", "bounce"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.tuples(names, st.integers(0, 30)), min_size=1, max_size=6), data=st.data())
async def test_the_record_comes_to_the_same_state_in_any_order(
    line: Line, told: list[tuple[str, int]], data: st.DataObject
) -> None:
    """Events told singly in two orders, some twice, leave the same letter as all of them at once."""
    if not await line.rows():
        await line.open()
    base = data.draw(st.integers(1, 10**6)) * 100
    events = [line.event(name, letter=0, after=base + second) for name, second in told]
    again = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=3))))
    mirrored = [{**one, "send_id": line.vendor.taken[1]["custom_args"]["send_id"]} for one in events]
    for one in again:
        await line.tell(one)
    await line.tell(*({**one, "sg_message_id": "second"} for one in mirrored))
    first, second = await line.rows()
    assert (first["status"], first["delivery"], first["delivery_at"]) == (
        second["status"],
        second["delivery"],
        second["delivery_at"],
    )
