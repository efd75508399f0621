"""The press: letters and pages in the reader's language, zone and formats."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.press import JinjaPress
from commands.sample_letters import sample_letter
from mou.errors import Invalid
from mou.form import read_form
from mou.letters.blocks import Heading, Kind, Letter, Paragraph, Quote, T, Table
from mou.letters.blocks import Link as LinkBlock
from mou.ports import Reader
from mou.reply.message import Incoming
from mou.reply.read import read_reply
from tests.fakes.sample_report import CALIFORNIA, MEXICO, READERS, sample

PRESS = JinjaPress()
PARTIES = tuple(READERS)
REPLY_TO = f"reply+{'0a' * 16}@reports.example"
VERBATIM = re.compile(r"^(?:\w\w \(original\)|\w\w-\d+|Progress|Avance): |^https://")


class Tags(HTMLParser):
    """Collects the tags of a page in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def names(self) -> list[str]:
        return [tag for tag, _ in self.found]


def letter(*blocks: Heading | Paragraph | Quote | Table | LinkBlock) -> Letter:
    """Return a letter of these blocks."""
    return Letter(kind=Kind.WAIVER, subject=T("Not required"), blocks=blocks)


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("kind", Kind)
def test_every_letter_looks_like_this(kind: Kind, party: str, snapshot: SnapshotAssertion) -> None:
    """Subject and text of every letter in both languages; the HTML, whose frame they share, below the frame."""
    rendered = PRESS.letter(sample_letter(kind, sample(party)), READERS[party], reply_to=REPLY_TO)
    assert rendered.subject == snapshot(name="subject")
    assert rendered.text == snapshot(name="text")
    assert rendered.html.partition("<body>")[2] == snapshot(name="html")


def test_the_frame_of_every_letter_looks_like_this(snapshot: SnapshotAssertion) -> None:
    """The head with its few styles: system colours only."""
    assert PRESS.letter(letter(), CALIFORNIA).html.partition("<body>")[0] == snapshot


@pytest.mark.parametrize("party", PARTIES)
def test_the_link_to_an_empty_answer_opens_a_form_that_reads_back(party: str) -> None:
    """What is typed after the labels of the empty message is read like any reply; the link leads to the letter's address."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party], reply_to=REPLY_TO)
    (link,) = [str(attrs["href"]) for tag, attrs in Tags(rendered.html).found if tag == "a" and "body=" in str(attrs.get("href"))]
    to, _, query = link.removeprefix("mailto:").partition("?")
    given = parse_qs(query, keep_blank_values=True)
    assert (to, given["subject"]) == (REPLY_TO, [f"Re: {rendered.subject}"])
    form = read_form(rendered.text)
    typed = re.sub(r"(?m)^(Progress|Avance):$", r"\1: Two crews trained.", given["body"][0].replace("\r\n", "\n"))
    reading = read_reply(Incoming(text=typed), form)
    assert [(entry.item, entry.text) for entry in reading.entries] == [(item.code, "Two crews trained.") for item in form.items]
    assert (reading.missing, reading.unclear) == ((), ())


def test_a_letter_without_a_reply_address_has_no_such_link() -> None:
    """The text part shows the address alone, and only where there is one."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample()), CALIFORNIA)
    assert "mailto:" not in rendered.text + rendered.html
    assert f"mailto:{REPLY_TO}\n" in PRESS.letter(sample_letter(Kind.INVITATION, sample()), CALIFORNIA, reply_to=REPLY_TO).text


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("kind", Kind)
def test_every_letter_renders_in_every_language(kind: Kind, party: str) -> None:
    """Nothing is left untranslated or unfilled, our lines fit 72 columns, the page has one heading and its language."""
    rendered = PRESS.letter(sample_letter(kind, sample(party)), READERS[party])
    titles = {item.title.in_(tag) for item in sample(party).group.items for tag in ("en", "es")}
    ours = [line for line in rendered.text.splitlines() if line not in titles and not VERBATIM.match(line)]
    assert [line for line in ours if len(line) > 72] == []
    assert "%(" not in rendered.text
    tags = Tags(rendered.html)
    assert tags.names().count("h1") == 1
    assert dict(tags.found)["html"]["lang"] == READERS[party].locale.replace("_", "-")
    assert not {"img", "script"} & set(tags.names())


