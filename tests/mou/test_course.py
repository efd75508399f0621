"""A submission's course, rule by rule."""

from mou.course import FACTS, Course
from mou.stories import Verb, Waiver
from mou.submission import Phase
from tests.mou.courses import ITEMS, LEADS, OWED, PARTIES, decision, reading, text, under_review


def test_one_party_alone_never_approves() -> None:
    """After California's approval Mexico is still asked, and only Mexico's makes it approved."""
    course = under_review()
    assert course.decide(decision(course, "california")).phase is Phase.REVIEWING
    assert course.unconvinced() == ("mexico",)
    assert course.decide(decision(course, "mexico")).phase is Phase.APPROVED


def test_facts_need_approval_like_any_segment() -> None:
    """Who has approved every sentence and not the facts has not approved."""
    course = under_review()
    shown = decision(course, "california").model_copy(update={"covers": ("a", "b")})
    assert course.decide(shown).open == (str(FACTS),)


def test_an_author_may_not_decide() -> None:
    """Whoever wrote source text is refused, whatever they say, and as long as the submission lives."""
    course = under_review()
    for verb in Verb:
        assert course.decision_objection(decision(course, "mexico", verb, person=LEADS["mexico"])) == "own-text"


def test_an_edit_unapproves_exactly_that_segment_for_the_other_party() -> None:
    """The editor has read what they wrote; the other party is asked for that segment and no other."""
    course = under_review()
    course.decide(decision(course, "california"))
    course.decide(decision(course, "mexico", edits={2: "b2"}))
    assert course.open_segments("california") == (2,)
    assert course.open_segments("mexico") == ()
    assert course.phase is Phase.REVIEWING


def test_a_correction_alone_approves_nothing() -> None:
    """A reviewer who only corrects is still asked for all of it, their own words included."""
    course = under_review()
    course.decide(decision(course, "mexico", Verb.CORRECT, edits={1: "a2"}))
    assert course.open_segments("mexico") == (0, 1, 2)
    assert course.current[1] == "a2"


def test_a_late_approval_of_old_text_is_superseded() -> None:
    """An approval that shows nothing of the current text is refused; one that shows some of it counts for that."""
    course = under_review()
    old = decision(course, "california")
    course.set_text(text(_0="facts2", _1="a2", _2="b2"), {})
    assert course.decision_objection(old) == "superseded"
    course.set_text(text(_0="facts2", _1="a", _2="b2"), {})
    assert course.decision_objection(old) == ""
    assert course.decide(old).open == ("0", "2")


def test_a_reply_during_review_stops_decisions_until_translated() -> None:
    """While a correction waits for translation nobody may approve the text before it; what it left alone stays approved."""
    course = under_review()
    course.decide(decision(course, "california"))
    assert course.file(reading("mexico", "AQ-2")).phase is Phase.TRANSLATING
    assert course.decision_objection(decision(course, "mexico")) == "superseded"
    course.set_text(text(_0="facts", _1="a", _3="c"), {})
    assert course.open_segments("california") == (3,)


def test_a_return_keeps_unchanged_approvals() -> None:
    """After a second round only what changed is asked for again; the round is counted."""
    course = under_review()
    course.decide(decision(course, "california"))
    course.decide(decision(course, "mexico", Verb.RETURN))
    assert (course.phase, course.round) == (Phase.RETURNED, 2)
    course.file(reading("mexico", "AQ-1"))
    course.set_text(text(_0="facts", _4="new", _2="b"), {})
    assert course.open_segments("california") == (4,)
    assert course.open_segments("mexico") == (0, 2, 4)


def test_who_sends_back_what_they_approved_is_asked_for_all_of_it_again() -> None:
    """An approval does not outlive the same party's return."""
    course = under_review()
    course.decide(decision(course, "mexico"))
    course.decide(decision(course, "mexico", Verb.RETURN))
    course.review_again()
    assert course.open_segments("mexico") == (0, 1, 2)


def test_a_correction_never_overwrites_words_its_writer_did_not_see() -> None:
    """Mexico corrects a sentence; California's correction under the older letter is refused, and Mexico may go on."""
    course = under_review()
    stale = decision(course, "california", Verb.CORRECT, edits={2: "b-california"})
    course.decide(decision(course, "mexico", Verb.CORRECT, edits={2: "b-mexico"}))
    again = decision(course, "mexico", Verb.CORRECT, edits={2: "b-mexico-2"}).model_copy(update={"edits": stale.edits})
    assert course.decision_objection(stale) == "superseded"
    assert course.decision_objection(again) == ""
    assert course.current[2] == "b-mexico"


