"""Replies written in the mailbox, as three mail programs write them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest

from mou.errors import Invalid
from tests.web.sample import LETTERS, REPLY_TO
from web.mailbox_reply import HTML, RULE, Written, compose
from web.opened import opened

ON = datetime(2026, 10, 6, 17, tzinfo=UTC)
INLINE = "On Thursday the desk wrote:\n> [AQ-1] Coordinate\n> Progress:\nTwo <workshops> & ‘más’ – 5 µg\n>> older\n> [END]\n"
OUTLOOK = f"AQ-1: done\n\n{RULE}\nFrom: the desk\nSubject: your report\n\n[AQ-1] Coordinate\nProgress:\n"


def reply(style: str, text: str, ref: str = "L1") -> EmailMessage:
    """Return the composed reply as the standard library reads it."""
    return message_from_bytes(compose(opened(LETTERS[ref]), Written(style=style, text=text), on=ON), policy=default)


def part(message: EmailMessage, kind: str) -> str:
    """Return the text of one alternative."""
    body = message.get_body(preferencelist=(kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


class _Seen(HTMLParser):
    """The text of HTML with the quotation depth of each piece; fails on a tag that is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pieces: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's signature
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append((self.open.count("blockquote"), data.strip()))


@pytest.mark.parametrize("style", list(HTML))
def test_a_reply_goes_where_the_letter_says_and_names_it(style: str) -> None:
    """To is the letter's Reply-To, From its addressee, and the thread is kept by In-Reply-To and References."""
    message = reply(style, INLINE)
    assert message["To"] == REPLY_TO
    assert message["From"] == "Daniel Cho <daniel.cho@arb.example>"
    assert message["Subject"] == "Re: Air Quality: your report for Q3"
    assert message["In-Reply-To"] == "<form-en@reports.example>"
    assert message["References"] == "<first@reports.example> <form-en@reports.example>"
    assert message["Date"].datetime == ON
    assert message["Message-ID"].rstrip(">").endswith("@arb.example")
    assert message["Content-Language"] == "en"
    assert message.get_content_type() == "multipart/alternative"
    assert message.defects == []


@pytest.mark.parametrize("style", list(HTML))
@pytest.mark.parametrize("text", [INLINE, OUTLOOK])
def test_the_text_part_is_what_was_written(style: str, text: str) -> None:
    """Answers and quoted form lines stand in the text part exactly as in the box, browser line ends or not."""
    assert part(reply(style, text), "plain") == text
    assert part(reply(style, text.replace("\n", "\r\n")), "plain") == text


@pytest.mark.parametrize("style", ["gmail", "apple"])
def test_quoted_lines_are_quoted_in_html_and_answers_are_not(style: str) -> None:
    """The HTML part keeps every line, in order, at its depth of quotation."""
    seen = _Seen()
    seen.feed(part(reply(style, INLINE), "html"))
    assert seen.open == []
    assert seen.pieces == [
        (0, "On Thursday the desk wrote:"),
        (1, "[AQ-1] Coordinate"),
        (1, "Progress:"),
        (0, "Two <workshops> & ‘más’ – 5 µg"),
        (2, "older"),
        (1, "[END]"),
    ]


def test_outlook_quotes_with_a_rule_and_paragraphs() -> None:
    """Outlook's HTML has no quotation: a rule, then the headers, then the letter."""
    html = part(reply("outlook", OUTLOOK), "html")
    seen = _Seen()
    seen.feed(html)
    assert [text for _, text in seen.pieces] == [line for line in OUTLOOK.splitlines() if line and line != RULE]
    assert {depth for depth, _ in seen.pieces} == {0}
    assert "border-top:solid" in html
    assert html.count("MsoNormal") == len(OUTLOOK.splitlines()) - 1


@pytest.mark.parametrize(
    ("style", "text", "charset"),
    [("outlook", "mañana – sí", "windows-1252"), ("outlook", "κ", "utf-8"), ("gmail", "ñ", "utf-8")],
)
def test_outlook_writes_windows_1252_while_it_can(style: str, text: str, charset: str) -> None:
    """The charsets are those the real programs use, so that reading them is put to the test."""
    message = reply(style, text)
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    assert body.get_content_charset() in {charset, charset.replace("windows-", "cp")}
    assert part(message, "plain").strip() == text


def test_a_letter_without_reply_address_takes_no_reply() -> None:
    """A receipt cannot be answered; the writer is told."""
    with pytest.raises(Invalid, match="takes no reply"):
        reply("gmail", "hello", ref="L3")


def test_an_unknown_style_is_named_with_the_known_ones() -> None:
    """The message lists the styles there are."""
    with pytest.raises(Invalid, match="gmail, outlook, apple"):
        reply("pine", "hello")
