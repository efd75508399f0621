"""The door for incoming mail: SendGrid's Inbound Parse webhook in raw mode, signed.

SendGrid retries a 5xx for three days, and drops a mail for ever on any 4xx. So the mail is stored before it is
acknowledged, every failure of ours is a 503, and a wrong signature is the only refusal.
"""

import json
import logging
import re
from collections.abc import Mapping
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from mou.errors import Invalid
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.model import Model
from mou.ports import Mailroom
from web.multipart import fields

log = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
DOOR = "sendgrid"
MALFORMED = "sendgrid-malformed"
LARGEST = 32 * 1024 * 1024
"""Bytes of a body that are read: SendGrid's own limit is 30 MB for the mail, the form around it comes on top."""


_SIGNED = re.compile(r"@?([a-z0-9.-]+)\s*:\s*pass", re.IGNORECASE)


class Verifier(Protocol):
    """Says whether a delivery was signed by whom we know, over its timestamp and raw body."""

    def __call__(self, timestamp: str, signature: str, body: bytes) -> bool:
        """Return True for a good and fresh signature; raise for a key that cannot be used."""
        ...


class Incoming(Model):
    """What is stored of a delivery: the mail's raw bytes, or the whole body when no mail could be found in it."""

    raw: bytes
    recipients: tuple[str, ...]
    door: str
    proofs: Proofs = NO_PROOFS


def router(*, mailroom: Mailroom, verify: Verifier) -> APIRouter:
    """Return the room with the one inbound route."""
    room = APIRouter()

    @room.post("/inbound/sendgrid")
    async def inbound(request: Request) -> Response:
        try:
            body = await _body(request)
        except Exception:
            log.exception("an inbound delivery could not be read; the sender is told to try again")
            return _again()
        return await receive(body, request.headers, mailroom=mailroom, verify=verify)

    return room


async def receive(body: bytes, headers: Mapping[str, str], *, mailroom: Mailroom, verify: Verifier) -> Response:
    """Check, store and acknowledge one delivery: 200 stored, 403 not signed by whom we know, 503 anything else."""
    try:
        if not verify(headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, ""), body):
            log.error("an inbound delivery of %d bytes has no good signature and was refused", len(body))
            return PlainTextResponse("The signature does not fit this body and timestamp.\n", status_code=403)
        mail = _opened(headers.get("content-type", ""), body)
        stored = await mailroom.store(mail.raw, recipients=mail.recipients, door=mail.door, proofs=mail.proofs)
    except Exception:
        log.exception("an inbound delivery was not stored; the sender is told to try again")
        return _again()
    return JSONResponse({"digest": stored.digest, "new": stored.new})


async def _body(request: Request) -> bytes:
    """Read the body once, and no more of it than the largest mail needs."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            message = f"an inbound body is larger than {LARGEST} bytes: raise LARGEST while the sender retries"
            raise Invalid(message)
    return bytes(body)


def _opened(content_type: str, body: bytes) -> Incoming:
    """Take the mail out of the form. What is signed but not understood is kept whole, for a person to look at."""
    try:
        form = fields(content_type, body)
        envelope = _envelope(form["envelope"])
        return Incoming(raw=_mail(form), recipients=_recipients(envelope), door=DOOR, proofs=_proofs(envelope, form))
    except Exception:
        log.exception("a signed delivery holds no raw mail (is the webhook in raw mode?); it is kept whole")
        return Incoming(raw=body, recipients=(), door=MALFORMED)


def _mail(form: Mapping[str, bytes]) -> bytes:
    if not form["email"].strip():
        raise Invalid("the field `email` is empty: see the stored bytes")
    return form["email"]


def _envelope(field: bytes) -> Mapping[str, object]:
    """Return the SMTP envelope: JSON such as {"to": ["a@b"], "from": "c@d"}."""
    try:
        envelope = json.loads(field)
    except ValueError as error:
        raise Invalid("the envelope is not JSON: see the stored bytes") from error
    if not isinstance(envelope, dict):
        raise Invalid("the envelope is no JSON object: see the stored bytes")
    return envelope


def _recipients(envelope: Mapping[str, object]) -> tuple[str, ...]:
    to = envelope.get("to")
    if not isinstance(to, list) or not all(isinstance(address, str) for address in to):
        raise Invalid("the envelope's `to` is not a list of addresses: see the stored bytes")
    return tuple(to)


def _proofs(envelope: Mapping[str, object], form: Mapping[str, bytes]) -> Proofs:
    """Return what SendGrid found of the sender: `SPF` is a word, `dkim` looks like {@a.example : pass, @b.example : fail}."""
    said = form.get("dkim", b"").decode("ascii", "replace").strip().removeprefix("{").removesuffix("}")
    signed = (_SIGNED.fullmatch(one.strip()) for one in said.split(","))  # whole, or a domain could bring its own "pass"
    spf = form.get("SPF", b"").decode("ascii", "replace").split()
    envelope_from = str(envelope.get("from") or "").replace("\0", "")
    return Proofs(envelope=envelope_from, spf=spf[0].casefold() if spf else "", dkim=tuple(one[1] for one in signed if one))


def _again() -> Response:
    return PlainTextResponse("Not stored. Please send it again.\n", status_code=503, headers={"Retry-After": "60"})
