"""A reviewer's reply: an approval is never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.reading import DecisionReading, Outcome
from mou.reply.decide import read_decision
from mou.reply.lines import hard_wrapped
from mou.reply.message import Incoming
from mou.stories import Verb

LETTER = """Dear Robert,

Please answer with one word on the first line:

APPROVE
RETURN: the reason

[1] AQ-1 · Mexico
ES (original): Se instalaron 40 estaciones de monitoreo en la frontera
norte durante el trimestre.
EN-1: 40 monitoring stations was installed in the north border during
the quarter.

[2] AQ-2 · Mexico
ES (original): No hubo talleres.
EN-2:

[3] AQ-3 · California
EN (original): We trained 20 inspectors.
ES-3: Capacitamos a 20 inspectores.

The review page:
https://desk.reports.example/r/51aa09
"""
TARGETS = {1: "en", 2: "en", 3: "es"}
GMAIL = "\n\nOn Wed, Apr 1, 2026 at 9:00 AM Reports <reports@reports.example> wrote:\n\n"
OUTLOOK = "\n\nFrom: Reports <r@reports.example>\nSent: Wednesday, April 1, 2026\nTo: Robert\nSubject: approval\n\n"
QUOTED = GMAIL + "\n".join(f"> {row}".rstrip() for row in LETTER.split("\n"))
FLAT = OUTLOOK + LETTER


def read(text: str) -> DecisionReading:
    """Read a plain reply to the letter."""
    mail = Incoming(text=text, sender_name="Robert Kim", wrapped=hard_wrapped(text))
    return read_decision(mail, language="en", segments=TARGETS, lines=tuple(LETTER.split("\n")))


@pytest.mark.parametrize("below", [QUOTED, FLAT, ""])
@pytest.mark.parametrize(
    "typed",
    [
        "APPROVE",
        "Approved.",
        "I approve this report",
        "Apruebo",
        "APROBADO",
        "Aprobada. Muchas gracias.",
        "De acuerdo",
        "approved, thank you",
        "Hi,\n\nApprove\n\nBest regards,\nRobert",
        "Sí, lo apruebo.",
        "Approved\n\nRobert Kim",
        "APRUEBO\n\nEnviado desde mi iPhone",
        "Approve\n\n-- \nRobert Kim\nDeputy Secretary\nTel. 555 0100",
    ],
)
def test_a_plain_approval_is_taken(typed: str, below: str) -> None:
    """The word alone, with a greeting, thanks or a signature, approves."""
    reading = read(typed + below)
    assert (reading.verb, reading.outcome, reading.unclear) == (Verb.APPROVE, Outcome.ACCEPT, ())


@pytest.mark.parametrize("below", [QUOTED, FLAT])
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("I do not approve.", "negated"),
        ("No apruebo", "negated"),
        ("Not approved", "negated"),
        ("Approve if the date is right", "conditional"),
        ("Apruebo siempre que se corrija", "conditional"),
        ("Approved, but please check the number", "conditional"),
        ("APPROVE\nRETURN: wrong year", "both"),
        ("RETURN: wrong year\nAPPROVE", "both"),
        ("APPROVE\n\nPlease change 40 to 45.", "not-clear"),
        ("I would approve", "not-clear"),
        ("RETURN", "no-reason"),
        ("Devolver:", "no-reason"),
        ("OK", "comment"),
        ("👍", ""),
        ("Approve?", "not-clear"),
        ("Who approved this", "not-clear"),
        ("Approved with the corrections below", "not-clear"),
    ],
)
def test_what_is_not_plainly_a_decision_is_asked_about(typed: str, reason: str, below: str) -> None:
    """Negations, conditions, two verbs and mere remarks decide nothing."""
    reading = read(typed + below)
    assert (reading.verb, reading.outcome) == (None, Outcome.HOLD)
    assert [one.reason for one in reading.unclear] == ([reason] if reason else [])


@pytest.mark.parametrize("below", [QUOTED, FLAT])
@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("RETURN: the year is wrong", "the year is wrong"),
        ("Devolver: falta la cifra\n\nY el año es otro.\n\nSaludos,\nRobert", "falta la cifra\n\nY el año es otro."),
        ("Rechazo.\nNo puedo aprobar sin la cifra.", "No puedo aprobar sin la cifra."),
        ("Return because item 2 is empty", "because item 2 is empty"),
    ],
)
def test_a_return_carries_its_reason(typed: str, because: str, below: str) -> None:
    """The reason is what follows the verb, to the signature, word for word."""
    reading = read(typed + below)
    assert (reading.verb, reading.because) == (Verb.RETURN, because)


@pytest.mark.parametrize("verb", ["", "APPROVE\n\n", "Apruebo con las siguientes correcciones:\n\n"])
@pytest.mark.parametrize("below", [QUOTED, FLAT])
def test_corrections_are_read_at_the_top_and_in_the_letter(verb: str, below: str) -> None:
    """A typed label and a changed quoted line are both corrections; unchanged lines are not."""
    typed = "ES-3: Capacitamos a 20 inspectoras.\n"
    edited = below.replace("was installed in the north border", "were installed on the border").replace(
        "EN-2:", "EN-2: There were no workshops."
    )
    reading = read(verb + typed + edited)
    assert reading.verb is (Verb.APPROVE if verb else Verb.CORRECT)
    assert [(one.number, one.language, one.text) for one in reading.corrections] == [
        (1, "en", "40 monitoring stations were installed on the border during the quarter."),
        (2, "en", "There were no workshops."),
        (3, "es", "Capacitamos a 20 inspectoras."),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("EN-9: Something.\n" + QUOTED, "unknown-segment"),
        ("ES-1: Algo.\n" + QUOTED, "unknown-segment"),
        ("ES-3: Uno.\nES-3: Dos.\n" + QUOTED, "corrected-twice"),
        (QUOTED.replace("ES-3: Capacitamos a 20 inspectores.", "ES-3:"), "empty-correction"),
        (QUOTED.replace("Se instalaron 40", "Se instalaron 45"), "original-changed"),
        (QUOTED.replace("> [2]", "This one is odd.\n> [2]"), "not-clear"),
        (QUOTED.replace("> [3]", "> This one is odd.\n> [3]"), "comment"),
    ],
)
def test_an_approval_with_something_unclear_waits(text: str, reason: str) -> None:
    """An approval stands only when the whole reply is understood."""
    reading = read("APPROVE\n\n" + text)
    assert reading.verb is None
    assert reason in {one.reason for one in reading.unclear}


@pytest.mark.parametrize("letter", [QUOTED, FLAT, LETTER])
def test_the_letter_sent_back_decides_nothing(letter: str) -> None:
    """Our own instructions ("APPROVE") quoted back are not an answer."""
    reading = read(letter)
    assert (reading.verb, reading.reason, reading.corrections) == (None, "empty", ())


@given(st.text(alphabet="aprobe no si APRUEBO\nreturn:,.", max_size=60))
@settings(max_examples=60, deadline=None)
def test_an_approval_begins_with_the_word(typed: str) -> None:
    """Whatever is typed, an approval has an approving word on its first line and no negation anywhere."""
    reading = read(typed + QUOTED)
    if reading.verb is Verb.APPROVE:
        assert typed.strip().casefold().split("\n")[0].strip(" .,").endswith(("apruebo", "aprobe", "approve"))
        assert " no " not in f" {typed} "


def test_a_missing_translation_may_be_typed_below_its_empty_label() -> None:
    """An unquoted sentence right below an empty quoted label is that translation."""
    reading = read(QUOTED.replace("> EN-2:\n", "> EN-2:\n\nThere were no workshops.\n\n"))
    assert [(one.number, one.text) for one in reading.corrections] == [(2, "There were no workshops.")]


def test_an_automatic_reply_is_discarded() -> None:
    """Nobody decided anything while away."""
    away = Incoming(text="APPROVE", auto="auto-reply")
    assert read_decision(away, language="en", segments=TARGETS, lines=()).outcome is Outcome.DISCARD