def test_a_return_nobody_corrects_is_reviewed_as_it_is() -> None:
    """The reviewers are asked again, by a new letter, for what they had left open."""
    course = under_review()
    course.decide(decision(course, "mexico", Verb.RETURN))
    revision = course.revision
    course.review_again()
    assert course.phase is Phase.REVIEWING
    assert course.revision == revision + 1


def test_a_partial_close_goes_on_with_what_came() -> None:
    """Closed with one answer, the submission is translated and the rest stays missing."""
    course = Course()
    course.open(OWED, PARTIES)
    course.file(reading("mexico", "AQ-1"))
    course.close()
    assert course.phase is Phase.TRANSLATING
    assert course.missing() == ("AQ-1/california", "AQ-2/california", "AQ-2/mexico")


def test_a_waiver_of_the_rest_completes_what_came() -> None:
    """Entries waived are owed no more: with answers the text goes on, without any the report is not required."""
    answered, silent = Course(), Course()
    for course in (answered, silent):
        course.open(OWED[:2], PARTIES)
    answered.file(reading("california", "AQ-1"))
    assert answered.waive(Waiver(decision="w", entries=("AQ-1/mexico",))).phase is Phase.TRANSLATING
    assert silent.waive(Waiver(decision="w", entries=OWED[:2])).phase is Phase.NOT_REQUIRED


def test_a_reply_that_also_answers_what_was_waived_is_taken() -> None:
    """A lead who fills in the whole form, one item of which was waived meanwhile, is not turned away."""
    course = Course()
    course.open(OWED, PARTIES)
    course.waive(Waiver(decision="w", entries=("AQ-2/mexico",)))
    assert course.reading_objection(reading("mexico", *ITEMS)) == ""


def test_an_item_nobody_was_asked_for_is_not_taken() -> None:
    """An answer to another group's item is refused, by a code."""
    course = Course()
    course.open(OWED, PARTIES)
    assert course.reading_objection(reading("mexico", "WF-1")) == "not-asked"


def test_nothing_untranslated_is_ever_approved() -> None:
    """A segment without translation stays open for a party though its empty hash was among what it was shown."""
    course = under_review()
    course.set_text(text(_0="facts", _1=""), {})
    shown = decision(course, "california").model_copy(update={"covers": ("facts", "")})
    assert course.decide(shown).open == ("1",)


def test_an_exception_counts_only_when_the_coordinators_of_all_parties_signed_it() -> None:
    """One alone changes nothing; with the other's the text is approved, though no reviewer decided."""
    course = under_review()
    assert course.decide(decision(course, "mexico", Verb.EXCEPT)).phase is Phase.REVIEWING
    assert course.unconvinced() == PARTIES
    assert course.decide(decision(course, "california", Verb.EXCEPT)).phase is Phase.APPROVED


def test_an_exception_does_not_outlive_its_words() -> None:
    """A segment edited after one party signed is excepted by nobody until both have signed its new words."""
    course = under_review()
    course.decide(decision(course, "mexico", Verb.EXCEPT))
    course.decide(decision(course, "california", Verb.CORRECT, edits={2: "b2"}))
    course.decide(decision(course, "california", Verb.EXCEPT))
    assert course.phase is Phase.REVIEWING
    assert course.open_segments("mexico") == (2,)


def test_an_exception_of_another_text_is_superseded() -> None:
    """Whoever signs has the text as it stands before them, all of it."""
    course = under_review()
    offer = decision(course, "mexico", Verb.EXCEPT)
    course.decide(decision(course, "california", Verb.CORRECT, edits={2: "b2"}))
    assert course.decision_objection(offer) == "superseded"


def test_what_is_not_translated_cannot_be_excepted() -> None:
    """There is nothing to publish."""
    course = under_review()
    course.set_text(text(_0="facts", _1="a", _2=""), {})
    for party in PARTIES:
        course.decide(decision(course, party, Verb.EXCEPT))
    assert course.phase is Phase.REVIEWING
    assert course.open_segments("mexico") == (2,)


def test_a_return_withdraws_the_partys_exception() -> None:
    """Who sends it back does not want it published as it is."""
    course = under_review()
    course.decide(decision(course, "mexico", Verb.EXCEPT))
    course.decide(decision(course, "mexico", Verb.RETURN))
    course.set_text(text(_0="facts", _1="a", _2="b"), {})
    course.decide(decision(course, "california", Verb.EXCEPT))
    assert course.phase is Phase.REVIEWING
