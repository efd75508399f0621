"""An incoming mail in our words, from any bytes whatever. Parsing never fails: what is broken is noted in `problems`."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.utils import parseaddr, parsedate_to_datetime

from mou.model import Model
from mou.reply.automatic import why_automatic
from mou.reply.charsets import clean, decode
from mou.reply.mime import Part, take_apart
from mou.reply.parts import Bodies, bodies

_CRASHES = (AssertionError, AttributeError, LookupError, MessageError, NotImplementedError, RecursionError, TypeError, ValueError)
_LONGEST = 2_000
_ID = re.compile(r"<[^<>\s]+>")


class Attachment(Model):
    """A file that came along: its name as given ("" when unnamed), media type and size in bytes."""

    name: str
    media: str
    size: int


class Incoming(Model):
    """A mail as it came. `text` is what to read (made from `html` where there is no text part); `auto` is a code.

    `auto` is "" for a person's mail, else "auto-submitted", "auto-reply", "bounce" or "list". `wrapped` says that the sender's
    program cut long paragraphs into lines. `problems` are codes, such as a wrongly declared character set.
    """

    message_id: str = ""
    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    text: str = ""
    html: str = ""
    date: datetime | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto: str = ""
    attachments: tuple[Attachment, ...] = ()
    wrapped: bool = False
    problems: tuple[str, ...] = ()


def parse(raw: bytes) -> Incoming:
    """Read RFC 5322 bytes; never raises, whatever the bytes. The work grows with their length."""
    mail = take_apart(raw)
    heads = Headers(mail)
    name, address = heads.sender()
    found = bodies(mail)
    return Incoming(
        message_id=next(iter(heads.ids("message-id")), ""),
        subject=heads.text("subject"),
        sender=address,
        sender_name=name,
        text=found.text,
        html=found.html,
        date=heads.date(),
        in_reply_to=next(iter(heads.ids("in-reply-to")), ""),
        references=tuple(heads.ids("references")),
        auto=why_automatic(heads.text, address),
        attachments=_attachments(found),
        wrapped=found.wrapped,
        problems=found.problems,
    )


def _attachments(found: Bodies) -> tuple[Attachment, ...]:
    return tuple(Attachment(name=name, media=media, size=size) for name, media, size in found.files)


class Headers:
    """A mail's headers, decoded. The standard library's readers take too long on long ones and crash on some."""

    def __init__(self, mail: Part) -> None:
        """Take a mail."""
        self._raw = mail

    def text(self, name: str) -> str:
        """Return a header decoded, unfolded; "" when absent."""
        value = " ".join(self._raw.head(name)[:_LONGEST].split())
        try:
            pieces = decode_header(value)
        except _CRASHES:
            return value
        return clean("".join(_piece(piece, charset) for piece, charset in pieces))

    def ids(self, name: str) -> Iterator[str]:
        """Yield the message ids of a header, angle brackets kept."""
        yield from _ID.findall(self._raw.head(name))

    def sender(self) -> tuple[str, str]:
        """Return the writer's name ("" when only an address is given) and address in lower case ("" when there is none)."""
        raw = " ".join(self._raw.head("from")[:_LONGEST].split())
        name, address = parseaddr(raw)
        try:
            shown = clean("".join(_piece(piece, charset) for piece, charset in decode_header(name)))
        except _CRASHES:
            shown = name
        return shown.strip(), clean(address).casefold()

    def date(self) -> datetime | None:
        """Return the Date header as an aware UTC instant, None when absent or senseless."""
        try:
            said = parsedate_to_datetime(self.text("date"))
            return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
        except (*_CRASHES, OverflowError):
            return None


def _piece(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else decode(piece, charset or "")[0]
