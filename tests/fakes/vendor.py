"""What the fakes of vendors' HTTP services share: a door on loopback that asks its vendor what to say, or says nothing."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from tests.fakes.loopback import listening


class Asked(NamedTuple):
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    size: int


class Said(NamedTuple):
    """What it is answered with: JSON, or a text as it is."""

    body: object
    status: int = 200
    headers: Mapping[str, str] = {}


class Vendor(Protocol):
    """The vendor's side of a fake."""

    url: str
    asked: list[Asked]
    over: threading.Event

    def answer(self, asked: Asked) -> Said | None:
        """Return what to say, None to hang until the vendor is over."""
        ...


V = TypeVar("V", bound=Vendor)


class Door(BaseHTTPRequestHandler):
    """One connection to the vendor."""

    vendor: ClassVar[Vendor]
    lock: ClassVar[threading.Lock]

    def do_POST(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
        asked = Asked(self.command, self.path, dict(self.headers), json.loads(raw) if raw else None, len(raw))
        with self.lock:
            self.vendor.asked.append(asked)
            said = self.vendor.answer(asked)
        if said is None:
            self.vendor.over.wait(30)
            self.close_connection = True
            return
        self.send_response_only(said.status)
        text = (said.body if isinstance(said.body, str) else json.dumps(said.body)).encode()
        for name, value in {"Content-Length": str(len(text)), **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


@contextmanager
def serving(vendor: V) -> Iterator[V]:
    """Serve a vendor on loopback until the end of the block."""
    with listening(Door, vendor.over, vendor=vendor, lock=threading.Lock()) as vendor.url:
        yield vendor
