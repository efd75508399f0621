"""The door for incoming mail: SendGrid's Inbound Parse webhook in raw mode, signed.

The mail is stored before it is acknowledged; how a delivery is checked and refused is said in `web.signed`.
"""

import json
import logging
import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mou.errors import Invalid
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.model import Model
from mou.ports import Mailroom
from web.multipart import fields
from web.signed import Store, Verifier, checked, taken

log = logging.getLogger(__name__)

DOOR = "sendgrid"
MALFORMED = "sendgrid-malformed"
LARGEST = 32 * 1024 * 1024
"""Bytes of a body that are read: SendGrid's own limit is 30 MB for the mail, the form around it comes on top."""


_SIGNED = re.compile(r"@?([a-z0-9.-]+)\s*:\s*pass", re.IGNORECASE)


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
        return await taken(request, verify=verify, store=_into(mailroom), most=LARGEST)

    return room


async def receive(body: bytes, headers: Mapping[str, str], *, mailroom: Mailroom, verify: Verifier) -> Response:
    """Check, store and acknowledge one delivery as the route does."""
    return await checked(body, headers, verify=verify, store=_into(mailroom))


def _into(mailroom: Mailroom) -> Store:
    async def store(body: bytes, headers: Mapping[str, str]) -> Mapping[str, object]:
        mail = _opened(headers.get("content-type", ""), body)
        stored = await mailroom.store(mail.raw, recipients=mail.recipients, door=mail.door, proofs=mail.proofs)
        return {"digest": stored.digest, "new": stored.new}

    return store


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
