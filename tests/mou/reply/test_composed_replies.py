"""A reply composed of any program, placement, language and signature gives its entries back exactly; nothing upsets a reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from mou.form import Form
from mou.reading import Reading
from mou.reply.decide import read_decision
from mou.reply.message import parse
from mou.reply.read import read_reply
from mou.submission import Entry, State
from tests.mou.reply import composed
from tests.mou.reply.test_read_properties import FORMS, TEXTS, filled


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody writes: in which program, language, parts and encoding, and with which signature."""

    client: str
    tongue: str
    sign: str
    parts: str
    charset: str
    encoding: str


ENCODINGS = (("utf-8", "8bit"), ("utf-8", "base64"), ("utf-8", "quoted-printable"), ("cp1252", "quoted-printable"))
MANNERS = st.builds(
    lambda coded, **drawn: Manner(charset=coded[0], encoding=coded[1], **drawn),
    coded=st.sampled_from(ENCODINGS),
    client=st.sampled_from(("gmail", "outlook", "apple", "thunderbird", "yahoo")),
    tongue=st.sampled_from(("en", "es")),
    sign=st.sampled_from(composed.SIGNATURES),
    parts=st.sampled_from(("text", "html", "both")),
)


def read(form: Form, manner: Manner, top: str, rows: Sequence[composed.Row]) -> Reading:
    """Compose a mail, parse its bytes and read it."""
    sign = manner.sign if top else ""
    text, parameters = composed.as_text(manner.client, form.language, top, rows, sign)
    html = composed.as_html(manner.client, form.language, top, rows, sign)
    coding = {"charset": manner.charset, "encoding": manner.encoding}
    return read_reply(parse(composed.as_mail(text, html, parameters=parameters, parts=manner.parts, **coding)), form)


def exactly(reading: Reading, form: Form, entries: Sequence[Entry]) -> None:
    """Demand these entries, word for word and in their paragraphs, and nothing else."""
    assert [one.model_copy(update={"text": ""}) for one in reading.entries] == [
        one.model_copy(update={"text": ""}) for one in entries
    ]
    assert [one.text.split("\n\n") for one in reading.entries] == [one.text.split("\n\n") for one in entries]
    assert reading.unclear == ()
    assert set(reading.missing) == {item.code for item in form.items} - {one.item for one in entries}


@given(filled(), MANNERS, st.booleans(), st.sampled_from(composed.OPENINGS))
@settings(max_examples=120, deadline=None)
def test_answers_in_the_letter_come_back(
    case: tuple[Form, tuple[Entry, ...]],
    manner: Manner,
    same_line: bool,  # noqa: FBT001 - drawn
    opening: str,
) -> None:
    """Below the labels or after them, in either language, in text or HTML."""
    form, entries = case
    rows = composed.inline(form, entries, manner.tongue, same_line=same_line)
    exactly(read(form, manner, opening, rows), form, entries)


@given(filled(), MANNERS, st.sampled_from(composed.HEADS))
@settings(max_examples=120, deadline=None)
def test_answers_by_code_at_the_top_come_back(case: tuple[Form, tuple[Entry, ...]], manner: Manner, head: str) -> None:
    """Under a code however it is set off, the letter quoted below."""
    form, entries = case
    top = composed.by_code(form, entries, manner.tongue, head)
    exactly(read(form, manner, top, composed.inline(form, (), manner.tongue, same_line=True)), form, entries)


@given(st.sampled_from(("en", "es")), st.data(), MANNERS, st.sampled_from((".", ")", " -", ".-")))
@settings(max_examples=80, deadline=None)
def test_numbered_answers_come_back_and_are_said_to_be(language: str, data: st.DataObject, manner: Manner, mark: str) -> None:
    """One number per item and nothing else: taken in order, with a remark for the receipt."""
    form = FORMS[language]
    states = st.sampled_from((State.PROGRESS, State.NO_CHANGE, State.NOTHING))
    entries = []
    for item in form.items:
        state = data.draw(states)
        entries.append(Entry(item=item.code, state=state, text="" if state is State.NO_CHANGE else data.draw(TEXTS)))
    top = composed.by_number(entries, manner.tongue, mark)
    reading = read(form, manner, top, composed.inline(form, (), manner.tongue, same_line=True))
    exactly(reading, form, entries)
    assert reading.remarks == ("by-number",)


@given(filled(), MANNERS, st.lists(st.tuples(st.integers(0, 5000), st.text(max_size=12)), max_size=8))
@settings(max_examples=120, deadline=None)
def test_every_typed_word_ends_somewhere(
    case: tuple[Form, tuple[Entry, ...]], manner: Manner, scribbles: list[tuple[int, str]]
) -> None:
    """Words scribbled anywhere are in an entry, unclear or ignored."""
    form, entries = case
    rows = composed.inline(form, entries, manner.tongue, same_line=False)
    words = [f"zz{at}q{''.join(re.findall('[a-z0-9]', said))}" for at, (_, said) in enumerate(scribbles)]
    for (at, said), word in zip(scribbles, words, strict=True):
        text = " ".join(f"{word} {said}".encode("cp1252", "ignore").decode("cp1252").split())
        rows.insert(at % (len(rows) + 1), composed.Row(text, typed=at % 2 == 0))
    reading = read(form, manner, "", rows)
    kept = " ".join([*(one.text for one in reading.entries), *(one.text for one in reading.unclear), *reading.ignored])
    assert [word for word in words if word not in kept] == []


@given(
    st.binary(max_size=600),
    st.sampled_from((b"", b"\n\n", b"Content-Type: text/html\n\n", b"Content-Type: text/plain\n\nAQ-1: ")),
)
@settings(max_examples=200, deadline=None)
def test_no_bytes_upset_the_reader(raw: bytes, head: bytes) -> None:
    """Whatever comes, there is a reading and a decision, and both can be stored."""
    incoming = parse(head + raw)
    for form in FORMS.values():
        assert read_reply(incoming, form).model_dump_json()
    assert read_decision(incoming, language="en", segments={1: "en"}, lines=FORMS["en"].lines).model_dump_json()


@given(
    st.text(max_size=400), st.sampled_from(("", "AQ-1: ", "[AQ-2] ", "1. ", "> Status: ", "<b>", "Progress: ", "On x wrote:\n"))
)
@settings(max_examples=200, deadline=None)
def test_no_text_upsets_the_reader(text: str, head: str) -> None:
    """Odd letters of any script, at any place."""
    raw = ("Content-Type: text/plain; charset=utf-8\n\n" + head + text + "\n" + head + text).encode("utf-8", "replace")
    assert read_reply(parse(raw), FORMS["es"]).model_dump_json()
