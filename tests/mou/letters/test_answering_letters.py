"""Receipts and questions."""

from decimal import Decimal

from mou.form import STANDINGS
from mou.inbound.attachments import Evidence
from mou.letters.answering import question, receipt
from mou.letters.blocks import Answer, Bullets, ItemHead, Letter, Line, Paragraph, Quote, T
from mou.letters.deciding import decision_receipt
from mou.reading import Correction, DecisionReading, Outcome, Reading, Unclear
from mou.stories import Verb
from mou.submission import Entry, Standing, State
from tests.fakes.sample_report import sample, where

DUE, CLOSES = sample().on("due"), sample().on("close")
TEXT = "Audited twelve stations.\n\n  Two more   in May."
ENTRY = Entry(
    item="AQ-2", state=State.PROGRESS, standing=Standing.DELAYED, text=TEXT, indicators={"people-trained": Decimal("1234.50")}
)


def read(*unclear: Unclear) -> Reading:
    """Return a reading with these leftovers."""
    return Reading(outcome=Outcome.ACCEPT, reason="answers", unclear=unclear)


def receive(
    reading: Reading,
    *,
    missing: tuple[str, ...] = (),
    late: bool = False,
    settled: bool = False,
    files: tuple[Evidence, ...] = (),
) -> Letter:
    """Return the receipt of ENTRY."""
    return receipt(
        **where(), party="california", language="en", reading=reading, given={"AQ-2": ENTRY}, missing=missing,
        late=late, due=DUE, closes=CLOSES, settled=settled, files=files,
    )  # fmt: skip


def quotes(letter: Letter) -> list[str]:
    """Return everything quoted."""
    return [block.text for block in letter.blocks if isinstance(block, Quote)]


def opening(letter: Letter) -> dict[str, object]:
    """Return the values of the first sentence."""
    block = letter.blocks[0]
    assert isinstance(block, Paragraph)
    return getattr(block.words, "values", {})


def decide(decision: DecisionReading, *, taken: bool, why: str = "", open_: tuple[int, ...] = ()) -> Letter:
    """Return the receipt of a decision."""
    return decision_receipt(**where(), version=1, decision=decision, taken=taken, why=why, open_=open_)


def test_the_receipt_repeats_what_was_understood_after_the_labels() -> None:
    """Status, numbers and the text exactly as written stand in a form that can be corrected in place."""
    answers = [block.value for block in receive(read()).blocks if isinstance(block, Answer)]
    assert answers == [STANDINGS[Standing.DELAYED], "1234.5", TEXT]


def test_the_receipt_leaves_the_labels_of_missing_items_empty() -> None:
    """Every owed item is there, so that the missing ones can be answered by replying to the receipt."""
    letter = receive(read(), missing=("AQ-1", "AQ-3"))
    assert [block.code for block in letter.blocks if isinstance(block, ItemHead)] == ["AQ-1", "AQ-2", "AQ-3"]
    assert sum(isinstance(block, Line) for block in letter.blocks) == 6


def test_the_receipt_says_what_is_missing_and_by_when() -> None:
    """Until the due time it asks by then; for a late reply by the closing time; complete, it asks nothing."""
    assert opening(receive(read(), missing=("AQ-1",)))["by"] == DUE
    assert opening(receive(read(), missing=("AQ-1",), late=True))["by"] == CLOSES
    assert "by" not in opening(receive(read()))


def test_the_receipt_quotes_what_was_not_filed() -> None:
    """Unclear words come back in full; files by name, those past a limit with the reason."""
    files = (
        Evidence(name="report.docx", media="application/msword", size=9),
        Evidence(name="all.zip", media="application/zip", size=9, refused="too-large"),
    )
    letter = receive(read(Unclear(text="12 or 13?", reason="number", item="AQ-2")), files=files)
    assert quotes(letter)[-1] == "12 or 13?"
    listed = [repr(block) for block in letter.blocks if isinstance(block, Bullets) and "%(name)s" in repr(block)]
    assert ["larger than 10 MB" in one for one in listed] == [False, True]


def test_numbered_answers_are_said_to_have_been_put_in_order() -> None:
    """Who numbered their answers instead of naming the items is asked to check; who named them is not."""
    told = [repr(receive(read().model_copy(update={"remarks": remarks})).blocks) for remarks in ((), ("by-number",))]
    assert ["taken in the order of the items" in one for one in told] == [False, True]


def test_a_reply_after_the_end_is_told_to_become_an_amendment() -> None:
    """Nobody is asked for missing items of a report that has ended."""
    assert "by" not in opening(receive(read(), missing=("AQ-1",), settled=True))


def test_a_question_quotes_the_reply_and_asks_with_the_form() -> None:
    """Nothing is guessed: the words come back, and the whole form with them."""
    unclear = Unclear(text="All fine here.", reason="no-item")
    letter = question(**where(), party="california", language="en", reading=read(unclear), due=DUE, closes=CLOSES)
    assert quotes(letter) == ["All fine here."]
    assert [block.code for block in letter.blocks if isinstance(block, ItemHead)] == ["AQ-1", "AQ-2", "AQ-3"]
    assert letter.expects_reply


def test_a_decision_receipt_repeats_reason_and_corrections() -> None:
    """A return's reason and every correction come back word for word."""
    decision = DecisionReading(
        outcome=Outcome.ACCEPT, reason="return", verb=Verb.RETURN, because="The figure is wrong.",
        corrections=(Correction(number=3, language="en", text="Better words."),),
    )  # fmt: skip
    assert quotes(decide(decision, taken=True)) == ["The figure is wrong.", "Better words."]


def test_a_refused_decision_says_why_and_never_claims_to_be_recorded() -> None:
    """Every refusal has words of its own, and the subject says that nothing was taken."""
    decision = DecisionReading(outcome=Outcome.ACCEPT, reason="approve", verb=Verb.APPROVE)
    codes = ("own-text", "superseded", "closed", "unclear", "not-reviewing")
    letters = [decide(decision, taken=False, why=code) for code in codes]
    assert all(isinstance(one.subject, T) and one.subject.msgid.startswith("Decision not taken") for one in letters)
    assert len({repr(letter.blocks[1]) for letter in letters}) == len(codes)


def test_an_approval_that_leaves_segments_open_says_which() -> None:
    """Numbers are named; the facts, number 0, are told in words."""
    decision = DecisionReading(outcome=Outcome.ACCEPT, reason="approve", verb=Verb.APPROVE)
    told = repr(decide(decision, taken=True, open_=(0, 4, 7)).blocks)
    assert "'4, 7'" in told
    assert "The statuses and indicator values" in told
