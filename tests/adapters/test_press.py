"""The press: letters and pages in the reader's language, zone and formats."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.press import JinjaPress
from commands.sample_letters import sample_letter
from mou.errors import Invalid, Unknown
from mou.form import read_form
from mou.letters.blocks import Heading, Kind, Letter, Paragraph, Quote, T, Table
from mou.letters.blocks import Link as LinkBlock
from mou.letters.phrases import Day, Tongue
from mou.model import Wording
from mou.ports import Reader
from mou.reply.decide import read_decision
from mou.reply.message import parse
from mou.reply.read import read_reply
from mou.stories import Verb
from mou.submission import Standing, State
from tests.fakes.sample_report import CALIFORNIA, MEXICO, READERS, sample

PRESS = JinjaPress()
PARTIES = tuple(READERS)
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


def shown(value: object, reader: Reader) -> str:
    """Return how a value reads in a sentence."""
    return PRESS.letter(letter(Paragraph(T("Subject: %(subject)s", subject=value))), reader).text.strip().split(": ", 1)[1]


def reply(text: str) -> bytes:
    """Return a plain reply."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "reply@reports.example", "Re: report"
    message.set_content(text)
    return message.as_bytes()


def quoted(text: str) -> str:
    """Return a text quoted as most programs quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.APPROVAL_REQUEST])
def test_the_letters_most_read_look_like_this(kind: Kind, party: str, snapshot: SnapshotAssertion) -> None:
    """Subject, text and HTML of the form and the request, in both languages."""
    rendered = PRESS.letter(sample_letter(kind, sample(party)), READERS[party])
    assert rendered.subject == snapshot(name="subject")
    assert rendered.text == snapshot(name="text")
    assert rendered.html == snapshot(name="html")


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


@pytest.mark.parametrize("party", PARTIES)
def test_a_form_is_read_back_and_its_reply_too(party: str) -> None:
    """The letter alone is enough to read a reply typed into its quoted form."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party])
    form = read_form(rendered.text)
    assert form.language == READERS[party].language
    assert [(item.code, item.title) for item in form.items] == [
        (item.code, item.title.in_(form.language)) for item in sample(party).group.items
    ]
    words = {"california": ("delayed", "No change"), "mexico": ("con retraso", "Sin cambios")}[party]
    answered = quoted(rendered.text).replace(":\n> ", ":\n> ", 1).split("\n")
    at = next(place for place, line in enumerate(answered) if line.startswith(("> Status", "> Estado")))
    answered[at] += f" {words[0]}"
    answered[at + 2] += f"\n{words[1]}"
    reading = read_reply(parse(reply("\n".join(answered))), form)
    assert [(one.item, one.state, one.standing) for one in reading.entries] == [("AQ-1", State.NO_CHANGE, Standing.DELAYED)]


@pytest.mark.parametrize(("party", "word"), [("california", "APPROVE"), ("mexico", "APRUEBO")])
def test_a_decision_is_read_from_the_letter_as_rendered(party: str, word: str) -> None:
    """The very words a request asks for decide, and a correction typed after its label is one."""
    rendered = PRESS.letter(sample_letter(Kind.APPROVAL_REQUEST, sample(party)), READERS[party])
    assert word in rendered.text
    segments = {one.number: one.target_language for one in sample(party).segments()}
    lines = tuple(rendered.text.splitlines())
    read = read_decision(
        parse(reply(f"{word}\n\nEN-2: Better words.\n\n{quoted(rendered.text)}")),
        language=READERS[party].language,
        segments=segments,
        lines=lines,
    )
    assert read.verb is Verb.APPROVE
    assert [(one.number, one.text) for one in read.corrections] == [(2, "Better words.")]


