"""Rendered letters as messages."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from adapters.compose import compose
from mou.errors import Invalid
from mou.letters.blocks import Kind
from mou.ports import Envelope, Rendered
from mou.program import Person

ON = datetime(2026, 4, 1, 16, tzinfo=UTC)
TO = Person(id="p11", name="Ana Lucía Ferrer, Ochoa", address="ana.ferrer@semarnat.example", language="es")
ENVELOPE = Envelope(
    key="ca-mx/2026-Q1/air-quality/invitation/p11", sender="reports@reports.example",
    reply_to="reply+0123456789abcdef@reports.example", to=TO, message_id="<abc@reports.example>",
    references=("<first@reports.example>", "<last@semarnat.example>"), language="es", expects_reply=True,
)  # fmt: skip
LETTER = Rendered(
    subject="Calidad del Aire: informe del primer trimestre de 2026, vence el 14 de abril de 2026 [2026-Q1/air-quality]",
    text="Línea uno\n\n" + "palabra " * 300 + "\n-- \nfin\n",
    html="<!DOCTYPE html><p>Línea uno</p>\n",
    hash="0" * 64,
)


def made(
    envelope: Envelope = ENVELOPE, letter: Rendered = LETTER, *, kind: Kind = Kind.INVITATION, preview: bool = False
) -> bytes:
    """Return a composed message."""
    where = {"program": "ca-mx", "report": "ca-mx/2026-Q1/air-quality", "quarter": "2026-Q1"}
    return compose(envelope, letter, on=ON, kind=kind, preview=preview, **where)


def parsed(raw: bytes) -> EmailMessage:
    """Return the message as another program reads it."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_headers_say_who_what_and_about_which_report() -> None:
    """Every header the contract names, with its value as given."""
    message = parsed(made())
    assert message["Subject"] == LETTER.subject
    assert message["To"].addresses[0].display_name == TO.name
    assert {name: str(message[name]) for name in (
        "From", "Reply-To", "Message-ID", "In-Reply-To", "References", "Date", "Content-Language", "Auto-Submitted",
        "X-MOU-Kind", "X-MOU-Report", "X-MOU-Quarter", "X-MOU-Preview",
    )} == {
        "From": "reports@reports.example", "Reply-To": ENVELOPE.reply_to, "Message-ID": "<abc@reports.example>",
        "In-Reply-To": "<last@semarnat.example>", "References": "<first@reports.example> <last@semarnat.example>",
        "Date": "Wed, 01 Apr 2026 16:00:00 +0000", "Content-Language": "es", "Auto-Submitted": "auto-generated",
        "X-MOU-Kind": "invitation", "X-MOU-Report": "ca-mx/2026-Q1/air-quality", "X-MOU-Quarter": "2026-Q1",
        "X-MOU-Preview": "None",
    }  # fmt: skip


def test_both_parts_survive_the_way() -> None:
    """Text first, then HTML; accents, long lines and dashes come back as they were; no line is too long for a carrier."""
    message = parsed(made())
    text, html = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert message.get_content_type() == "multipart/alternative"
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().replace("\r\n", "\n") == LETTER.html
    assert max(len(line) for line in made().split(b"\r\n")) <= 998


def test_the_same_letter_gives_the_same_bytes() -> None:
    """The boundary comes from the key, so a letter composed again is the same letter."""
    assert made() == made()
    other = ENVELOPE.model_copy(update={"key": "another"})
    assert parsed(made(other)).get_boundary() != parsed(made()).get_boundary()


@pytest.mark.parametrize("kind", Kind)
def test_only_answers_to_a_mail_are_auto_replied(kind: Kind) -> None:
    """Other programs' loops stop at either; receipts and questions say that they answer."""
    answers = {Kind.RECEIPT, Kind.QUESTION, Kind.DECISION_RECEIPT}
    assert parsed(made(kind=kind))["Auto-Submitted"] == ("auto-replied" if kind in answers else "auto-generated")


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.example", "a\nX-Evil: 1", "a\rb", "a\0b"])
@pytest.mark.parametrize("field", ["name", "address", "sender", "reply_to", "message_id", "references", "subject", "key"])
def test_no_value_can_add_a_header(field: str, bad: str) -> None:
    """A line break anywhere is refused, never folded into a header."""
    envelope, letter = ENVELOPE, LETTER
    if field == "subject":
        letter = LETTER.model_copy(update={"subject": bad})
    elif field in {"name", "address"}:
        envelope = ENVELOPE.model_copy(update={"to": TO.model_copy(update={field: bad})})
    else:
        envelope = ENVELOPE.model_copy(update={field: (bad,) if field == "references" else bad})
    with pytest.raises(Invalid):
        made(envelope, letter)


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "a@b.example, c@d.example", "ana@semarnat.example>"])
def test_a_wrong_address_is_refused_by_name(address: str) -> None:
    """The message says which address, before anything is sent."""
    with pytest.raises(Invalid):
        made(ENVELOPE.model_copy(update={"to": TO.model_copy(update={"address": address})}))


def test_a_preview_is_marked() -> None:
    """A letter with samples in it cannot pass for a sent one."""
    assert parsed(made(preview=True))["X-MOU-Preview"] == "yes"
