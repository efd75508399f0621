"""The mail carrier: fetches letters from the mailbox and delivers replies as SendGrid's Inbound Parse does in raw mode."""

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Any

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from demo.letter import Letter

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
POLL = 0.2
_SERVER_ERROR = 500


class Carrier:
    """Speaks HTTP to the mailbox and to the inbound endpoint; an answer of 5xx or none at all is tried again for ever."""

    def __init__(self, client: httpx.AsyncClient, key_pem: bytes) -> None:
        """Take a client with its base URL and the P-256 private key that signs deliveries, as unencrypted PEM."""
        key = serialization.load_pem_private_key(key_pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            message = "the carrier's key is not an elliptic curve key: give the P-256 key of the embedded stack"
            raise TypeError(message)
        self._client, self._key = client, key

    async def after(self, seq: int) -> list[dict[str, Any]]:
        """Return the index lines of the letters with a greater seq, oldest first; none when the mailbox is away."""
        answer = await self._get("/mailbox/index.json", after=seq)
        lines: list[dict[str, Any]] = answer.json() if answer is not None else []
        return lines

    async def letter(self, line: dict[str, Any]) -> Letter:
        """Fetch the letter of an index line, however often that takes."""
        answer = await _until(lambda: self._get(f"/mailbox/{line['ref']}.eml"))
        return Letter.read(line, answer.content)

    async def deliver(self, raw: bytes) -> httpx.Response:
        """Post a mail until the endpoint has taken or refused it; return its last answer."""
        return await _until(lambda: self._post(raw))

    async def _post(self, raw: bytes) -> httpx.Response | None:
        try:
            answer = await self._client.send(self._signed(raw))
        except httpx.TransportError:
            return None
        return answer if answer.status_code < _SERVER_ERROR else None

    async def _get(self, path: str, **query: int) -> httpx.Response | None:
        try:
            answer = await self._client.get(path, params=query)
        except httpx.TransportError:
            return None
        return answer if answer.is_success else None

    def _signed(self, raw: bytes) -> httpx.Request:
        """Return the request that SendGrid makes: a multipart form, signed over its timestamp and body."""
        form = {name: (None, value) for name, value in _form(raw).items()}
        request = self._client.build_request("POST", "/inbound/sendgrid", files=form)
        timestamp, body = str(int(time.time())), request.read()
        signature = self._key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
        request.headers.update({TIMESTAMP: timestamp, SIGNATURE: b64encode(signature).decode()})
        return request


async def _until(attempt: Callable[[], Awaitable[httpx.Response | None]]) -> httpx.Response:
    """Return the first answer that settles the matter; a carrier keeps trying, with a pause between."""
    while True:
        if (answer := await attempt()) is not None:
            return answer
        await asyncio.sleep(POLL)


def _form(raw: bytes) -> dict[str, bytes]:
    """Return the fields of raw mode, each as bytes."""
    message = message_from_bytes(raw, policy=policy.default)
    sender, to = parseaddr(str(message["From"]))[1], str(message["To"])
    charsets = {"to": "UTF-8", "from": "UTF-8", "subject": "UTF-8", "text": "utf-8", "html": "utf-8"}
    fields: dict[str, str] = {
        "to": to,
        "from": str(message["From"]),
        "subject": str(message["Subject"]),
        "envelope": json.dumps({"to": [parseaddr(to)[1]], "from": sender}),
        "charsets": json.dumps(charsets),
        "sender_ip": "192.0.2.25",
        "SPF": "pass",
        "dkim": f"{{@{sender.partition('@')[2]} : pass}}",
        "spam_score": "0.1",
        "spam_report": "Spam detection software found nothing.",
    }
    return {"email": raw, **{name: value.encode() for name, value in fields.items()}}