@pytest.mark.parametrize("party", PARTIES)
def test_a_receipt_quoted_under_a_correction_adds_nothing(party: str) -> None:
    """A correction by code is filed; what the receipt repeated is not taken for a new answer."""
    invited = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party])
    receipt = PRESS.letter(sample_letter(Kind.RECEIPT, sample(party)), READERS[party])
    form = read_form(invited.text).model_copy(update={"lines": tuple(receipt.text.splitlines())})
    reading = read_reply(parse(reply(f"AQ-1: Doce estaciones.\n\n{quoted(receipt.text)}")), form)
    assert [(one.item, one.text) for one in reading.entries] == [("AQ-1", "Doce estaciones.")]


def test_an_instant_is_told_in_the_readers_zone_and_language() -> None:
    """The same instant, with the zone's name."""
    due = sample().on("due")
    assert shown(due, CALIFORNIA).replace("\n", " ") == "Tuesday, April 14, 2026, 5:00 PM (Pacific Time)"
    assert shown(due, MEXICO).replace("\n", " ") == "martes 14 de abril de 2026, 6:00 p.m. (hora central)"


@pytest.mark.parametrize(("value", "english", "spanish"), [
    (date(2026, 1, 15), "January 15, 2026", "15 de enero de 2026"),
    (Decimal("1234.56789"), "1,234.56789", "1,234.56789"),
    (1234567, "1,234,567", "1,234,567"),
    (Wording({"en": "Air", "es": "Aire"}), "Air", "Aire"),
    (T("on track"), "on track", "en curso"),
    (Tongue("es"), "Spanish", "español"),
    ("as it is", "as it is", "as it is"),
])  # fmt: skip
def test_values_are_shown_by_type(value: object, english: str, spanish: str) -> None:
    """Dates are long, numbers are never rounded, words are translated, strings pass."""
    assert (shown(value, CALIFORNIA), shown(value, MEXICO)) == (english, spanish)


def test_a_day_is_the_readers_own() -> None:
    """An instant late in the evening is another day further east."""
    instant = sample().on("due").replace(hour=6)
    assert shown(Day(instant), CALIFORNIA) == "April 14, 2026"
    assert shown(Day(instant), replace_zone(MEXICO, "UTC")) == "15 de abril de 2026"


def replace_zone(reader: Reader, zone: str) -> Reader:
    """Return the reader elsewhere."""
    return reader.model_copy(update={"zone": zone})


@pytest.mark.parametrize("value", [None, 1.5, True, object(), sample().on("due").replace(tzinfo=None)])
def test_what_cannot_be_shown_is_refused(value: object) -> None:
    """A float, a truth value, nothing or a naive datetime never reaches a letter."""
    with pytest.raises(Invalid):
        shown(value, CALIFORNIA)


def test_a_message_without_translation_is_refused_by_name() -> None:
    """It never falls back to another language."""
    with pytest.raises(Invalid, match="Nobody translated this"):
        PRESS.letter(letter(Paragraph(T("Nobody translated this"))), MEXICO)


def test_a_wording_without_the_readers_language_is_refused() -> None:
    """A program text in one language is not shown to readers of another."""
    with pytest.raises(Invalid, match="Air"):
        shown(Wording({"en": "Air"}), MEXICO)


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


def test_pages_speak_the_readers_language(tmp_path: Path) -> None:
    """`_`, `T` and the filters are there; values are escaped; a missing value is refused and a missing page named."""
    page = "{{ _('Subject: %(subject)s', subject=name) }}|{{ T('on track') | say }}|{{ due | when }}|{{ due | day }}|{{ n | number }}"
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "page.html").write_text(page, encoding="utf-8")
    press = JinjaPress(templates=tmp_path)
    html = press.page("page.html", MEXICO, name="<b>", due=sample().on("due"), n=1234)
    assert html.split("|") == [
        "Asunto: &lt;b&gt;", "en curso", "martes 14 de abril de 2026, 6:00 p.m. (hora central)", "14 de abril de 2026", "1,234",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="name"):
        press.page("page.html", MEXICO)
    with pytest.raises(Unknown, match=r"other\.html"):
        press.page("other.html", MEXICO)
