"""Letters as rendered are read by the reader of replies: the words they ask for are the words that count."""

from email.message import EmailMessage

import pytest

from adapters.press import JinjaPress
from commands.sample_letters import sample_letter
from mou.form import read_form
from mou.letters.answering import receipt
from mou.letters.blocks import Kind
from mou.reading import Outcome, Reading
from mou.reply.decide import read_decision
from mou.reply.message import parse
from mou.reply.read import read_reply
from mou.stories import Verb
from mou.submission import Entry, Standing, State
from tests.fakes.sample_report import CALIFORNIA, READERS, sample, where

PRESS = JinjaPress()
PARTIES = tuple(READERS)


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
def test_a_form_is_read_back_and_its_reply_too(party: str) -> None:
    """The letter alone is enough to read a reply typed into its quoted form."""
    rendered = PRESS.letter(sample_letter(Kind.INVITATION, sample(party)), READERS[party])
    form = read_form(rendered.text)
    assert form.language == READERS[party].language
    assert [(item.code, item.title) for item in form.items] == [
        (item.code, item.title.in_(form.language)) for item in sample(party).group.items
    ]
    words = {"california": ("delayed", "No change"), "mexico": ("con retraso", "Sin cambios")}[party]
    answered = quoted(rendered.text).split("\n")
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


def test_a_reply_to_a_receipt_is_read_like_one_to_the_form() -> None:
    """A correction by code is filed under its item; what the receipt repeated comes back as it was, under its own."""
    said = "Audited twelve stations in Tijuana and Mexicali, in a sentence longer than any mail's line.\n\nMore in May."
    given = {
        "AQ-1": Entry(item="AQ-1", state=State.PROGRESS, standing=Standing.DELAYED, text="We met twice."),
        "AQ-2": Entry(item="AQ-2", state=State.PROGRESS, standing=Standing.DONE, text=said),
    }
    reading = Reading(outcome=Outcome.ACCEPT, reason="answers")
    made = receipt(
        **where(), party="california", language="en", reading=reading, given=given, missing=("AQ-3",), late=False,
        due=sample().on("due"), closes=sample().on("close"), settled=False,
    )  # fmt: skip
    text = PRESS.letter(made, CALIFORNIA).text
    assert said in text
    read = read_reply(parse(reply(f"AQ-3: Twelve.\n\nAQ-1: no change\n\n{quoted(text)}")), read_form(text))
    texts = {one.item: one.text for one in read.entries}
    assert texts["AQ-1"] == ""
    assert texts["AQ-3"] == "Twelve."
    assert texts.get("AQ-2", said) == said
    assert read.unclear == ()
