"""Mail out by SendGrid's Mail Send API, through the `sendgrid` package.

Nothing of the vendor's own words leaves this file: they quote addresses, and errors enter histories. SendGrid has no
idempotency key, so only what proves that nothing was accepted is told as Unavailable; the rest is OutcomeUnknown.
"""

import asyncio
import base64
import logging
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256
from http.client import HTTPException
from urllib.error import URLError

from python_http_client.exceptions import HTTPError  # type: ignore[import-untyped]  # the vendor ships no types
from sendgrid import SendGridAPIClient  # type: ignore[import-untyped]  # the vendor ships no types
from sendgrid.helpers.mail import (  # type: ignore[import-untyped]  # the vendor ships no types
    Attachment,
    ClickTracking,
    Content,
    CustomArg,
    From,
    Header,
    Mail,
    OpenTracking,
    ReplyTo,
    Subject,
    To,
    TrackingSettings,
)

from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.ports import Envelope

# SendGrid writes these itself and refuses a request that sets them.
_ITS_OWN = frozenset(
    {"to", "from", "subject", "reply-to", "cc", "bcc", "date", "received", "dkim-signature", "mime-version"}
    | {"content-type", "content-transfer-encoding"}
)
# Told before anything was accepted: too many requests, and a service that takes none.
_NOT_TAKEN = frozenset({429, 503})
_SERVER_ERROR = 500


class SendGridPost:
    """The port Post by SendGrid. A letter it says yes to is queued, not delivered: its events tell the rest."""

    repeatable = False

    def __init__(self, key: str, *, host: str = "https://api.sendgrid.com", within: float = 30.0) -> None:
        """Send with an API key (mail-send scope), to the global or the EU host; a request may take `within` seconds."""
        # At its debug level the vendor's client logs whole letters.
        logging.getLogger("python_http_client").setLevel(logging.WARNING)
        self._key = key
        self._host = host
        self._within = within

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Hand the letter over and return SendGrid's id of it.

        Raise Unavailable (nothing was accepted: try again), Invalid (it never will be: mend the key, the sender or the
        letter) or OutcomeUnknown (it may have been: wait for its events).
        """
        return await asyncio.to_thread(self._sent, mail(envelope, message), key_hash(envelope.key))

    def _sent(self, letter: Mail, send_id: str) -> str:
        client = SendGridAPIClient(self._key, host=self._host)
        client.client.timeout = self._within  # its own default is to wait for ever
        try:
            response = client.send(letter)
            return response.headers.get("X-Message-Id") or send_id
        except HTTPError as refused:
            failure = _refusal(int(refused.status_code), refused.headers)
        except URLError:
            # Raised only while connecting and sending: the request never left whole.
            failure = Unavailable(
                "SendGrid cannot be reached: check the network and the host setting", where="sendgrid/unreached"
            )
        except (OSError, HTTPException):
            failure = OutcomeUnknown(
                "SendGrid did not answer after the letter had left: its events will tell, do not send it again",
                where="sendgrid/no-answer",
            )
        # Raised out here so that the vendor's exception, which may quote addresses, is not its context.
        raise failure


def key_hash(key: str) -> str:
    """Return what SendGrid's events carry of a letter's key as `send_id`: stored there for long, so no name or id in it."""
    return sha256(key.encode()).hexdigest()[:24]


def mail(envelope: Envelope, message: bytes) -> Mail:
    """Return our composed letter as a request to SendGrid: same parts, same headers but those it writes itself."""
    parsed = message_from_bytes(message, policy=policy.default)
    name, address = parseaddr(str(parsed["From"] or envelope.sender))
    letter = Mail(from_email=From(address, name or None), subject=Subject(str(parsed["Subject"] or "")))
    letter.add_to(To(envelope.to.address, envelope.to.name))
    letter.reply_to = ReplyTo(parseaddr(envelope.reply_to)[1])
    for kind in ("plain", "html"):
        part = parsed.get_body((kind,))
        if part is not None:
            letter.add_content(Content(f"text/{kind}", part.get_content()))
    for attached in parsed.iter_attachments():
        letter.add_attachment(_attachment(attached))
    for header, value in parsed.items():
        if header.lower() not in _ITS_OWN:
            letter.add_header(Header(header, " ".join(str(value).split())))
    letter.add_custom_arg(CustomArg("send_id", key_hash(envelope.key)))
    # Rewritten links would break reading our own words in a reply, and people would not see where they lead.
    letter.tracking_settings = TrackingSettings(ClickTracking(enable=False, enable_text=False), OpenTracking(enable=False))
    return letter


def _attachment(part: EmailMessage) -> Attachment:
    payload = part.get_payload(decode=True)
    content = base64.b64encode(payload if isinstance(payload, bytes) else part.as_bytes()).decode()
    return Attachment(content, part.get_filename() or "attachment", part.get_content_type(), "attachment")


def _refusal(status: int, headers: object) -> MouError:
    """Return what a status means for the letter; `where` carries it and how long to wait, in seconds, if told."""
    wait = headers.get("Retry-After", "") if hasattr(headers, "get") else ""
    where = f"sendgrid/{status}" + (f"/retry-after={wait}" if str(wait).isdigit() else "")
    if status in _NOT_TAKEN:
        return Unavailable(f"SendGrid takes no letters just now (status {status}): try again later", where=where)
    if status >= _SERVER_ERROR:
        return OutcomeUnknown(
            f"SendGrid failed (status {status}) and may have taken the letter: wait for its events", where=where
        )
    return Invalid(
        f"SendGrid refuses the letter (status {status}): 401 and 403 mean the API key or the sender's domain, 413 its size",
        where=where,
    )
