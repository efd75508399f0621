"""Letters handed to SendGrid, played by a server on loopback with the vendor's own payloads."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from adapters.sendgrid_post import SendGridPost, key_hash
from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.ports import Envelope, Post
from mou.program import Person

KEY = "ca-mx/2026-Q1/air-quality/invitation/p01"
ADDRESS = "elena.ruiz@semarnat.example"
# As SendGrid answers a bad recipient and a missing scope, addresses quoted.
BAD = f'{{"errors":[{{"message":"Does not contain a valid address: {ADDRESS}","field":"personalizations.0.to.0.email"}}]}}'
DENIED = '{"errors":[{"message":"The from address does not match a verified Sender Identity.","field":"from","help":null}]}'
LIMIT = '{"errors":[{"field":null,"message":"too many requests"}]}'


class Vendor(BaseHTTPRequestHandler):
    """Plays one answer to every request and remembers what came."""

    answer: ClassVar[tuple[int, dict[str, str], str]] = (202, {}, "")
    trick: ClassVar[str] = ""
    asked: ClassVar[list[tuple[str, dict[str, str], dict[str, Any]]]] = []
    over: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        """Read the request, then answer, hang or break off."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, dict(self.headers), body))
        if self.trick == "hang":
            self.over.wait(10)
        if self.trick == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self.trick:
            self.close_connection = True
            self.connection.close()
            return
        status, headers, text = self.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing."""

    def finish(self) -> None:
        """A connection broken off on purpose has nothing to flush."""
        if not self.trick:
            super().finish()


@pytest.fixture
def vendor() -> Iterator[str]:
    """A SendGrid on loopback; the address of it."""
    Vendor.answer, Vendor.trick = (202, {"X-Message-Id": "14c5d75ce93.dfd.64b469"}, ""), ""
    Vendor.asked.clear()
    Vendor.over.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Vendor) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Vendor.over.set()
        server.shutdown()
        thread.join()


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
    post: Post = SendGridPost("SG.test", host=host, within=within)
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


async def test_a_letter_taken_gives_the_vendors_id(vendor: str) -> None:
    """202 is queued: the id in its header is the carrier's id."""
    assert await send(vendor) == "14c5d75ce93.dfd.64b469"


async def test_what_the_vendor_is_given(vendor: str) -> None:
    """The request holds our parts, headers and reply address, the key only as a hash, and no tracking."""
    await send(vendor)
    ((path, headers, body),) = Vendor.asked
    assert path == "/v3/mail/send"
    assert headers["Authorization"] == "Bearer SG.test"
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
    assert body["custom_args"] == {"send_id": key_hash(KEY)}
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
        (429, LIMIT, Unavailable),
        (503, "upstream connect error", Unavailable),
        (500, f"cannot store {ADDRESS}", OutcomeUnknown),
        (502, "<html>Bad gateway</html>", OutcomeUnknown),
    ],
)
async def test_what_a_refusal_means(vendor: str, status: int, text: str, kind: type[MouError]) -> None:
    """Only answers that prove nothing was taken may be tried again; the status is told, the vendor's text is not."""
    Vendor.answer = (status, {"Content-Type": "application/json"}, text)
    problem = await failure(vendor)
    assert type(problem) is kind
    assert problem.where == f"sendgrid/{status}"


async def test_how_long_to_wait_is_told(vendor: str) -> None:
    """A rate limit's Retry-After is kept, when it is seconds."""
    Vendor.answer = (429, {"Retry-After": "7", "X-RateLimit-Remaining": "0"}, LIMIT)
    assert (await failure(vendor)).where == "sendgrid/429/retry-after=7"
    Vendor.answer = (429, {"Retry-After": "Wed, 21 Oct"}, LIMIT)
    assert (await failure(vendor)).where == "sendgrid/429"


@pytest.mark.parametrize("trick", ["hang", "reset", "close"])
async def test_silence_after_the_letter_left_is_an_unknown_outcome(vendor: str, trick: str) -> None:
    """A time-out, a reset or a closed connection after the request left must never lead to a second letter."""
    Vendor.trick = trick
    problem = await failure(vendor, within=0.4)
    assert type(problem) is OutcomeUnknown
    assert len(Vendor.asked) == 1


async def test_a_vendor_that_is_not_there_took_nothing() -> None:
    """A refused connection and an unknown host are tried again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert type(await failure(f"http://127.0.0.1:{taken.getsockname()[1]}")) is Unavailable
