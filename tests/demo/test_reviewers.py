"""The reviewers correct only their own language, approve only what is right, and never wait for each other for ever."""

import pytest

from demo.events import Event
from demo.letter import Letter
from demo.outgoing import Outgoing
from demo.pairs import Pair, pairs
from demo.reviewers import Reviewers
from demo.words import Year
from mou.reading import DecisionReading
from mou.reply.decide import read_decision
from mou.reply.message import parse
from mou.segments import Segment
from mou.stories import Verb
from tests.demo import real_letters
from tests.demo.mailbox import Mailbox, review_lines

YEAR = Year.load()
REPORT = "ca-mx/2026-Q1/air-quality"
RETURNED = "ca-mx/2026-Q2/clean-vehicles"
EN = YEAR.entries["2026-Q1", "air-quality", "california"][0].text[0]
ES = YEAR.entries["2026-Q1", "air-quality", "mexico"][0].text[0]
TARGETS = {1: "es", 2: "en"}


def _reviewers() -> tuple[Reviewers, list[Event]]:
    events: list[Event] = []
    return Reviewers(YEAR, events.append), events


def _request(party: str, into_spanish: str, into_english: str, *, report: str = REPORT, kind: str = "approval-request") -> Letter:
    lines = review_lines([("en", EN.said, into_spanish), ("es", ES.said, into_english)])
    return Mailbox().send(kind, report, party, lines, to=f"reviewer@{party}.example")


def _real_request(party: str, into_spanish: str, into_english: str) -> Letter:
    """The engine's own letter about the same two sentences."""
    own = Segment(
        number=1, item="AQ-1", party="california", position=0, source_language="en", source=EN.said, target_language="es",
        target=into_spanish,
    )  # fmt: skip
    theirs = Segment(
        number=2, item="AQ-1", party="mexico", position=0, source_language="es", source=ES.said, target_language="en",
        target=into_english,
    )  # fmt: skip
    return real_letters.request(("2026-Q1", "air-quality", party), (own, theirs))


def _read(mail: Outgoing, letter: Letter) -> DecisionReading:
    return read_decision(parse(mail.raw), language=letter.language, segments=TARGETS, lines=letter.lines)


@pytest.mark.parametrize(
    ("party", "shown", "verb", "corrected"),
    [
        ("california", (EN.other, ES.other), Verb.APPROVE, {}),
        ("mexico", (EN.other, ES.other), Verb.APPROVE, {}),
        ("california", (EN.other, "Machine words."), Verb.APPROVE, {2: ES.other}),
        ("mexico", ("Palabras de máquina.", ES.other), Verb.APPROVE, {1: EN.other}),
        ("california", ("", ""), Verb.CORRECT, {2: ES.other}),
        ("mexico", ("Palabras de máquina.", "Machine words."), Verb.CORRECT, {1: EN.other}),
        ("california", ("", ES.other), None, {}),
        ("mexico", (EN.other, ""), None, {}),
    ],
)
def test_a_reviewer_corrects_their_own_language_and_approves_what_is_right(
    party: str, shown: tuple[str, str], verb: Verb | None, corrected: dict[int, str]
) -> None:
    """Approve, correct, do both, or wait for the other: and the engine reads it as that."""
    reviewers, events = _reviewers()
    letter = _real_request(party, *shown)
    mails = reviewers.read(letter)
    assert len(mails) == (verb is not None)
    for mail in mails:
        reading = _read(mail, letter)
        assert (reading.verb, reading.unclear) == (verb, ())
        assert {one.number: one.text for one in reading.corrections} == corrected
    assert events == []


def test_a_correction_is_sent_once_and_again_only_when_it_was_acknowledged_and_is_still_not_shown() -> None:
    """A letter that crossed the correction in the post brings nothing about; a decision receipt makes the difference."""
    reviewers, _ = _reviewers()
    assert len(reviewers.read(_request("california", "", ""))) == 1
    assert reviewers.read(_request("california", "", "")) == []
    reviewers.read(Mailbox().send("decision-receipt", REPORT, "california"))
    assert [mail.event.kind for mail in reviewers.read(_request("california", "", ""))] == ["edited"]


