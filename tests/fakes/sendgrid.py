"""A second SendGrid, on loopback: takes letters or refuses them as the vendor does, and tells their events, signed.

It serves what the product uses of the API (Mail Send, scopes, the settings of both webhooks) with the vendor's own shapes.
"""

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, NamedTuple

from adapters.signature import SigningKey
from tests.fakes.loopback import listening
from web.signed import SIGNATURE, TIMESTAMP

KEY = "SG.test"
LIMITED = '{"errors":[{"field":null,"message":"too many requests"}]}'


class Answer(NamedTuple):
    """What a request is answered with. Without a status it is not answered: `trick` is hang, reset or close."""

    status: int = 202
    headers: Mapping[str, str] = {}
    text: str = ""
    trick: str = ""
    takes: bool = False

    @property
    def taken(self) -> bool:
        """Whether the letter is queued all the same."""
        return self.takes or (self.status == 202 and not self.trick)


TAKES_AND_HANGS = Answer(trick="hang", takes=True)


class Asked(NamedTuple):
    """A request that came, and how a letter was answered."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    answer: Answer = Answer()


class FakeSendGrid:
    """The vendor's side: what it is told to answer, what it was asked, what it took, and how its webhooks are set."""

    def __init__(self) -> None:
        self.host = ""
        self.answers: list[Answer] = []  # one per letter, the last one for good
        self.asked: list[Asked] = []
        self.taken: list[dict[str, Any]] = []
        self.scopes = ["mail.send", "user.webhooks.parse.settings.read", "user.webhooks.event.settings.read"]
        self.parse: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.missing = 404
        self.key = SigningKey.generate()
        self.patience = 10.0
        self.one_by_one = threading.Lock()
        self.holding = threading.Event()
        self.over = threading.Event()
        self.came = threading.Event()

    def next_answer(self, letter: Mapping[str, Any]) -> Answer:
        """Return what this letter is answered with."""
        del letter  # one that is told beforehand does not look
        if not self.answers:
            return Answer()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def take(self, letter: dict[str, Any]) -> str:
        """Queue a letter and return the id it gets."""
        self.taken.append(letter)
        return f"mid-{len(self.taken)}"

    def settings(self, path: str) -> object:
        """Return what a GET of the API gives, None for what is not there."""
        return {
            "/v3/scopes": {"scopes": self.scopes},
            "/v3/user/webhooks/parse/settings": {"result": self.parse},
            "/v3/user/webhooks/event/settings/all": {"max_allowed": 2, "webhooks": self.events},
        }.get(path)

    def event(self, name: str, at: int, *, letter: int = -1, **more: object) -> dict[str, object]:
        """Return one event of a letter it took, as the vendor writes it; its `sg_event_id` is another one every time."""
        number = letter % len(self.taken) + 1
        taken = self.taken[number - 1]
        return {
            "email": taken["personalizations"][0]["to"][0]["email"],
            "timestamp": at,
            "smtp-id": f"<mid-{number}@geopod-ismtpd-1>",
            "event": name,
            "category": [],
            "sg_event_id": f"e{id(object())}-{at}",
            "sg_message_id": f"mid-{number}.recvd-5f5c-xkm2w-1-60",
            **taken.get("custom_args", {}),
            **more,
        }

    def delivery(self, *events: Mapping[str, object], at: int, key: SigningKey | None = None) -> tuple[bytes, dict[str, str]]:
        """Return body and headers of the webhook's POST: signed at `at`, by the vendor's own key unless told otherwise."""
        body = payload(events)
        signed = (key or self.key).sign(str(at), body)
        return body, {"content-type": "application/json", TIMESTAMP: str(at), SIGNATURE: signed}


def payload(events: Sequence[Mapping[str, object]]) -> bytes:
    """Return events as the vendor prints them: one a line, and a line end after the last bracket, which is signed too."""
    return ("[" + ",\r\n".join(json.dumps(one) for one in events) + "]\r\n").encode()


class Door(BaseHTTPRequestHandler):
    """One connection to the vendor."""

    vendor: ClassVar[FakeSendGrid]
    tricked = False

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.vendor.one_by_one:
            answer = self.vendor.next_answer(body)
            self.vendor.asked.append(Asked(self.path, dict(self.headers), body, answer))
            taken = self.vendor.take(body) if answer.taken else ""
        self.vendor.came.set()
        if answer.trick:
            self.trick(answer.trick)
        else:
            self.answer(answer.status, {**({"X-Message-Id": taken} if taken else {}), **answer.headers}, answer.text)

    def do_GET(self) -> None:
        self.vendor.asked.append(Asked(self.path, dict(self.headers), {}))
        if self.headers["Authorization"] != f"Bearer {KEY}":
            self.answer(401, {}, '{"errors":[{"field":null,"message":"authorization required"}]}')
            return
        found = self.vendor.settings(self.path)
        text = json.dumps(found if found is not None else {"errors": [{"field": None, "message": "not found"}]})
        self.answer(200 if found is not None else self.vendor.missing, {"Content-Type": "application/json"}, text)

    def answer(self, status: int, headers: Mapping[str, str], text: str) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def trick(self, trick: str) -> None:
        """Say nothing for long, or break the connection off."""
        self.tricked = True
        if trick == "hang":
            self.vendor.holding.set()
            self.vendor.over.wait(self.vendor.patience)
            self.vendor.holding.clear()
        if trick == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        """Say nothing."""

    def finish(self) -> None:
        """A connection broken off on purpose has nothing to flush."""
        if not self.tricked:
            super().finish()


@contextmanager
def serving(vendor: FakeSendGrid | None = None) -> Iterator[FakeSendGrid]:
    """Serve a SendGrid, this one where given, on loopback until the end of the block."""
    vendor = vendor or FakeSendGrid()
    with listening(Door, vendor.over, vendor=vendor) as vendor.host:
        yield vendor
