"""Odd replies to a form, each with the safe way to read it."""

from decimal import Decimal

import pytest

from mou.form import Form, read_form
from mou.reading import Outcome, Reading
from mou.reply.entries import standing
from mou.reply.lines import hard_wrapped
from mou.reply.message import Incoming
from mou.reply.read import read_reply
from mou.submission import Standing, State

LETTER = """Dear Dana,

Please answer under each line.

[AQ-1] Coordinate planning
Last quarter: Two stations were repaired.
Status (on track / delayed / done / not started):
Workshops held:
Progress:

[AQ-2] Strengthen monitoring
Status (on track / delayed / done / not started):
Stations:
Progress:

[END]
"""
FORM = read_form(LETTER)
ONE = read_form(LETTER.split("\n[AQ-2]", maxsplit=1)[0] + "\n[END]\n")
OUTLOOK = "\nFrom: R <r@reports.example>\nSent: Wednesday\nTo: Dana\nSubject: AQ\n\n"
QUOTED = "\n\nOn Wed, Apr 1, 2026 at 9:00 AM R <r@reports.example> wrote:\n" + "\n".join(f"> {row}" for row in LETTER.split("\n"))


def read(text: str, form: Form = FORM) -> Reading:
    """Read a plain mail from Dana Whitfield."""
    return read_reply(Incoming(text=text, sender_name="Dana Whitfield", wrapped=hard_wrapped(text)), form)


def reasons(reading: Reading) -> list[str]:
    """Return the reason codes of what is unclear."""
    return [one.reason for one in reading.unclear]


@pytest.mark.parametrize("head", ["AQ-2:", "[AQ-2]", "aq-2 -", "Item AQ-2 :", "(AQ-2)", "* AQ-2:", "AQ-2)", "aq2:"])
def test_loosened_item_codes_are_still_codes(head: str) -> None:
    """People retype the code in their own way."""
    (entry,) = read(f"{head} We repaired them.{QUOTED}").entries
    assert (entry.item, entry.text) == ("AQ-2", "We repaired them.")


def test_a_sentence_beginning_with_a_code_is_asked_about() -> None:
    """Without a mark after the code it may be the answer to another item."""
    reading = read("AQ-2 stations help here too." + QUOTED)
    assert (reading.entries, reasons(reading)) == ((), ["item-named"])


def test_a_status_typed_after_the_code_is_one() -> None:
    """A whole status or "no change" needs no mark."""
    first, second = read("AQ-1 delayed\nAQ-2 no change" + QUOTED).entries
    assert (first.standing, second.state) == (Standing.DELAYED, State.NO_CHANGE)


def test_an_item_answered_twice_differently_is_not_filed() -> None:
    """Two answers in one mail to the same item: we ask which."""
    reading = read("AQ-1: We met.\n\n" + OUTLOOK + LETTER.replace("held:\nProgress:", "held:\nProgress: We did not meet."))
    assert reading.entries == ()
    assert reasons(reading) == ["answered-twice", "answered-twice"]


def test_only_the_choice_left_in_the_brackets_is_a_status() -> None:
    """Some answer by deleting the other choices."""
    (entry,) = read(OUTLOOK + LETTER.replace("(on track / delayed / done / not started)", "(delayed)", 1)).entries
    assert (entry.item, entry.standing) == ("AQ-1", Standing.DELAYED)
    assert reasons(read(OUTLOOK + LETTER.replace("(on track / delayed / done", "(on track / done", 1))) == ["changed-label"]


def test_text_after_a_status_word_is_the_item_s_text() -> None:
    """A status line that goes on is a status and a text."""
    (entry,) = read("AQ-1:\nStatus: On track - the list is agreed\n" + QUOTED).entries
    assert (entry.standing, entry.text) == (Standing.ON_TRACK, "the list is agreed")


def test_a_status_we_do_not_know_is_asked_about() -> None:
    """The rest of the item is filed all the same."""
    reading = read("AQ-1:\nStatus: so so\nProgress: We met.\n" + QUOTED)
    assert [(one.standing, one.text) for one in reading.entries] == [(None, "We met.")]
    assert reasons(reading) == ["status"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("on trak", Standing.ON_TRACK),
        ("Complted", Standing.DONE),
        ("not done", None),
        ("no concluido", None),
        ("on track / delayed", None),
        ("fine", None),
    ],
)
def test_status_words_are_fuzzy_within_bounds(typed: str, found: Standing | None) -> None:
    """One slip is forgiven, a negation never."""
    assert standing(typed) is found


def test_nothing_to_report_needs_its_reason() -> None:
    """Without a reason it is asked for; what else was said there is quoted back too."""
    reading = read("AQ-1: done\nNothing to report.\n" + QUOTED)
    assert (reading.entries, reasons(reading)) == ((), ["no-reason"])
    assert "done" in reading.unclear[0].text


