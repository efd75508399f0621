"""Letters while answers are collected."""

from mou.letters.asking import invitation, reminder
from mou.letters.blocks import Bullets, ItemHead, Kind, Letter, Marker, Paragraph, T
from mou.letters.noticing import closed, escalation, waiver
from mou.submission import Phase
from tests.fakes.sample_report import sample, where

DUE, CLOSES = sample().on("due"), sample().on("close")


def codes(letter: Letter) -> list[str]:
    """Return the items a letter's form asks about."""
    return [block.code for block in letter.blocks if isinstance(block, ItemHead)]


def first(letter: Letter) -> T:
    """Return the words of the first block, which must be a paragraph (of a plural, its singular)."""
    block = letter.blocks[0]
    assert isinstance(block, Paragraph)
    words = block.words
    return words if isinstance(words, T) else T(getattr(words, "one", ""), **getattr(words, "values", {}))


def remind(*, missing: tuple[str, ...], overdue: bool) -> Letter:
    """Return a second reminder."""
    return reminder(**where(), party="mexico", language="es", due=DUE, closes=CLOSES, number=2, missing=missing, overdue=overdue)


def test_the_invitation_asks_every_owed_item_by_the_due_time() -> None:
    """The first sentence says by when, the form holds the plan's items in order and ends with the marker."""
    letter = invitation(**where(), party="mexico", language="es", due=DUE, closes=CLOSES)
    assert first(letter).values["due"] == DUE
    assert codes(letter) == ["AQ-1", "AQ-2", "AQ-3"]
    assert sum(isinstance(block, Marker) for block in letter.blocks) == 1
    assert letter.expects_reply


def test_a_reminder_asks_only_what_is_missing() -> None:
    """Answered items are not asked again."""
    assert codes(remind(missing=("AQ-2",), overdue=False)) == ["AQ-2"]


def test_a_reminder_is_gentle_before_the_due_time_and_clear_after() -> None:
    """Before, it names the due time; after, the closing time, in other words and another subject."""
    gentle, clear = remind(missing=("AQ-2",), overdue=False), remind(missing=("AQ-2",), overdue=True)
    assert first(gentle).values["due"] == DUE
    assert first(clear).values["closes"] == CLOSES
    assert isinstance(gentle.subject, T)
    assert isinstance(clear.subject, T)
    assert gentle.subject.msgid.startswith("Reminder")
    assert clear.subject.msgid.startswith("Overdue")


def test_an_escalation_lists_every_missing_entry_with_its_party() -> None:
    """The coordinator sees what is missing and of whom."""
    letter = escalation(**where(), due=DUE, closes=CLOSES, missing=(("AQ-1", "mexico"), ("AQ-3", "california")))
    lines = next(block for block in letter.blocks if isinstance(block, Bullets)).lines
    assert [line.values["code"] for line in lines if isinstance(line, T)] == ["AQ-1", "AQ-3"]
    assert not letter.expects_reply


def test_a_waiver_of_the_whole_report_lists_nothing() -> None:
    """Without entries the whole report is not required."""
    whole = waiver(**where(), entries=(), reason="")
    some = waiver(**where(), entries=("AQ-1/mexico",), reason="")
    assert not any(isinstance(block, Bullets) for block in whole.blocks)
    assert any(isinstance(block, Bullets) for block in some.blocks)
    assert first(whole).msgid != first(some).msgid


def test_each_end_of_a_report_has_its_own_words() -> None:
    """Approved, not reported, not required, and closed with what came are told apart."""
    letters = [closed(**where(), phase=phase, missing=()) for phase in Phase]
    assert {letter.kind for letter in letters} == {Kind.CLOSED}
    ends = {first(letter).msgid for letter, phase in zip(letters, Phase, strict=True) if phase.settled}
    others = {first(letter).msgid for letter, phase in zip(letters, Phase, strict=True) if not phase.settled}
    assert len(ends) == 3
    assert len(others) == 1
    assert not ends & others
