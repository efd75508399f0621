"""A letter opened for reading: its headers, its text and HTML parts, from the bytes as sent."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr


@dataclass(frozen=True)
class Opened:
    """A letter's parts. `reply_to` is "" when it takes no reply, `date` None when it has none; `language` is Content-Language."""

    subject: str
    sender: str
    to: str
    reply_to: str
    message_id: str
    references: str
    date: datetime | None
    language: str
    kind: str
    report: str
    text: str
    html: str


def opened(raw: bytes) -> Opened:
    """Return the parts of a letter's bytes; a part that is not there is ""."""
    message = message_from_bytes(raw, policy=default)
    return Opened(
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        reply_to=parseaddr(str(message.get("Reply-To", "")))[1],
        message_id=str(message.get("Message-ID", "")).strip(),
        references=str(message.get("References", "")).strip(),
        date=getattr(message.get("Date"), "datetime", None),
        language=_language(message),
        kind=str(message.get("X-MOU-Kind", "")).strip(),
        report=str(message.get("X-MOU-Report", "")).strip(),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _language(message: EmailMessage) -> str:
    """Return the Content-Language of the whole, else of its text part."""
    body = message.get_body(preferencelist=("plain", "html"))
    declared = message.get("Content-Language") or (body.get("Content-Language") if body is not None else None)
    return str(declared or "").strip()


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    content = part.get_content() if part is not None else ""
    return str(content).replace("\r\n", "\n")
