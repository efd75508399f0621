"""The door for what SendGrid tells of letters."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.signature import SigningKey, verifier
from mou.deliveries import CarrierEvent, Event
from mou.errors import Invalid, Unavailable
from mou.record import ThreadLine
from tests.fakes.desk import FakeDesk
from tests.fakes.mailroom import FakeMailroom
from tests.fakes.press import FakePress, catalog
from tests.fakes.sendgrid import FakeSendGrid, payload
from tests.fakes.stories import FakeStories
from tests.web.sample import program
from web import events as room
from web.app import create
from web.desk import happening
from web.events import Alarm, read, router
from web.signed import SIGNATURE, TIMESTAMP
from web.words import DELIVERIES

NOW = 1_790_000_000
ADDRESS = "daniel.cho@arb.example"
REF = "0123456789abcdef01234567"


class Kept:
    """A record of deliveries in memory, which can be made to fail."""

    def __init__(self) -> None:
        self.events: dict[str, CarrierEvent] = {}
        self.failure: Exception | None = None

    async def store(self, events: Sequence[CarrierEvent]) -> int:
        """Keep each event once."""
        if self.failure is not None:
            raise self.failure
        before = len(self.events)
        self.events.update({one.model_dump_json(exclude={"reason"}): one for one in events})
        return len(self.events) - before


@dataclass
class Door:
    """The application with its door for events, and what is behind and before it."""

    web: httpx.AsyncClient
    kept: Kept
    vendor: FakeSendGrid
    told: list[tuple[str, ...]] = field(default_factory=list)

    async def post(self, *events: dict[str, object], at: int = NOW, key: SigningKey | None = None) -> httpx.Response:
        """Have the vendor post events."""
        body, headers = self.vendor.delivery(*events, at=at, key=key)
        return await self.web.post("/inbound/sendgrid/events", content=body, headers=headers)


@pytest.fixture
def door() -> Door:
    """Return the application, and a vendor that took one letter."""
    kept, vendor, told = Kept(), FakeSendGrid(), list[tuple[str, ...]]()
    vendor.take({"personalizations": [{"to": [{"email": ADDRESS}]}], "custom_args": {"send_id": REF}})

    async def bounced(refs: Sequence[str]) -> None:
        told.append(tuple(refs))

    check = verifier(vendor.key.public_pem, now=lambda: NOW)
    app = create(
        desk=FakeDesk(),
        mailroom=FakeMailroom(),
        press=FakePress(),
        verify=verifier(SigningKey.generate().public_pem),
        mailbox=False,
        published=None,
        domain="reports.example",
        events=router(deliveries=kept, verify=check, bounced=bounced),  # type: ignore[arg-type]  # only what it stores
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return Door(web=httpx.AsyncClient(transport=transport, base_url="http://desk.example"), kept=kept, vendor=vendor, told=told)


async def test_an_event_is_stored_in_our_words(door: Door) -> None:
    """The letter is found by the id we gave, the address stands apart, and of the reason only its code is kept."""
    said = "550 5.1.1 The email account that you tried to reach does not exist, daniel.cho@arb.example"
    bounce = door.vendor.event(
        "bounce", NOW - 5, type="bounce", status="5.1.1", reason=said, bounce_classification="Invalid Address"
    )
    answer = await door.post(bounce)
    assert (answer.status_code, answer.json()) == (200, {"stored": 1})
    (event,) = door.kept.events.values()
    assert event == CarrierEvent(
        message="mid-1.recvd-5f5c-xkm2w-1-60",
        event=Event.BOUNCED,
        at=datetime.fromtimestamp(NOW - 5, UTC),
        address=ADDRESS,
        ref=REF,
        reason="5.1.1",
    )


@pytest.mark.parametrize(
    ("told", "kind", "reason"),
    [
        ({"event": "processed"}, Event.PROCESSED, ""),
        ({"event": "deferred", "attempt": "5", "response": "400 try again later"}, Event.DEFERRED, "400"),
        ({"event": "delivered", "response": "250 OK"}, Event.DELIVERED, "250"),
        ({"event": "bounce", "type": "bounce", "reason": "500 unknown recipient", "status": "5.0.0"}, Event.BOUNCED, "5.0.0"),
        ({"event": "bounce", "reason": "nobody here, ask ana@b.example"}, Event.BOUNCED, ""),
        ({"event": "bounce", "type": "blocked", "reason": "554 5.7.1 poor reputation of 192.0.2.1"}, Event.BLOCKED, "5.7.1"),
        ({"event": "dropped", "reason": "Bounced Address", "status": "5.0.0"}, Event.DROPPED, "bounced-address"),
        ({"event": "dropped", "reason": "Something about ana@b.example"}, Event.DROPPED, "other"),
    ],
)
async def test_every_event_has_its_code(door: Door, told: dict[str, str], kind: Event, reason: str) -> None:
    """What the carrier says in a sentence becomes a code or nothing: its words quote addresses."""
    more: dict[str, Any] = {name: value for name, value in told.items() if name != "event"}
    assert (await door.post(door.vendor.event(told["event"], NOW, **more))).json() == {"stored": 1}
    (event,) = door.kept.events.values()
    assert (event.event, event.reason, event.attempt) == (kind, reason, told.get("attempt", ""))


@pytest.mark.parametrize("name", ["open", "click", "spamreport", "unsubscribe", "group_resubscribe", "account_status_change"])
async def test_what_readers_do_is_not_kept(door: Door, name: str) -> None:
    """Such an event is acknowledged, so that it is not sent again, and forgotten."""
    answer = await door.post(door.vendor.event(name, NOW, ip="192.0.2.1", useragent="Mozilla"))
    assert (answer.status_code, door.kept.events) == (200, {})


async def test_letters_of_others_in_the_same_account_are_not_ours(door: Door) -> None:
    """An event without our id is acknowledged and forgotten."""
    other = {name: value for name, value in door.vendor.event("delivered", NOW).items() if name != "send_id"}
    assert (await door.post(other)).json() == {"stored": 0}


async def test_a_retry_under_another_event_id_is_the_same_event(door: Door) -> None:
    """The vendor's id of an event differs from one delivery to the next; what it says does not."""
    for at in (NOW, NOW + 40):
        await door.post(door.vendor.event("delivered", NOW - 9), at=at)
    assert len(door.kept.events) == 1