def test_a_text_that_begins_with_no_changes_is_progress() -> None:
    """Only the phrase alone is "no change"."""
    (entry,) = read("AQ-1: No changes were needed; the rule was adopted." + QUOTED).entries
    assert (entry.state, entry.text) == (State.PROGRESS, "No changes were needed; the rule was adopted.")


def test_the_rest_may_be_said_not_to_have_changed() -> None:
    """One answer and "no change to the rest" answer the whole form."""
    reading = read("No change to the rest.\n\nAQ-1: We met." + QUOTED)
    assert [(one.item, one.state) for one in reading.entries] == [("AQ-1", State.PROGRESS), ("AQ-2", State.NO_CHANGE)]
    assert reasons(read("No change.\n\nAQ-1: We met." + QUOTED)) == ["no-item"]


def test_the_only_open_item_takes_a_free_text_but_no_question() -> None:
    """A whole answer at the top belongs to the one item; a request does not."""
    assert read("We met twice.\n\nIt went well.\n\nThanks,\nDana", ONE).entries[0].text == "We met twice.\n\nIt went well."
    assert reasons(read("Could we have an extension?", ONE)) == ["question"]
    assert reasons(read("I will send it next week.", ONE)) == ["question"]


def test_a_sender_s_name_ends_the_answer() -> None:
    """A name and office below the last answer are not part of it."""
    (entry,) = read("AQ-2: We met.\n\nDana Whitfield\nAir Pollution Specialist" + QUOTED).entries
    assert entry.text == "We met."


def test_a_postscript_is_asked_about() -> None:
    """What follows a closing at length is not thrown away as a signature."""
    reading = read("AQ-2: We met.\n\nBest,\nDana\n\nP.S. AQ-1 is late." + QUOTED)
    assert reasons(reading) == ["after-signature"]


def test_a_value_on_the_line_below_its_label_is_read() -> None:
    """Answers may stand below the label."""
    (entry,) = read(
        OUTLOOK
        + LETTER.replace("Workshops held:", "Workshops held:\n12\n").replace("Stations:\nProgress:", "Stations:\nProgress:")
    ).entries
    assert entry.indicators == {"workshops-held": Decimal(12)}


def test_another_item_s_label_means_a_lost_item_line() -> None:
    """Where a head was deleted, what follows is nobody's until the next head."""
    reading = read(OUTLOOK + LETTER.replace("[AQ-2] Strengthen monitoring\n", "").replace("Stations:", "Stations: 4"))
    assert (reading.entries, set(reasons(reading))) == ((), {"item-line-lost"})


def test_an_empty_reply_is_held() -> None:
    """Nothing typed is no answer."""
    reading = read(QUOTED)
    assert (reading.outcome, reading.reason, reading.missing) == (Outcome.REJECT, "empty", ("AQ-1", "AQ-2"))


def test_prefilled_answers_come_back_and_one_is_changed() -> None:
    """What the letter already said is filed again as it was; the change wins."""
    sent = LETTER.replace("held:\nProgress:", "held: 3\nProgress: We met.")
    form = read_form(sent)
    same = read(OUTLOOK + sent, form)
    assert [(one.item, one.text, one.indicators) for one in same.entries] == [("AQ-1", "We met.", {"workshops-held": Decimal(3)})]
    changed = read("AQ-1: We met twice.\n" + OUTLOOK + sent, form)
    assert [(one.text, one.indicators) for one in changed.entries] == [("We met twice.", {"workshops-held": Decimal(3)})]
    assert changed.missing == ("AQ-2",)
    assert "We met." in changed.ignored


@pytest.mark.parametrize(
    "attribution",
    [
        "On Wed, Apr 1, 2026 at 9:00 AM R <\nr@reports.example> wrote:",
        "On Wed, Apr 1, 2026 at 9:00 AM Reports of the agreement\n<r@reports.example> wrote:",
        "El mié, 1 abr 2026 a las 9:00, R (<r@reports.example>)\nescribió:",
        "R <r@reports.example> wrote:",
        "R <r@reports.example> escribió el 1 abr 2026 a las\n9:00:",
        "From: R <r@reports.example>\nSent: Wednesday\nTo: Dana\nSubject: AQ",
        "-----Original Message-----\nFrom: R <r@reports.example>\nSent: Wednesday\nTo: Dana\nSubject: AQ",
    ],
)
def test_an_answer_right_above_the_quoted_letter_is_an_answer(attribution: str) -> None:
    """Not every program leaves a line between them, and the answer may even begin like an attribution."""
    quoted = "\n".join(f"> {row}" for row in LETTER.split("\n"))
    for said, standing_ in (("We met.", None), ("On track", Standing.ON_TRACK), ("En curso.", Standing.ON_TRACK)):
        reading = read(f"AQ-1: no change\nAQ-2:\n{said}\n{attribution}\n{quoted}")
        assert (reading.entries[1].standing, reading.entries[1].text) == (standing_, "" if standing_ else said)
        assert reading.unclear == ()
