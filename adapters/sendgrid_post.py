"""Mail out by SendGrid's Mail Send API, through the `sendgrid` package.

Nothing of the vendor's own words leaves this file: they quote addresses, and errors enter histories. SendGrid has no
idempotency key, so only what proves that nothing was accepted is told as Unavailable; the rest is OutcomeUnknown.
"""

import asyncio
import base64
import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
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
_TAKEN = 202
# Told before anything was accepted: too many requests, and a request that never came whole. A 503 may be a proxy's, said
# after the service behind it has the letter.
_NOT_TAKEN = frozenset({408, 429})
_SERVER_ERROR = 500
LONGEST_WAIT = timedelta(hours=1)
"""What a rate limit may keep us from asking again: a date beyond it is a clock gone wrong, theirs or ours."""
AT_ONCE = 32
"""Letters in the vendor's hands at once: more than a worker runs activities, so that none waits behind one that hangs."""


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
        # Threads of its own: a vendor that hangs must not keep the rest of the process from its shared ones.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sendgrid")

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Hand the letter over and return SendGrid's id of it.

        Raise Unavailable (nothing was accepted: try again), Invalid (it never will be: mend the key, the sender or the
        letter) or OutcomeUnknown (it may have been: wait for its events).
        """
        of = asyncio.get_running_loop()
        return await of.run_in_executor(self._threads, self._sent, mail(envelope, message), send_id(envelope))

    def _sent(self, letter: Mail, ref: str) -> str:
        client = SendGridAPIClient(self._key, host=self._host)
        client.client.timeout = self._within  # its own default is to wait for ever
        try:
            response = client.send(letter)
            if response.status_code == _TAKEN:
                return response.headers.get("X-Message-Id") or ref
            failure: MouError = OutcomeUnknown(
                f"SendGrid answered {response.status_code}, not 202: is another server in between? Wait for its events.",
                where=f"sendgrid/{response.status_code}",
            )
        except HTTPError as refused:
            failure = _refusal(int(refused.status_code), refused.headers or {})
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


def send_id(envelope: Envelope) -> str:
    """Return what SendGrid's events carry of a letter, its ref: stored there for long, so no name or id of anybody in it."""
    return envelope.message_id.strip("<>").partition("@")[0]


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
    letter.add_custom_arg(CustomArg("send_id", send_id(envelope)))
    # Rewritten links would break reading our own words in a reply, and people would not see where they lead.
    letter.tracking_settings = TrackingSettings(ClickTracking(enable=False, enable_text=False), OpenTracking(enable=False))
    return letter


def _attachment(part: EmailMessage) -> Attachment:
    payload = part.get_payload(decode=True)
    content = base64.b64encode(payload if isinstance(payload, bytes) else part.as_bytes()).decode()
    return Attachment(content, part.get_filename() or "attachment", part.get_content_type(), "attachment")


def _refusal(status: int, headers: Mapping[str, str]) -> MouError:
    """Return what a status means for the letter; `where` carries it."""
    where = f"sendgrid/{status}"
    if status in _NOT_TAKEN:
        message = f"SendGrid takes no letters just now (status {status}): try again later"
        return Unavailable(message, where=where, after=_wait(headers))
    if status >= _SERVER_ERROR:
        return OutcomeUnknown(
            f"SendGrid failed (status {status}) and may have taken the letter: wait for its events", where=where
        )
    return Invalid(
        f"SendGrid refuses the letter (status {status}): 401 and 403 mean the API key or the sender's domain, 413 its size",
        where=where,
    )


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long the vendor asks us to wait: `Retry-After` in seconds, else until `X-RateLimit-Reset`.

    That is a Unix time by the vendor's clock, so the vendor's own `Date` is what it is measured from.
    """
    told, reset = headers.get("Retry-After") or "", headers.get("X-RateLimit-Reset") or ""
    if told.isdecimal():
        seconds = float(told)
    elif reset.isdecimal():
        seconds = float(reset) - _their_now(headers)
    else:
        return None
    return timedelta(seconds=min(max(seconds, 1), LONGEST_WAIT.total_seconds()))


def _their_now(headers: Mapping[str, str]) -> float:
    try:
        return parsedate_to_datetime(headers.get("Date") or "").timestamp()
    except ValueError:
        return time.time()