async def test_a_forged_delivery_is_refused(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    """Signed by another key, or changed after signing: 403, noted for ops, nothing stored."""
    delivered = door.vendor.event("delivered", NOW)
    with caplog.at_level(logging.ERROR):
        assert (await door.post(delivered, key=SigningKey.generate())).status_code == 403
    assert "signature" in caplog.text
    body, headers = door.vendor.delivery(delivered, at=NOW)
    for changed in (body.rstrip(), body.replace(b"delivered", b"bounce"), body + b" "):
        assert (await door.web.post("/inbound/sendgrid/events", content=changed, headers=headers)).status_code == 403
    assert (await door.web.post("/inbound/sendgrid/events", content=body)).status_code == 403
    assert door.kept.events == {}


async def test_a_replay_changes_nothing_and_an_old_one_is_refused(door: Door) -> None:
    """The same delivery again, an hour or a day later, adds nothing; after the window it is not even read."""
    event = door.vendor.event("delivered", NOW - 90_000)
    told = [await door.post(event, at=NOW - 90_000) for _ in range(2)]
    assert [answer.json() for answer in told] == [{"stored": 1}, {"stored": 0}]
    assert (await door.post(event, at=NOW - 97 * 3600)).status_code == 403


@pytest.mark.parametrize("failure", [Unavailable("away"), Invalid("a bug of ours"), RuntimeError("worse")])
async def test_what_could_not_be_stored_is_not_acknowledged(door: Door, failure: Exception) -> None:
    """Any failure of ours is a 503, so that the vendor tries again, and then it is taken."""
    door.kept.failure = failure
    event = door.vendor.event("bounce", NOW)
    answer = await door.post(event)
    assert answer.status_code == 503
    assert str(failure) not in answer.text
    assert door.told == []
    door.kept.failure = None
    assert (await door.post(event)).json() == {"stored": 1}


@pytest.mark.parametrize("body", [b"", b"no JSON\r\n", b'{"event": "delivered"}', b"\xff\xfe", b"[" * 100_000])
async def test_a_signed_body_that_is_no_list_of_events_is_not_acknowledged(door: Door, body: bytes) -> None:
    """Something else posts here by mistake: it is told to come again, and ops read why in the log."""
    headers = {SIGNATURE: door.vendor.key.sign(str(NOW), body), TIMESTAMP: str(NOW)}
    assert (await door.web.post("/inbound/sendgrid/events", content=body, headers=headers)).status_code == 503


async def test_a_body_beyond_every_limit_is_left_with_the_vendor(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read no further than the limit and answered with 503."""
    monkeypatch.setattr(room, "LARGEST", 100)
    assert (await door.post(door.vendor.event("delivered", NOW))).status_code == 503


async def test_one_event_that_cannot_be_read_costs_only_itself(door: Door) -> None:
    """The others of its delivery are stored: sending it again would not mend it."""
    good = door.vendor.event("delivered", NOW)
    odd: list[dict[str, object]] = [{**good, "timestamp": "soon"}, {**good, "timestamp": 1e300}, {"email": "a@b.example"}]
    assert (await door.post(*odd, good, {**good, "email": "\x00ñ\ud800" * 999})).json() == {"stored": 2}


async def test_a_bounce_is_passed_on_at_once_and_once(door: Door) -> None:
    """Those concerned are told when it is new; its copies and what is no hard bounce tell nobody."""
    for kind in ("bounce", "bounce", "blocked"):
        await door.post(door.vendor.event("bounce", NOW, type=kind, attempt=kind))
    assert door.told[:1] == [(REF,)]
    assert len(door.told) == 1


async def test_a_bounce_that_cannot_be_passed_on_is_acknowledged(door: Door) -> None:
    """It is on record: the vendor sending it again would not help, the sweep does."""

    async def broken(refs: Sequence[str]) -> None:
        raise RuntimeError("worse")

    check = verifier(door.vendor.key.public_pem, now=lambda: NOW)
    app = create(
        desk=FakeDesk(), mailroom=FakeMailroom(), press=FakePress(), verify=check, mailbox=False, published=None, domain="d",
        events=router(deliveries=door.kept, verify=check, bounced=broken),  # type: ignore[arg-type]  # only what it stores
    )  # fmt: skip
    door.web = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk.example")
    assert (await door.post(door.vendor.event("bounce", NOW))).json() == {"stored": 1}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "came back: no such address"), ("es", "devuelta: la dirección no existe")]
)
def test_a_thread_says_how_far_a_letter_has_come(language: str, words: str) -> None:
    """Every state a letter can be in has words in every language, and the subject stays beside them."""
    line = ThreadLine(on=datetime.fromtimestamp(NOW, UTC), what="invitation", role="", ref=REF, subject="Form", state="bounced")
    told = happening(line, program(), mailbox=False)
    assert told.outcome is not None
    assert (catalog(language)[told.outcome.msgid] if language != "en" else told.outcome.msgid, told.subject) == (words, "Form")
    assert set(DELIVERIES) == set(Event)


async def test_the_alarm_is_a_sweep_started_once_per_letter() -> None:
    """The id of the sweep is the letter's, so that a copy starts none; with Temporal away nothing is raised."""
    stories = FakeStories()

    async def way() -> FakeStories:
        return stories

    async def away() -> FakeStories:
        raise Unavailable("away")

    for _ in range(2):
        await Alarm(way)(["b", "a"])
    assert stories.started == ["Sweep sweep/bounce-a"]
    await Alarm(away)(["a"])


@settings(max_examples=100, deadline=None)
@given(
    told=st.lists(
        st.dictionaries(
            st.sampled_from(["event", "timestamp", "email", "send_id", "sg_message_id", "attempt", "status", "reason", "type"]),
            st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.none(), st.lists(st.text(max_size=3), max_size=2)),
        ),
        max_size=4,
    )
)
def test_whatever_is_signed_is_read_or_left_out(told: list[dict[str, object]]) -> None:
    """No event of whatever shape breaks the reading of the others."""
    good = {"event": "delivered", "timestamp": NOW, "email": ADDRESS, "send_id": REF, "sg_message_id": "m"}
    assert [one for one in read(payload([*told, good])) if one.message == "m" and one.address == ADDRESS]
