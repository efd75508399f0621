"""Replies as RFC 5322 bytes: multipart/alternative, threaded, in the charset and encoding of the writer's mail program."""

from collections.abc import Sequence
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from demo import dates
from demo.answers import Row
from demo.clients import Client
from demo.letter import Letter

_RE = {"en": "Re: ", "es": "RE: "}
_THINKING = timedelta(hours=1)


def reply(letter: Letter, rows: Sequence[Row], client: Client) -> bytes:
    """Return a person's reply to a letter; the rows that are not typed are the letter's own."""
    text, html = client.text(letter, rows), client.html(letter, rows)
    message = _addressed(letter, f"{_RE[letter.tongue]}{letter.message['Subject']}", client, digest_of=text)
    charset = client.charset if _fits(text + html, client.charset) else "utf-8"
    message.set_content(text, charset=charset, cte=client.encodings[0])
    message.add_alternative(html, subtype="html", charset=charset, cte=client.encodings[1])
    return message.as_bytes()


def away(letter: Letter, client: Client) -> bytes:
    """Return the answer that a mail program gives by itself while its owner is away."""
    subject, text = _AWAY[letter.tongue]
    message = _addressed(letter, f"{subject}: {letter.message['Subject']}", client, digest_of=text)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, charset=client.charset, cte="quoted-printable")
    return message.as_bytes()


def _addressed(letter: Letter, subject: str, client: Client, *, digest_of: str) -> EmailMessage:
    """Return a message with its headers; the same words to the same letter always have the same Message-ID."""
    theirs = str(letter.message["Message-ID"] or "").strip()
    sender = str(letter.message["To"])
    mark = sha256(f"{theirs}\n{digest_of}".encode()).hexdigest()[:32]
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = letter.reply_to
    message["Subject"] = subject
    message["Date"] = format_datetime(dates.local(letter.sent, letter.tongue) + _THINKING)
    message["Message-ID"] = f"<{client.message_id.format(mark, parseaddr(sender)[1].partition('@')[2])}>"
    message["In-Reply-To"] = theirs
    message["References"] = f"{letter.message.get('References', '')} {theirs}".strip()
    return message


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


_AWAY = {
    "en": (
        "Automatic reply",
        "Thank you for your message.\n\nI am out of the office this week and will read my mail when I return.\n",
    ),
    "es": (
        "Respuesta automática",
        "Gracias por su mensaje.\n\nEstoy fuera de la oficina esta semana y leeré mi correo a mi regreso.\n",
    ),
}