def test_a_review_reminder_makes_a_reviewer_look_again() -> None:
    """What was sent and did not count is sent again when the engine reminds."""
    reviewers, _ = _reviewers()
    reviewers.read(_request("california", EN.other, ""))
    (mail,) = reviewers.read(_request("california", EN.other, "", kind="review-reminder"))
    assert mail.event.kind == "approved"


def test_a_sentence_nobody_of_ours_wrote_is_told_and_taken_as_it_is() -> None:
    """An unknown sentence does not stop the play, but somebody hears of it."""
    reviewers, events = _reviewers()
    letter = Mailbox().send("approval-request", REPORT, "mexico", review_lines([("en", "Who said this?", "¿Quién dijo esto?")]))
    assert [mail.event.kind for mail in reviewers.read(letter)] == ["approved"]
    assert [event.kind for event in events] == ["unread"]


def test_one_reviewer_returns_and_the_other_waits_for_the_second_round() -> None:
    """The first request is returned with its reason; after the return's letter both decide as always."""
    reviewers, _ = _reviewers()
    asked = {party: _request(party, EN.other, ES.other, report=RETURNED) for party in ("california", "mexico")}
    assert reviewers.read(asked["california"]) == []
    (mail,) = reviewers.read(asked["mexico"])
    reading = _read(mail, asked["mexico"])
    assert reading.verb is Verb.RETURN
    assert "46" in reading.because
    reviewers.read(Mailbox().send("return", RETURNED, "california"))
    for letter in asked.values():
        assert [one.event.kind for one in reviewers.read(letter)] == ["approved"]


@pytest.mark.parametrize("party", ["california", "mexico"])
def test_the_annual_report_is_approved(party: str) -> None:
    """A coordinator approves the edition in their own language."""
    letter = Mailbox().send("annual-approval", "ca-mx/2026/annual/1", party, ["Please approve the report."])
    (mail,) = _reviewers()[0].read(letter)
    assert read_decision(parse(mail.raw), language=letter.language, segments={}, lines=letter.lines).verb is Verb.APPROVE


@pytest.mark.parametrize("order", [("california", "mexico"), ("mexico", "california")])
@pytest.mark.parametrize("shown", [("", ""), ("", ES.other), (EN.other, ""), ("Mal.", "Bad."), (EN.other, ES.other)])
@pytest.mark.parametrize("eager", [True, False], ids=["asked-after-every-edit", "asked-after-all-edits"])
def test_two_reviewers_always_come_to_an_end(order: tuple[str, str], shown: tuple[str, str], *, eager: bool) -> None:
    """Whatever is shown first and in whatever order edits land, both approve the proofread text within a few rounds."""
    reviewers, _ = _reviewers()
    text, approved = dict(zip((1, 2), shown, strict=True)), set[str]()
    waiting = [_request(party, text[1], text[2]) for party in order]
    for _ in range(6):
        asked, waiting = waiting, []
        for letter in asked:
            for mail in reviewers.read(letter):
                reading = _read(mail, letter)
                edits = {one.number: one.text for one in reading.corrections}
                text |= edits
                approved = (set() if edits else approved) | ({letter.party} if reading.verb is Verb.APPROVE else set())
                reviewers.read(Mailbox().send("decision-receipt", REPORT, letter.party))
                again = [_request(party, text[1], text[2]) for party in order if party not in approved]
                waiting = [*waiting, *again] if eager else again
    assert (approved, text) == (set(order), {1: EN.other, 2: ES.other})


def test_pairs_are_read_over_wrapped_lines_and_empty_translations() -> None:
    """A text goes on to the blank line; a label with nothing after it is a sentence without translation."""
    lines = [
        "[AQ-1] A title",
        "",
        "[12] AQ-1 · México",
        "ES (original): Una oración",
        "que sigue.",
        "EN-12:",
        "",
        "[13] AQ-1 · California",
    ]
    lines += ["EN (original): A sentence.", "ES-13: Una", "oración.", "", "[END]", "Nothing of it."]
    assert pairs(lines) == (
        Pair(12, "Una oración que sigue.", "en", ""),
        Pair(13, "A sentence.", "es", "Una oración."),
    )
