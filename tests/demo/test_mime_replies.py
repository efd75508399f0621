"""Replies as three mail programs write them, read back with the standard library."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from demo import dates, mime
from demo.answers import Row, in_line, quoted, typed
from demo.clients import APPLE, GMAIL, GMAIL_WIDTH, OUTLOOK, Client
from demo.letter import Letter
from demo.words import Year
from tests.demo.mailbox import Mailbox, form_lines

CLIENTS = pytest.mark.parametrize("client", [GMAIL, OUTLOOK, APPLE], ids=lambda client: client.name)
PARTIES = pytest.mark.parametrize("party", ["california", "mexico"])
REPORT = "ca-mx/2026-Q1/air-quality"
ENTRIES = {party: Year.load().entries["2026-Q1", "air-quality", party] for party in ("california", "mexico")}


def _letter(party: str) -> Letter:
    return Mailbox().send("invitation", REPORT, party, form_lines(party, ["AQ-1", "AQ-2", "AQ-3"]))


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@CLIENTS
@PARTIES
def test_a_reply_keeps_every_line_of_the_form_and_every_answer(client: Client, party: str) -> None:
    """Both parts hold the quoted form's lines and the words typed into it."""
    letter = _letter(party)
    message = _parsed(mime.reply(letter, in_line(letter, ENTRIES[party], same_line=client.same_line), client))
    text, html = _part(message, "plain"), _part(message, "html").replace("&#x27;", "'")
    lines = {line.removeprefix("> ").strip() for line in text.splitlines()}
    for line in letter.lines:
        assert line.strip() in lines or any(one.startswith(line.strip()) for one in lines)
        assert line.strip() in html
    for entry in ENTRIES[party]:
        assert entry.words in " ".join(text.split())
        assert entry.words in html


@CLIENTS
@PARTIES
def test_a_reply_is_threaded_and_addressed(client: Client, party: str) -> None:
    """It comes from the letter's reader, goes to its reply address and names the letter it answers."""
    letter = _letter(party)
    message = _parsed(mime.reply(letter, quoted(letter), client))
    assert message["From"] == letter.message["To"]
    assert message["To"] == letter.reply_to
    assert message["In-Reply-To"] == letter.message["Message-ID"]
    assert message["References"].split()[-1] == letter.message["Message-ID"]
    assert message["Message-ID"].endswith(f"{party}.example>")
    assert message.get_content_type() == "multipart/alternative"


@CLIENTS
def test_the_same_words_have_the_same_bytes_apart_from_the_boundary_and_other_words_another_id(client: Client) -> None:
    """A Message-ID tells two different replies to one letter apart."""
    letter = _letter("california")
    ids = [_parsed(mime.reply(letter, [Row(word), *quoted(letter)], client))["Message-ID"] for word in ("a", "a", "b")]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("client", "party", "line"),
    [
        (GMAIL, "california", "On Mon, Apr 6, 2026 at 9:00\u202fAM Agreement Office <reports@mou.example> wrote:"),
        (GMAIL, "mexico", "El lun, 6 abr 2026 a las 10:00, Agreement Office (<reports@mou.example>) escribió:"),
        (APPLE, "california", "On Apr 6, 2026, at 9:00\u202fAM, Agreement Office <reports@mou.example> wrote:"),
        (APPLE, "mexico", "El 6 abr 2026, a las 10:00, Agreement Office <reports@mou.example> escribió:"),
        (OUTLOOK, "california", "Sent: Monday, April 6, 2026 9:00 AM"),
        (OUTLOOK, "mexico", "Enviado el: lunes, 6 de abril de 2026 10:00"),
    ],
)
def test_each_program_introduces_the_letter_in_its_own_way(client: Client, party: str, line: str) -> None:
    """The line above the quoted letter is the program's, in the language and zone of its user."""
    letter = _letter(party)
    text = _part(_parsed(mime.reply(letter, quoted(letter), client)), "plain")
    assert line in re.sub(r"[ \r\n]+", " ", text)


def test_only_gmail_cuts_what_is_typed_and_only_outlook_quotes_without_marks() -> None:
    """Long lines are wrapped in Gmail's text part; Outlook shows the letter's lines as they are."""
    letter = _letter("california")
    texts = {
        client: _part(_parsed(mime.reply(letter, [*typed(["word " * 40]), *quoted(letter)], client)), "plain")
        for client in (GMAIL, OUTLOOK, APPLE)
    }
    assert max(map(len, texts[GMAIL].splitlines())) <= GMAIL_WIDTH
    assert max(map(len, texts[APPLE].splitlines())) > GMAIL_WIDTH
    assert "\n> [AQ-1]" in texts[GMAIL]
    assert "\n> [AQ-1]" in texts[APPLE]
    assert "\n[AQ-1]" in texts[OUTLOOK]


def test_charsets_and_encodings_differ_by_program() -> None:
    """The three write UTF-8 in base64, Windows-1252 and UTF-8 in quoted-printable."""
    letter = _letter("mexico")
    parts = [_parsed(mime.reply(letter, quoted(letter), client)).get_body(("plain",)) for client in (GMAIL, OUTLOOK, APPLE)]
    assert [(part.get_content_charset(), part["Content-Transfer-Encoding"]) for part in parts if part] == [
        ("utf-8", "base64"),
        ("windows-1252", "quoted-printable"),
        ("utf-8", "quoted-printable"),
    ]


def test_outlook_turns_to_utf_8_for_what_its_charset_lacks() -> None:
    """A character outside Windows-1252 is not lost."""
    letter = _letter("mexico")
    message = _parsed(mime.reply(letter, [Row("CO₂ → 0"), *quoted(letter)], OUTLOOK))
    assert "CO₂ → 0" in _part(message, "plain")


@PARTIES
def test_an_automatic_answer_says_that_it_is_one(party: str) -> None:
    """An out-of-office answer carries RFC 3834's header and no quoted letter."""
    message = _parsed(mime.away(_letter(party), OUTLOOK))
    assert message["Auto-Submitted"] == "auto-replied"
    assert "[AQ-1]" not in message.get_content()


def test_noon_and_midnight_are_told_apart() -> None:
    """Twelve o'clock is written as people write it."""
    letter = _letter("california")
    noon = letter.sent.replace(hour=19)
    assert dates.gmail(noon, "en").endswith("12:00\u202fPM")
    assert dates.outlook(noon.replace(hour=7), "en").endswith("12:00 AM")
