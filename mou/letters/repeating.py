"""A letter that is handed over once more because nobody knows whether it went out: the same letter, marked as that."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from mou.letters.blocks import Kind, Letter, T

MARK = "X-Mou-Possible-Repeat"
"""The header of a repeat, for whoever sorts or counts mail by program."""


def subject(message: bytes) -> str:
    """Return the subject of a letter as composed."""
    return str(message_from_bytes(message, policy=policy.default)["Subject"] or "")


def title(kind: Kind, said: str) -> Letter:
    """Return what the press makes a repeat's subject of: a letter without blocks."""
    return Letter(kind=kind, subject=T("Possible repeat: %(subject)s", subject=said), blocks=())


def marked(message: bytes, said: str) -> bytes:
    """Return a letter's bytes under this subject and with the mark; every other byte is as it was.

    The Message-ID too, so that a mail program that has the first one shows both as one.
    """
    head, end, body = message.partition(b"\r\n\r\n")
    kept: list[bytes] = []
    dropping = False
    for line in head.split(b"\r\n"):
        # A line that begins with a space goes on with the header before it.
        dropping = dropping if line[:1] in b" \t" else line.lower().startswith(b"subject:")
        if not dropping:
            kept.append(line)
    fresh = EmailMessage(policy=policy.SMTP)
    fresh["Subject"], fresh[MARK] = said, "yes"
    return fresh.as_bytes().removesuffix(b"\r\n\r\n") + b"\r\n" + b"\r\n".join(kept) + end + body
