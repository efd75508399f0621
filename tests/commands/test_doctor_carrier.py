"""`mou doctor` on SendGrid's side and on letters: what is wrong is named with what to set where, and no key or address."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.signature import SigningKey
from commands.doctor_carrier import EVENTS, KEY, KEYS, MAIL, carrier
from commands.doctor_findings import Finding
from commands.doctor_letters import letters
from settings import Settings
from tests.fakes.desk import FakeDesk
from tests.fakes.sendgrid import KEY as API_KEY
from tests.fakes.sendgrid import FakeSendGrid, serving
from tests.web.sample import PEOPLE, line

DOMAIN = "reply.mou.example"
PARSE = {"hostname": DOMAIN, "url": f"https://{DOMAIN}/inbound/sendgrid", "spam_check": False, "send_raw": True}
TELLS = dict.fromkeys(("processed", "deferred", "delivered", "bounce", "dropped", "open", "enabled"), True)
INBOUND, EVENTS_KEY = (SigningKey.generate().public_pem.decode() for _ in range(2))
BARE = "".join(EVENTS_KEY.splitlines()[1:-1])


@pytest.fixture
def vendor() -> Iterator[FakeSendGrid]:
    """An account with everything as it should be."""
    with serving() as vendor:
        vendor.parse = [{**PARSE, "hostname": "other.example", "send_raw": False}, {**PARSE, "security_policy": "p1"}]
        vendor.events = [{**TELLS, "url": f"https://{DOMAIN}/inbound/sendgrid/events", "id": "h1", "public_key": BARE}]
        yield vendor


async def looked(vendor: FakeSendGrid, **settings: Any) -> dict[str, Finding]:
    """Return what is found, by what it is about."""
    given = {
        "post": "sendgrid",
        "sendgrid_api_key": API_KEY,
        "sendgrid_host": vendor.host,
        "mail_domain": DOMAIN,
        "inbound_public_key": INBOUND,
        "events_public_key": EVENTS_KEY,
    }
    found = {one.what: one for one in await carrier(Settings(**{**given, **settings}))}
    words = " ".join(one.words for one in found.values())
    assert API_KEY not in words
    assert "@" not in words
    assert BARE not in words
    return found


async def test_an_account_set_right_is_well(vendor: FakeSendGrid) -> None:
    """The key sends, mail comes in raw and signed, events are told and signed by the key we have."""
    found = await looked(vendor)
    assert {what: one.state for what, one in found.items()} == dict.fromkeys((KEY, MAIL, EVENTS, KEYS), "well"), found


async def test_a_carrier_without_console_is_not_looked_at(vendor: FakeSendGrid) -> None:
    """The mailbox needs nobody's settings."""
    assert await looked(vendor, post="mailbox") == {}
    assert vendor.asked == []


@pytest.mark.parametrize(
    ("scopes", "state", "words"),
    [(["alerts.read"], "wrong", "Mail Send"), (["mail.send"], "well", "may send")],
)
async def test_a_key_that_may_not_send(vendor: FakeSendGrid, scopes: list[str], state: str, words: str) -> None:
    """Its scopes say it, and the finding says where to widen them."""
    vendor.scopes = scopes
    found = (await looked(vendor))[KEY]
    assert found.state == state
    assert words in found.words


async def test_a_key_that_is_none(vendor: FakeSendGrid) -> None:
    """SendGrid answers 401; without a key nothing is asked."""
    assert (await looked(vendor, sendgrid_api_key="SG.wrong"))[KEY].words.startswith("SendGrid refuses SENDGRID_API_KEY")
    before = len(vendor.asked)
    assert (await looked(vendor, sendgrid_api_key=""))[KEY].state == "wrong"
    assert len(vendor.asked) == before


@pytest.mark.parametrize(
    ("parse", "state", "words"),
    [
        ([], "wrong", "Add Host & URL"),
        ([{**PARSE, "security_policy": "p", "url": "https://x.example/inbound"}], "wrong", "does not end in /inbound/sendgrid"),
        ([{**PARSE, "security_policy": "p", "url": "http://x.example/inbound/sendgrid"}], "wrong", "make it https"),
        ([{**PARSE, "security_policy": "p", "send_raw": False}], "wrong", "raw, full MIME message"),
        ([{**PARSE, "security_policy": ""}], "wrong", "no security policy"),
        ([PARSE], "note", "see that a security policy"),
    ],
)
async def test_where_mail_goes(vendor: FakeSendGrid, parse: list[dict[str, Any]], state: str, words: str) -> None:
    """Another host's setting does not count; each fault says what to tick."""
    vendor.parse = parse
    found = (await looked(vendor))[MAIL]
    assert found.state == state
    assert words in found.words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "https://x.example/other"}, "no Event Webhook goes to"),
        ({"enabled": False}, "not enabled"),
        ({"processed": False, "dropped": False}, "does not tell: dropped, processed"),
        ({"public_key": ""}, "signature verification is off"),
        ({"public_key": "".join(INBOUND.splitlines()[1:-1])}, "not EVENTS_PUBLIC_KEY"),
    ],
)
async def test_where_events_go(vendor: FakeSendGrid, change: dict[str, Any], words: str) -> None:
    """Each fault of the Event Webhook is named."""
    vendor.events = [{**vendor.events[0], **change}]
    found = (await looked(vendor))[EVENTS]
    assert found.state == "wrong"
    assert words in found.words


