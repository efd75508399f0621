"""What the desk hands out of mails and letters: everything but the links that decide in their reader's name."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mou.inbound.page_token import page_token
from web.redacted import redacted

TOKEN = page_token(b"secret", "0" * 24)


def letter(words: str, *, encoding: str) -> bytes:
    """Return a letter with a text and an HTML part in this transfer encoding."""
    message = EmailMessage()
    message["Subject"] = "Para su aprobación"
    message.set_content(words, cte=encoding)
    message.add_alternative(f"<p>{words}</p>", subtype="html", cte=encoding)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("page", ["review", "confirm"])
def test_no_link_that_decides_is_handed_out(encoding: str, page: str) -> None:
    """However a part is encoded, and though a line of it is folded in the middle of the link."""
    raw = letter(f"Señora, decida aquí: https://desk.example/{page}/{TOKEN}?lang=es gracias", encoding=encoding)
    seen = redacted(raw)
    again = [part.get_payload(decode=True) for part in _parts(seen)]
    assert len(again) == 2
    for content in again:
        assert isinstance(content, bytes)
        assert TOKEN.encode() not in content
        assert f"/{page}/...".encode() in content
        assert "Señora".encode() in content


def test_a_message_without_such_links_is_handed_out_byte_for_byte() -> None:
    """What an auditor reads is what came."""
    raw = letter("Ver https://a.example/review/plan y https://a.example/confirm", encoding="quoted-printable")
    assert redacted(raw) == raw


@pytest.mark.parametrize("raw", [b"", b"\0\xff", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"])
def test_what_is_no_message_is_handed_out_as_it_is(raw: bytes) -> None:
    """Nobody gets an error page for a broken mail."""
    assert redacted(raw) == raw


def _parts(raw: bytes) -> list[EmailMessage]:
    return [part for part in message_from_bytes(raw, policy=policy.default).walk() if not part.is_multipart()]
