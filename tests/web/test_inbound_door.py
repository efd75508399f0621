"""The door for incoming mail."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.errors import Invalid, Unavailable
from tests.web.conftest import NOW, House
from web import inbound
from web.multipart import fields
from web.signed import SIGNATURE
from web.webhook import form

TO = ["reply+k7q2m9@reports.example"]
LATIN = b'From: a@b.example\r\nContent-Type: text/plain; charset="windows-1252"\r\n\r\nma\xf1ana \x93s\xed\x94 \x80\r\n'
EIGHT_BIT = b"From: a@b.example\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + bytes(range(256)) + b"\r\n--xYzZY\r\n\n\r"


@pytest.mark.parametrize("mail", [LATIN, EIGHT_BIT, b"x" * 3_000_000], ids=["windows-1252", "8-bit", "3 MB"])
async def test_a_mail_is_stored_byte_for_byte(house: House, mail: bytes) -> None:
    """What SendGrid got is what is stored, in whatever charset and size, for the envelope's recipients."""
    content_type, body = form(mail, TO)
    answer = await house.post(body, content_type)
    assert answer.status_code == 200
    assert answer.json()["new"] is True
    assert house.mailroom.only == (mail, tuple(TO), "sendgrid")


async def test_a_mail_delivered_twice_is_acknowledged_twice_and_stored_once(house: House) -> None:
    """A retry or a replay inside the window changes nothing."""
    content_type, body = form(LATIN, TO)
    first, second = await house.post(body, content_type), await house.post(body, content_type)
    assert (first.json()["new"], second.json()["new"]) == (True, False)
    assert first.json()["digest"] == second.json()["digest"]
    assert len(house.mailroom.kept) == 1


@pytest.mark.parametrize("headers", [{SIGNATURE: "bm8="}, {SIGNATURE: ""}], ids=["wrong", "none"])
async def test_a_bad_signature_is_the_one_refusal(
    house: House, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Unsigned deliveries are refused with 403, noted for ops, and not stored."""
    content_type, body = form(LATIN, TO)
    with caplog.at_level(logging.ERROR):
        answer = await house.post(body, content_type, **headers)
    assert answer.status_code == 403
    assert house.mailroom.kept == {}
    assert "signature" in caplog.text


async def test_a_delivery_replayed_after_the_window_is_refused(house: House) -> None:
    """An old delivery posted again, rightly signed, is no longer taken."""
    content_type, body = form(LATIN, TO)
    answer = await house.post(body, content_type, timestamp=str(NOW - 97 * 3600))
    assert answer.status_code == 403
    assert house.mailroom.kept == {}


@pytest.mark.parametrize("failure", [Unavailable("away"), Invalid("a bug of ours"), RuntimeError("worse")])
async def test_what_could_not_be_stored_is_not_acknowledged(house: House, failure: Exception) -> None:
    """Any failure of ours is a 503, so that the sender tries again."""
    house.mailroom.failure = failure
    content_type, body = form(LATIN, TO)
    answer = await house.post(body, content_type)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert str(failure) not in answer.text
    house.mailroom.failure = None
    assert (await house.post(body, content_type)).json()["new"] is True


MISSING = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhola\r\n--b--\r\n'
ODD = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nFrom: a@b\r\n--b\r\n'
ODD += b'Content-Disposition: form-data; name="envelope"\r\n\r\n%s\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=b", b"\xff\xfe no form"),
        ("multipart/form-data; boundary=b", form(LATIN, TO)[1]),
        ("multipart/form-data; boundary=" + "b" * 300, MISSING),
        ("multipart/form-data", MISSING),
        ("application/json", b"{}"),
        ("", b""),
        ("multipart/form-data; boundary=b", MISSING),
        ("multipart/form-data; boundary=b", MISSING[:-8]),
        ("multipart/form-data; boundary=b", ODD % b"no JSON"),
        ("multipart/form-data; boundary=b", ODD % b"[]"),
        ("multipart/form-data; boundary=b", ODD % b'{"to": "a@b"}'),
    ],
)
async def test_what_is_signed_but_not_understood_is_kept_whole(house: House, content_type: str, body: bytes) -> None:
    """A malformed form, a missing field or a cut-off body is stored as it came, for a person to look at."""
    answer = await house.post(body, content_type)
    assert answer.status_code == 200
    assert house.mailroom.only == (body, (), "sendgrid-malformed")


async def test_a_body_beyond_every_limit_is_left_with_the_sender(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body larger than what is read is answered with 503, never with a refusal that loses it."""
    monkeypatch.setattr(inbound, "LARGEST", 1000)
    content_type, body = form(b"x" * 2000, TO)
    assert (await house.post(body, content_type)).status_code == 503
    assert house.mailroom.kept == {}


async def test_a_key_that_breaks_is_our_failure(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that cannot be made refuses nothing: 503."""
    from web.inbound import receive  # noqa: PLC0415 - beside its only use

    def broken(timestamp: str, signature: str, body: bytes) -> bool:
        raise OSError("the key file is gone")

    content_type, body = form(LATIN, TO)
    answer = await receive(body, {"content-type": content_type}, mailroom=house.mailroom, verify=broken)
    assert answer.status_code == 503


@settings(max_examples=50, deadline=None)
@given(mail=st.binary(min_size=1, max_size=400), recipients=st.lists(st.emails(), max_size=3))
def test_every_mail_survives_the_form(mail: bytes, recipients: list[str]) -> None:
    """Whatever the bytes, reading the form gives back exactly what was put into it."""
    content_type, body = form(mail, recipients)
    assert fields(content_type, body)["email"] == mail


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200), content_type=st.text(max_size=60))
def test_reading_a_form_answers_or_says_invalid(body: bytes, content_type: str) -> None:
    """No body or content type breaks the reading of a form."""
    for kind in (content_type, f"multipart/form-data; boundary={content_type}", "multipart/form-data; boundary=b"):
        try:
            read = fields(kind, body)
        except Invalid:
            continue
        assert isinstance(read, dict)