@pytest.mark.parametrize("party", PARTIES)
def test_text_and_html_say_the_same(party: str) -> None:
    """Every word of the text part stands in the HTML part too, so that a quoted HTML part is recognised as ours."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party])
    body = re.sub(r"<[^>]+>", " ", rendered.html.split("<body>")[1]).replace("&#34;", '"').replace("&#39;", "'")
    said = re.sub(r"\W", "", rendered.text.replace("-" * 5, ""))
    assert re.sub(r"\W", "", body) == said


@pytest.mark.parametrize(("party", "status", "marker"), [
    ("california", "Status (on track / delayed / done / not started):", "[END]"),
    ("mexico", "Estado (en curso / con retraso / concluido / sin iniciar):", "[FIN]"),
])  # fmt: skip
def test_the_form_is_laid_out_line_by_line(party: str, status: str, marker: str) -> None:
    """An item's labels follow each other, one block element each in HTML, and no address stands near an answer."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party])
    lines = rendered.text.splitlines()
    at = lines.index(status)
    assert all(line.endswith(":") for line in lines[at : at + 3])
    assert lines.count(status) == 3
    assert lines.count(marker) == 1
    assert f'<div class="line"><span class="label">{status}</span></div>' in rendered.html
    form = rendered.text[: rendered.text.index(marker)]
    assert "http" not in form
    assert "@" not in form


def test_a_message_without_translation_is_refused_by_name() -> None:
    """It never falls back to another language."""
    with pytest.raises(Invalid, match="Nobody translated this"):
        PRESS.letter(letter(Paragraph(T("Nobody translated this"))), MEXICO)


def test_a_language_without_catalog_is_refused() -> None:
    """The message names the file to add."""
    with pytest.raises(Invalid, match="locales/fr"):
        PRESS.letter(letter(), Reader(language="fr", locale="fr_CA", zone="America/Toronto"))


def test_a_missing_value_is_refused() -> None:
    """A hole in a sentence stops the letter."""
    with pytest.raises(Invalid, match="subject"):
        PRESS.letter(letter(Paragraph(T("Subject: %(subject)s"))), CALIFORNIA)


def test_a_subject_of_two_lines_is_refused() -> None:
    """A name with a line break cannot make a header."""
    with pytest.raises(Invalid, match="one line"):
        PRESS.letter(replace(letter(), subject=T("From: %(sender)s", sender="a\nBcc: b")), CALIFORNIA)


def test_somebodys_words_are_kept_and_never_run_as_markup() -> None:
    """The text part has them as written, the HTML part escaped and in their language."""
    said = "Two  spaces, <script>alert(1)</script> & a very long line " + "word " * 30 + "\n\nand a second paragraph."
    rendered = PRESS.letter(letter(Quote(said, "es")), CALIFORNIA)
    assert said in rendered.text
    assert "script" not in Tags(rendered.html).names()
    assert any(attributes.get("lang") == "es" for _, attributes in Tags(rendered.html).found)


def test_a_table_has_headers_for_rows_and_columns() -> None:
    """A screen reader can say where a number stands."""
    table = Table(T("Answers by what they say"), (T("Report"), T("Progress")), (("AQ", 1234),))
    rendered = PRESS.letter(letter(table), CALIFORNIA)
    scopes = [attributes.get("scope") for tag, attributes in Tags(rendered.html).found if tag == "th"]
    assert scopes == ["col", "col", "row"]
    assert "  Progress: 1,234" in rendered.text.splitlines()


def test_the_hash_is_of_the_rendered_letter_alone() -> None:
    """The same letter has the same hash, another reader or word another."""
    one, again = (PRESS.letter(sample_letter(Kind.CLOSED, sample()), CALIFORNIA) for _ in range(2))
    other = PRESS.letter(sample_letter(Kind.CLOSED, sample("mexico")), MEXICO)
    assert one == again
    assert one.hash != other.hash
    assert len(one.hash) == 64
