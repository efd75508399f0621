"""Letters to reviewers and back to leads."""

from itertools import pairwise

from mou.letters.blocks import Answer, ItemHead, Letter, Pair, Paragraph, Quote, T
from mou.letters.returning import return_letter
from mou.letters.reviewing import approval_request, review_escalation
from mou.review import shown_hash
from mou.segments import Origin
from tests.fakes.sample_report import sample, where

FLAGS: dict[int, tuple[str, ...]] = {2: ("numbers", "negation")}


def request(
    *,
    changed: frozenset[int] = frozenset(),
    flags: dict[int, tuple[str, ...]] | None = None,
    origin: Origin | None = None,
) -> Letter:
    """Return an approval request for the sample, its translations made by this hand where one is named."""
    segments, entries = sample().segments(), sample().entries()
    segments = tuple(one.model_copy(update={"origin": origin or one.origin}) for one in segments)
    return approval_request(
        **where(), party="california", version=1, round_=1, entries=entries, segments=segments, changed=changed,
        flags=flags or {}, shown=shown_hash(segments, entries), due=sample().on("close"), link="",
    )  # fmt: skip


def pairs(letter: Letter) -> list[Pair]:
    """Return the segments shown."""
    return [block for block in letter.blocks if isinstance(block, Pair)]


def test_the_request_shows_every_segment_and_the_hash_of_exactly_that_text() -> None:
    """Nothing approved is unseen: each number once, and the hash of the same entries and segments."""
    letter = request()
    assert [pair.number for pair in pairs(letter)] == [1, 2, 3, 4]
    shown = shown_hash(sample().segments(), sample().entries())
    assert any(
        isinstance(block, Paragraph) and getattr(block.words, "values", {}).get("shown") == shown for block in letter.blocks
    )


def test_the_request_shows_items_without_an_answer_too() -> None:
    """Every plan item appears once, also the missing one."""
    letter = request()
    assert [block.code for block in letter.blocks if isinstance(block, ItemHead)] == ["AQ-1", "AQ-2", "AQ-3"]
    told = [block.words.msgid for block in letter.blocks if isinstance(block, Paragraph) and isinstance(block.words, T)]
    assert told.count("%(party)s: no answer.") == 2


def test_a_text_nobody_translates_is_shown_all_the_same() -> None:
    """Parties that share a language, or an answer of figures alone, leave no pair: the reviewer reads the answer itself."""
    entries = sample().entries()
    letter = approval_request(
        **where(), party="california", version=1, round_=1, entries=entries, segments=(), changed=frozenset(),
        flags={}, shown=shown_hash((), entries), due=sample().on("close"), link="",
    )  # fmt: skip
    quoted = [block.text for block in letter.blocks if isinstance(block, Quote)]
    assert quoted == [entry.text for entry in entries if entry.text]


def test_changed_segments_are_marked() -> None:
    """A reviewer who decided before sees what is new."""
    assert [pair.number for pair in pairs(request(changed=frozenset({3}))) if pair.changed] == [3]


def test_what_to_check_stands_right_before_its_segment() -> None:
    """An answer typed under a translation is followed by the next number, never by a remark of ours."""
    assert remarks(Origin.DRAFT, ("numbers", "negation")) == ["Please check number %(number)s: %(why)s"] * 2
    assert all(before.number < after.number for before, after in pairwise(pairs(request())))


def test_what_may_be_approved_all_the_same_is_said_otherwise() -> None:
    """A warning, and whatever a person vouched for, is shown and keeps nothing back; typing alone vouches for nothing."""
    look = "Number %(number)s may be right, but please look at it again: %(why)s"
    check = "Please check number %(number)s: %(why)s"
    assert remarks(Origin.DRAFT, ("numbers", "length")) == [check, look]
    assert remarks(Origin.MEMORY, ("numbers",)) == [check]
    assert remarks(Origin.PERSON, ("numbers", "length")) == [check, look]
    assert remarks(Origin.VOUCHED, ("numbers", "length")) == [look, look]
    counted = "One passage needs a correction."
    assert counted in repr(request(flags=FLAGS, origin=Origin.DRAFT).blocks)
    assert counted not in repr(request(flags=FLAGS, origin=Origin.VOUCHED).blocks)


def remarks(origin: Origin, codes: tuple[str, ...]) -> list[str]:
    """Return what stands right before number 2, made by this hand and with these flags."""
    blocks = request(flags={2: codes}, origin=origin).blocks
    at = next(place for place, block in enumerate(blocks) if isinstance(block, Pair) and block.number == 2)
    return [getattr(getattr(block, "words", None), "msgid", "") for block in blocks[at - len(codes) : at]]


def test_nobody_is_named_in_a_request() -> None:
    """Who wrote is told by role: no name of any person appears."""
    names = [person.name for person in sample().program.people]
    assert not [name for name in names if name in repr(request().blocks)]


def test_an_escalation_repeats_the_whole_text() -> None:
    """The alternate needs no earlier letter."""
    segments, entries = sample().segments(), sample().entries()
    letter = review_escalation(
        **where(), party="mexico", version=1, round_=1, entries=entries, segments=segments, changed=frozenset(), flags={},
        shown=shown_hash(segments, entries), due=None, link="",
    )  # fmt: skip
    assert pairs(letter) == pairs(request())


def test_a_return_quotes_the_reason_in_its_language_and_prefills_the_form() -> None:
    """The lead reads why, word for word, and corrects the answers in place."""
    letter = return_letter(
        **where(), party="california", language="en", reason="Falta la cifra.", reason_language="es", by="mexico",
        closes=sample().on("close"), given=sample().given(),
    )  # fmt: skip
    assert Quote("Falta la cifra.", "es") in letter.blocks
    prefilled = [block.value for block in letter.blocks if isinstance(block, Answer)]
    assert all(entry.text in prefilled for entry in sample().given().values())
