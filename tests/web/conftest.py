"""The application over fakes, with a real signing key, spoken to without a socket."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from adapters.signature import SigningKey, verifier
from tests.fakes.desk import FakeDesk
from tests.fakes.mailroom import FakeMailroom
from tests.fakes.press import FakePress
from tests.web.sample import desk as sample_desk
from web.app import create
from web.signed import SIGNATURE, TIMESTAMP
from web.webhook import delivery

NOW = 1_790_000_000


@dataclass
class House:
    """The application's parts, for tests to look into and to break."""

    desk: FakeDesk
    mailroom: FakeMailroom
    key: SigningKey
    published: Path
    app: FastAPI
    web: httpx.AsyncClient

    async def post(self, body: bytes, content_type: str, *, timestamp: str = str(NOW), **headers: str) -> httpx.Response:
        """Post a signed delivery; `headers` replace what is sent."""
        given = {"content-type": content_type, TIMESTAMP: timestamp, SIGNATURE: self.key.sign(timestamp, body), **headers}
        return await self.web.post("/inbound/sendgrid", content=body, headers=given)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return the application over the sample year."""
    key, mailroom, desk = SigningKey.generate(), FakeMailroom(), sample_desk()
    now_verify = verifier(key.public_pem, now=lambda: NOW)
    app = create(
        desk=desk,
        mailroom=mailroom,
        press=FakePress(),
        verify=now_verify,
        mailbox=True,
        published=tmp_path / "public",
        domain="reports.example",
        deliver=delivery(mailroom=mailroom, verify=verifier(key.public_pem), sign=key.sign),
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as web:
        yield House(desk=desk, mailroom=mailroom, key=key, published=tmp_path / "public", app=app, web=web)