@pytest.mark.parametrize(
    ("settings", "state", "words"),
    [
        ({"inbound_public_key": ""}, "wrong", "INBOUND_PUBLIC_KEY is not set"),
        ({"inbound_public_key": "nonsense"}, "wrong", "INBOUND_PUBLIC_KEY cannot be used"),
        ({"events_public_key": "bm8="}, "wrong", "EVENTS_PUBLIC_KEY cannot be used"),
        ({"events_public_key": ""}, "note", "SendGrid uses another key"),
        ({"events_public_key": BARE}, "well", "both can be used"),
    ],
)
async def test_the_keys_of_the_webhooks(vendor: FakeSendGrid, settings: dict[str, str], state: str, words: str) -> None:
    """A missing or broken key is found before the first mail is refused by it."""
    found = (await looked(vendor, **settings))[KEYS]
    assert found.state == state
    assert words in found.words


async def test_a_vendor_that_is_away_is_said_so(vendor: FakeSendGrid) -> None:
    """The rest of the doctor's look goes on."""
    found = await looked(vendor, sendgrid_host="http://127.0.0.1:9")
    assert found[KEY].words == "SendGrid cannot be reached: check the network and SENDGRID_HOST."
    assert found[KEYS].state == "well"


async def test_a_key_that_may_not_look_leaves_it_to_the_reader(vendor: FakeSendGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for sending only is a good key: what to look at by hand is said."""
    seen = vendor.settings
    monkeypatch.setattr(vendor, "settings", lambda path: seen(path) if path == "/v3/scopes" else None)
    monkeypatch.setattr(vendor, "missing", 403)
    found = await looked(vendor)
    assert {what: one.state for what, one in found.items()} == {KEY: "note", MAIL: "note", EVENTS: "note", KEYS: "well"}


LOST = ("failed", "", 0, "wrong"), ("unknown", "", 1, "wrong"), ("sent", "bounced", 0, "wrong"), ("failed", "dropped", 0, "wrong")


@pytest.mark.parametrize(
    ("status", "delivery", "repeats", "state"),
    [
        *LOST,
        ("sent", "blocked", 0, "wrong"),
        ("unknown", "", 0, "note"),
        ("sent", "delivered", 1, "well"),
        ("sent", "", 0, "well"),
    ],
)
async def test_letters_that_did_not_arrive_are_listed(status: str, delivery: str, repeats: int, state: str) -> None:
    """Each sort with what to do about it, by kind and report; one that may still arrive is a note."""
    desk = FakeDesk()
    letter = line(1, "invitation", PEOPLE[0], "Form", status=status)
    desk.lines = [letter.model_copy(update={"delivery": delivery, "repeats": repeats})]
    found = await letters(desk)
    assert found.state == state
    assert ("invitation of ca-mx/2026-Q3/air-quality" in found.words) == (state != "well")
    assert PEOPLE[0].address not in found.words


async def test_a_notice_of_unknown_outcome_is_left_to_a_person() -> None:
    """It asks for nothing, so it is not sent again; many are counted and some named."""
    desk = FakeDesk()
    desk.lines = [line(number, "closed", PEOPLE[0], "End", status="unknown") for number in range(1, 10)]
    found = await letters(desk)
    assert (found.state, found.words[:10]) == ("wrong", "9 unknown ")
    assert found.words.count("closed of") == 5


async def test_a_mail_server_is_tried_and_what_is_wrong_is_named() -> None:
    """Without an address, with nobody listening there, and without any secret of it in the words."""
    (missing,) = await carrier(Settings(post="smtp"))
    assert "SMTP_URL is not set" in missing.words
    (away,) = await carrier(Settings(post="smtp", smtp_url="smtp://user:s3cret@127.0.0.1:1"))
    assert (missing.state, away.state) == ("wrong", "wrong")
    assert "s3cret" not in away.words
