"""Letters handed to SendGrid, played by a server on loopback with the vendor's own payloads."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from temporalio.exceptions import ApplicationError

from activities.failures import told
from adapters.sendgrid_post import SendGridPost
from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.ports import Envelope, Post
from mou.program import Person
from tests.fakes.sendgrid import KEY as API_KEY
from tests.fakes.sendgrid import LIMITED, Answer, FakeSendGrid, serving

KEY = "ca-mx/2026-Q1/air-quality/invitation/p01"
ADDRESS = "elena.ruiz@semarnat.example"
# As SendGrid answers a bad recipient and a missing scope, addresses quoted.
BAD = f'{{"errors":[{{"message":"Does not contain a valid address: {ADDRESS}","field":"personalizations.0.to.0.email"}}]}}'
DENIED = '{"errors":[{"message":"The from address does not match a verified Sender Identity.","field":"from","help":null}]}'


@pytest.fixture
def vendor() -> Iterator[FakeSendGrid]:
    """A SendGrid on loopback."""
    with serving() as vendor:
        yield vendor


def envelope() -> Envelope:
    """Return an envelope to Elena."""
    return Envelope(
        key=KEY,
        sender="mou@reports.example",
        reply_to="reply+t0k3n@reports.example",
        to=Person(id="p01", name="Ruiz, Elena", address=ADDRESS, language="es"),
        message_id="<abc@reports.example>",
        references=("<first@reports.example>",),
        language="es",
        expects_reply=True,
    )


def composed() -> bytes:
    """Return a letter as the press composes it."""
    message = EmailMessage()
    message["From"] = "Secretaría del MOU <mou@reports.example>"
    message["To"] = f"Elena Ruiz <{ADDRESS}>"
    message["Subject"] = "Informe del trimestre: calidad del aire — año 2026"
    message["Reply-To"] = "reply+t0k3n@reports.example"
    message["Message-ID"] = "<abc@reports.example>"
    message["In-Reply-To"] = "<first@reports.example>"
    message["References"] = "<first@reports.example>"
    message["X-MOU-Kind"] = "invitation"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("Avance:\n[FIN]\n")
    message.add_alternative("<p>Avance: ñ</p>\n", subtype="html")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="año.pdf")
    message["Content-Language"] = "es"  # the parts made above would have taken it with them
    return message.as_bytes()


async def send(host: str, *, within: float = 5.0) -> str:
    """Send the letter to a host."""
    post: Post = SendGridPost(API_KEY, host=host, within=within)
    return await post.send(envelope(), composed())


async def failure(host: str, *, within: float = 5.0) -> MouError:
    """Return the error that sending raises; whatever it is, it must not tell the address, not even by its context."""
    with pytest.raises(MouError) as raised:
        await send(host, within=within)
    problem: BaseException | None = raised.value
    while problem is not None:
        assert ADDRESS not in f"{problem!r}{getattr(problem, 'body', '')}"
        assert isinstance(problem, MouError)
        problem = problem.__cause__ or problem.__context__
    return raised.value


async def test_a_letter_taken_gives_the_vendors_id(vendor: FakeSendGrid) -> None:
    """202 is queued: the id in its header is the carrier's id."""
    assert await send(vendor.host) == "mid-1"


async def test_what_the_vendor_is_given(vendor: FakeSendGrid) -> None:
    """The request holds our parts, headers and reply address, the key only as a hash, and no tracking."""
    await send(vendor.host)
    ((path, headers, body, _),) = vendor.asked
    assert path == "/v3/mail/send"
    assert headers["Authorization"] == f"Bearer {API_KEY}"
    assert body["from"] == {"email": "mou@reports.example", "name": "Secretaría del MOU"}
    assert body["reply_to"] == {"email": "reply+t0k3n@reports.example"}
    assert body["subject"] == "Informe del trimestre: calidad del aire — año 2026"
    assert body["content"] == [
        {"type": "text/plain", "value": "Avance:\n[FIN]\n"},
        {"type": "text/html", "value": "<p>Avance: ñ</p>\n"},
    ]
    assert body["headers"] == {
        "Message-ID": "<abc@reports.example>",
        "In-Reply-To": "<first@reports.example>",
        "References": "<first@reports.example>",
        "X-MOU-Kind": "invitation",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "es",
    }
    assert [to["email"] for person in body["personalizations"] for to in person["to"]] == [ADDRESS]
    assert body["custom_args"] == {"send_id": "abc"}
    assert [(one["filename"], one["content"]) for one in body["attachments"]] == [("año.pdf", "AAE=")]
    assert body["tracking_settings"]["click_tracking"] == {"enable": False, "enable_text": False}
    assert body["tracking_settings"]["open_tracking"]["enable"] is False
    assert "p01" not in json.dumps(body)


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (400, BAD, Invalid),
        (401, '{"errors":[{"field":null,"message":"The provided authorization grant is invalid"}]}', Invalid),
        (403, DENIED, Invalid),
        (413, "<html>too large</html>", Invalid),
        (408, "", Unavailable),
        (429, LIMITED, Unavailable),
        (503, "upstream connect error", OutcomeUnknown),
        (500, f"cannot store {ADDRESS}", OutcomeUnknown),
        (502, "<html>Bad gateway</html>", OutcomeUnknown),
    ],
)
async def test_what_a_refusal_means(vendor: FakeSendGrid, status: int, text: str, kind: type[MouError]) -> None:
    """Only answers that prove nothing was taken may be tried again; the status is told, the vendor's text is not."""
    vendor.answers = [Answer(status, {"Content-Type": "application/json"}, text)]
    problem = await failure(vendor.host)
    assert type(problem) is kind
    assert problem.where == f"sendgrid/{status}"


