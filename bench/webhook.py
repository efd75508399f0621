"""How fast the signed webhooks take what comes: a web process of its own over an embedded PostgreSQL, asked by eight at once."""

import asyncio
import json
import multiprocessing
import shutil
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from adapters import embedded_postgres
from adapters.blobs import ObstoreBlobs
from adapters.loopback import HOST, free_port
from adapters.postgres.deliveries import PostgresDeliveries
from adapters.postgres.engine import engine, migrate
from adapters.postgres.mailroom import PostgresMailroom
from adapters.signature import SigningKey, verifier
from adapters.system_clock import SystemClock
from bench.figures import Figure
from web import events, inbound
from web.signed import SIGNATURE, TIMESTAMP
from web.webhook import form

MAILS = Path(__file__).parents[1] / "tests" / "mails"
AT_ONCE = 8
FOR = 5.0
BATCH = 100
"""Events in one delivery."""

Post = Callable[[int], Awaitable[httpx.Response]]


def measure() -> Iterator[Figure]:
    """Yield the figures: what a mail takes is stored (bytes and row) before it is acknowledged."""
    key = SigningKey.generate()
    with _served(key.public_pem) as address:
        rate, worst = asyncio.run(_asked(address, lambda web: _mails(web, key)))
        yield Figure("inbound webhook, mails stored", rate, "/s", f"{AT_ONCE} at once, each signed and new")
        yield Figure("inbound webhook, p99", worst, "s", f"{worst * rate / AT_ONCE:.1f} times the mean")
        rate, worst = asyncio.run(_asked(address, lambda web: _events(web, key)))
        yield Figure("event webhook, events read", rate * BATCH, "/s", f"{BATCH} a delivery, p99 {worst * 1000:.0f} ms")


def _mails(web: httpx.AsyncClient, key: SigningKey) -> Post:
    raws = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]

    async def post(number: int) -> httpx.Response:
        raw = b"X-Bench: %d\r\n" % number + raws[number % len(raws)]
        content_type, body = form(raw, [f"reply+{number:032x}@reports.example"])
        return await _signed(web, key, "/inbound/sendgrid", content_type, body)

    return post


def _events(web: httpx.AsyncClient, key: SigningKey) -> Post:
    """Events of letters that are not on record: all of the work but the last insert."""

    async def post(number: int) -> httpx.Response:
        told = [
            {
                "event": "delivered",
                "timestamp": 1_790_000_000,
                "email": "somebody@mail.example",
                "send_id": f"{number:012x}{one:012x}",
                "sg_message_id": f"m{number}.{one}",
                "response": "250 2.0.0 OK",
            }
            for one in range(BATCH)
        ]
        return await _signed(web, key, "/inbound/sendgrid/events", "application/json", json.dumps(told).encode() + b"\r\n")

    return post


async def _signed(web: httpx.AsyncClient, key: SigningKey, path: str, content_type: str, body: bytes) -> httpx.Response:
    at = str(int(time.time()))
    return await web.post(
        path, content=body, headers={"content-type": content_type, TIMESTAMP: at, SIGNATURE: key.sign(at, body)}
    )


async def _asked(address: str, posting: Callable[[httpx.AsyncClient], Post]) -> tuple[float, float]:
    """Return how many requests a second were answered with 200, and the time that 99 of 100 took at most."""
    took: list[float] = []
    numbers = count()
    async with httpx.AsyncClient(base_url=address, timeout=30) as web:
        post = posting(web)
        for _ in range(20):  # warms up, and does not count
            (await post(next(numbers))).raise_for_status()
        began = time.perf_counter()

        async def one() -> None:
            while (start := time.perf_counter()) - began < FOR:
                (await post(next(numbers))).raise_for_status()
                took.append(time.perf_counter() - start)

        await asyncio.gather(*(one() for _ in range(AT_ONCE)))
        passed = time.perf_counter() - began
    return len(took) / passed, sorted(took)[int(len(took) * 0.99)]


@contextmanager
def _served(public_key: bytes) -> Iterator[str]:
    folder, port = Path(tempfile.mkdtemp(prefix="mou-bench-")), free_port()
    (folder / "blobs").mkdir()
    database = embedded_postgres.start(folder / "postgres")
    web = multiprocessing.get_context("spawn").Process(target=_serve, args=(database.url, folder, public_key, port), daemon=True)
    try:
        asyncio.run(_migrated(database.url))
        web.start()
        _awaited(port)
        yield f"http://{HOST}:{port}"
    finally:
        web.terminate()
        web.join()
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _migrated(url: str) -> None:
    of = engine(url)
    await migrate(of)
    await of.dispose()


def _serve(url: str, folder: Path, public_key: bytes, port: int) -> None:
    of, clock, verify = engine(url), SystemClock(), verifier(public_key)
    app = FastAPI()
    mailroom = PostgresMailroom(of, ObstoreBlobs((folder / "blobs").as_uri()), clock)
    app.include_router(inbound.router(mailroom=mailroom, verify=verify))
    app.include_router(events.router(deliveries=PostgresDeliveries(of, clock), verify=verify))
    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False)


def _awaited(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
