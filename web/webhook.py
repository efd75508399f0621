"""The mailbox's stand-in for SendGrid: a reply becomes the form that the webhook posts, signed, and goes through its door."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from secrets import token_hex

from mou.errors import Unavailable
from mou.ports import Mailroom
from web.inbound import receive
from web.signed import SIGNATURE, TIMESTAMP, Verifier

Deliver = Callable[[bytes, Sequence[str]], Awaitable[None]]
"""Posts one mail (RFC 5322 bytes) for these recipients; raises Unavailable when it was not stored."""

Sign = Callable[[str, bytes], str]
"""Returns the signature over a timestamp and a body."""


def delivery(*, mailroom: Mailroom, verify: Verifier, sign: Sign) -> Deliver:
    """Return the way in for replies written in the mailbox: the very door the webhook uses, signature check included."""

    async def deliver(raw: bytes, recipients: Sequence[str]) -> None:
        content_type, body = form(raw, recipients)
        timestamp = str(int(time.time()))
        headers = {"content-type": content_type, TIMESTAMP: timestamp, SIGNATURE: sign(timestamp, body)}
        answer = await receive(body, headers, mailroom=mailroom, verify=verify)
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP: stored
            raise Unavailable("the reply was not stored: nothing is lost, post it again")

    return deliver


def form(raw: bytes, recipients: Sequence[str]) -> tuple[str, bytes]:
    """Return content type and body of the webhook's form in raw mode for one mail."""
    sender = str(message_from_bytes(raw, policy=default).get("From", ""))
    envelope = json.dumps({"to": list(recipients), "from": sender})
    # Whoever writes in the mailbox is at this machine: the stand-in vouches for them as a carrier would.
    domain = parseaddr(sender)[1].rpartition("@")[2]
    found = {"SPF": b"pass", "dkim": f"{{@{domain} : pass}}".encode()}
    return _multipart({"to": ", ".join(recipients).encode(), "envelope": envelope.encode(), **found, "email": raw})


def _multipart(fields: Mapping[str, bytes]) -> tuple[str, bytes]:
    boundary = f"xYzZY{token_hex(16)}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in fields.items()
    ]
    return f"multipart/form-data; boundary={boundary}", b"".join(parts) + f"--{boundary}--\r\n".encode()