DATE = "Fri, 24 Nov 2028 10:00:00 GMT"
RESET = str(int(datetime(2028, 11, 24, 10, 0, 42, tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7", "X-RateLimit-Reset": RESET, "Date": DATE}, 7),
        ({"Retry-After": "0"}, 1),
        ({"X-RateLimit-Limit": "150", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": RESET, "Date": DATE}, 42),
        ({"X-RateLimit-Reset": "1392815263"}, 1),
        ({"X-RateLimit-Reset": "99999999999999"}, 3600),
        ({"Retry-After": "Wed, 21 Oct"}, None),
        ({"X-RateLimit-Reset": "soon"}, None),
        ({}, None),
    ],
)
async def test_a_rate_limit_says_when_to_ask_again(vendor: FakeSendGrid, headers: dict[str, str], seconds: int | None) -> None:
    """The activity is tried again when the vendor's headers say, by the vendor's clock, and never later than in an hour."""
    vendor.answers = [Answer(429, headers, LIMITED)]

    @told
    async def hand() -> str:
        return await send(vendor.host)

    with pytest.raises(ApplicationError) as raised:
        await hand()
    assert raised.value.next_retry_delay == (None if seconds is None else timedelta(seconds=seconds))
    assert not raised.value.non_retryable
    assert str(raised.value) == "unavailable: unavailable sendgrid/429"


async def test_a_reset_without_a_date_is_measured_by_our_clock(vendor: FakeSendGrid) -> None:
    """A proxy may have taken the date away."""
    vendor.answers = [Answer(429, {"X-RateLimit-Reset": str(int(time.time()) + 30)}, LIMITED)]
    after = (await failure(vendor.host)).after
    assert after is not None
    assert timedelta(seconds=20) < after <= timedelta(seconds=30)


async def test_an_answer_that_is_not_the_vendors_is_an_unknown_outcome(vendor: FakeSendGrid) -> None:
    """Another server's page with status 200 does not mean that a letter was taken."""
    vendor.answers = [Answer(200, {}, "<html>Please sign in to this network</html>")]
    problem = await failure(vendor.host)
    assert (type(problem), problem.where) == (OutcomeUnknown, "sendgrid/200")


async def test_a_vendor_that_hangs_keeps_nothing_else_waiting(vendor: FakeSendGrid) -> None:
    """Twenty letters wait for it at once, and the loop and its own threads go on meanwhile."""
    vendor.answers = [Answer(trick="hang")]
    post = SendGridPost(API_KEY, host=vendor.host, within=1.5)
    sending = [asyncio.create_task(post.send(envelope(), composed())) for _ in range(20)]
    assert await asyncio.wait_for(asyncio.to_thread(lambda: "done"), timeout=1) == "done"
    ended = await asyncio.gather(*sending, return_exceptions=True)
    assert {type(one) for one in ended} == {OutcomeUnknown}
    assert len(vendor.asked) == len(sending)


@pytest.mark.parametrize("trick", ["hang", "reset", "close"])
async def test_silence_after_the_letter_left_is_an_unknown_outcome(vendor: FakeSendGrid, trick: str) -> None:
    """A time-out, a reset or a closed connection after the request left must never lead to a second letter."""
    vendor.answers = [Answer(trick=trick)]
    problem = await failure(vendor.host, within=0.4)
    assert type(problem) is OutcomeUnknown
    assert len(vendor.asked) == 1


async def test_a_vendor_that_is_not_there_took_nothing() -> None:
    """A refused connection and an unknown host are tried again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert type(await failure(f"http://127.0.0.1:{taken.getsockname()[1]}")) is Unavailable
