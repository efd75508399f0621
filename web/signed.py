"""A door only for whom we know: SendGrid's webhooks are signed alike, and are told alike what became of a delivery.

It retries a 5xx, and drops what it delivers for ever on any 4xx. So every failure of ours is a 503, and a wrong signature is
the only refusal.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from mou.errors import Invalid

log = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"

Store = Callable[[bytes, Mapping[str, str]], Awaitable[Mapping[str, object]]]
"""Stores a delivery, given its body and headers, and returns what to answer."""


class Verifier(Protocol):
    """Says whether a delivery was signed by whom we know, over its timestamp and raw body."""

    def __call__(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Return True for a good and fresh signature; raise for a key that cannot be used."""
        ...


async def taken(request: Request, *, verify: Verifier, store: Store, most: int) -> Response:
    """Read a delivery of at most so many bytes, check and store it; see `checked`."""
    try:
        body = await _body(request, most)
    except Exception:
        log.exception("a delivery to %s could not be read; the sender is told to try again", request.url.path)
        return _again()
    return await checked(body, request.headers, verify=verify, store=store)


async def checked(body: bytes, headers: Mapping[str, str], *, verify: Verifier, store: Store) -> Response:
    """Check, store and acknowledge one delivery: 200 stored, 403 not signed by whom we know, 503 anything else."""
    try:
        if not verify(headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, ""), body):
            log.error("a delivery of %d bytes has no good signature and was refused", len(body))
            return PlainTextResponse("The signature does not fit this body and timestamp.\n", status_code=403)
        return JSONResponse(await store(body, headers))
    except Exception:
        log.exception("a delivery was not stored; the sender is told to try again")
        return _again()


async def _body(request: Request, most: int) -> bytes:
    """Read the body once, and no more of it than the largest delivery needs."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            message = f"a body is larger than {most} bytes: raise the limit while the sender retries"
            raise Invalid(message)
    return bytes(body)


def _again() -> Response:
    return PlainTextResponse("Not stored. Please send it again.\n", status_code=503, headers={"Retry-After": "60"})
