"""Any bytes are a mail of some kind."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.reply.charsets import decode
from mou.reply.markup import text_of
from mou.reply.message import Incoming, parse
from mou.reply.parts import unflowed

MAILS = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "mails").glob("*.eml"))]
BROKEN = (
    b"Content-Type: multipart/mixed; boundary=a\n",
    b"Content-Type: text/html; charset=idna\n",
    b"Content-Transfer-Encoding: base64\n",
    b"From: =?utf-8?b?!!!?= <@>\n",
    b'From: "\\\n',
    b"Date: Tue, 99 Foo 99999 99:99 +9999\n",
    b"Content-Type: ;;;\n",
    b"\n",
    b"--a\n",
    b"Content-Disposition: attachment; filename*0*=x'; filename*=\n",
    b"Content-Type: message/rfc822\n",
    b"Subject: =?x?q?=FF?=\n",
    b'Content-Type: text/plain; charset="\xff"\n',
    b"Message-ID: <@[\n",
    b"References: \x00\n",
    b"<![x",
    b"<blockquote><!--",
    b"Content-Transfer-Encoding: uuencode\n",
    b"begin 644 x\nxx\n",
    b"Content-Type: text/plain; charset=utf-16\n",
)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_arbitrary_bytes_parse(raw: bytes) -> None:
    """Arbitrary bytes give an incoming mail that can be stored as JSON."""
    assert parse(raw).model_dump_json()


@given(st.lists(st.sampled_from(BROKEN) | st.binary(max_size=8), max_size=12).map(b"".join))
@settings(max_examples=60, deadline=None)
def test_broken_headers_and_parts_parse(raw: bytes) -> None:
    """Headers and parts known to crash mail libraries do not crash this one."""
    assert Incoming.model_validate_json(parse(raw).model_dump_json())


@given(raw=st.sampled_from(MAILS), marks=st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=4)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_damaged_mails_parse(raw: bytes, marks: list[tuple[int, bytes]]) -> None:
    """A mail damaged on its way still parses."""
    damaged = bytearray(raw)
    for at, mark in marks:
        damaged[at % len(raw) : at % len(raw) + len(mark)] = mark
    assert parse(bytes(damaged)).model_dump_json()


def test_deeply_nested_parts_are_noted_not_fatal() -> None:
    """A mail nested beyond all reason is kept as a file, with a note."""
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(2000))
    assert parse(raw).problems == ("nested-too-deep",)
    assert parse(raw).attachments[0].media == "multipart/mixed"


def test_headers_are_read() -> None:
    """Sender, name, ids, date and subject come decoded."""
    raw = (
        b"From: =?utf-8?Q?Elena_Ru=C3=ADz?= <Elena.Ruiz@SEMARNAT.example>\nSubject: =?utf-8?Q?Re=3A_aprobaci=C3=B3n?=\n"
        b"Message-ID: <a@b.example>\nIn-Reply-To: <c@d.example>\nReferences: <x@d.example>\n <c@d.example>\n"
        b"Date: Tue, 07 Apr 2026 10:00:00 -0600\n\nHola"
    )
    mail = parse(raw)
    assert (mail.sender, mail.sender_name, mail.subject) == ("elena.ruiz@semarnat.example", "Elena Ruíz", "Re: aprobación")
    assert (mail.message_id, mail.in_reply_to) == ("<a@b.example>", "<c@d.example>")
    assert mail.references == ("<x@d.example>", "<c@d.example>")
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-04-07T16:00:00+00:00"


@pytest.mark.parametrize(
    ("head", "auto"),
    [
        (b"Auto-Submitted: auto-replied\n", "auto-submitted"),
        (b"Auto-Submitted: no\n", ""),
        (b"Subject: Fuera de la oficina\n", "auto-reply"),
        (b"Subject: RE: Automatic gates\n", ""),
        (b"X-Failed-Recipients: a@b.example\n", "bounce"),
        (b"From: MAILER-DAEMON@b.example\nSubject: Undelivered Mail Returned to Sender\n", "bounce"),
        (b"List-Id: <x.example>\n", "list"),
        (b'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n', "auto-submitted"),
    ],
)
def test_automatic_mail_is_known_by_its_headers(head: bytes, auto: str) -> None:
    """Out-of-office, bounces, receipts and lists are told from a person's mail."""
    assert parse(head + b"\nText\n").auto == auto


@pytest.mark.parametrize(
    ("content", "declared", "text", "remark"),
    [
        ("año".encode(), "utf-8", "año", ""),
        ("año – “x”".encode("cp1252"), "iso-8859-1", "año – “x”", ""),
        ("año".encode(), "iso-8859-1", "año", "charset:iso-8859-1-read-as-utf-8"),
        ("año".encode("cp1252"), "utf-8", "año", "charset:utf-8-read-as-cp1252"),
        (b"plain", "x-unknown", "plain", "charset:x-unknown-read-as-utf-8"),
        (b"a\x00b", "utf-8", "ab", ""),
    ],
)
def test_bytes_become_the_text_that_was_meant(content: bytes, declared: str, text: str, remark: str) -> None:
    """The character set is taken as declared where it holds, and what was wrong is noted."""
    assert decode(content, declared) == (text, remark)


def test_html_keeps_blocks_quotes_and_drops_the_hidden() -> None:
    """Blocks become lines, blockquotes `> `, and the hidden preview and styles nothing."""
    html = (
        '<style>p{}</style><div style="display: none">preview</div><p>One<br>two</p><blockquote><div>ours</div></blockquote>'
        "<ul><li>a &lt; b</li></ul>"
    )
    assert text_of(html) == "One\ntwo\n\n> ours\n\n- a < b"


def test_flowed_lines_are_joined() -> None:
    """A soft break is undone within one depth of quoting, a signature's delimiter is not one."""
    assert unflowed("One \ntwo\n> three \n> four\n-- \nName", delsp=False) == "One two\n> three four\n-- \nName"


def test_an_attachment_is_listed_with_name_and_size() -> None:
    """A file's name comes decoded, its size in bytes."""
    raw = next(raw for raw in MAILS if b"Informe%20a" in raw)
    (only,) = parse(raw).attachments
    assert (only.name, only.media, only.size) == ("Informe año.pdf", "application/pdf", 9)


@pytest.mark.parametrize(
    ("subject", "auto"),
    [
        ("Ausencia de avances en el trimestre", ""),
        ("Ausente el presupuesto, no hay avances", ""),
        ("Ausencia temporal", "auto-reply"),
        ("Ausente hasta el 12 de abril", "auto-reply"),
        ("Respuesta automática: informe", "auto-reply"),
        ("Out of office", "auto-reply"),
        ("Office hours for the audit", ""),
    ],
)
def test_a_persons_subject_is_no_automatic_one(subject: str, auto: str) -> None:
    """Words of absence may be what a report is about: only those that programs begin a subject with count."""
    assert parse(f"From: a@b.example\r\nSubject: {subject}\r\n\r\nAQ-1: done".encode()).auto == auto
