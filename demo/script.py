"""Who does what in the year, and on which letter: the plan of the play. Nothing here happens by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.clients import APPLE, GMAIL, OUTLOOK, Client
from demo.words import PARTIES, SILENT, Year


@dataclass(frozen=True, slots=True)
class Habit:
    """How a person answers: in which mail program, and whether under the form's labels or above them by code."""

    client: Client
    in_line: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a lead does when a letter arrives.

    `on` is the letter's kind and `of` its quarter ("" is the step's own). `does` is answer, correct, away (the mail program
    answers by itself) or ask (for more time, by telephone). `items` are the codes answered (empty: all), `why` which
    corrected text; `twice` delivers the same bytes again, `outage` waits until the engine is down.
    """

    on: str = "invitation"
    of: str = ""
    does: str = "answer"
    items: tuple[str, ...] = ()
    why: str = ""
    twice: bool = False
    outage: bool = False


LEADS = {
    ("climate-change", "california"): Habit(GMAIL),
    ("climate-change", "mexico"): Habit(OUTLOOK),
    ("air-quality", "california"): Habit(APPLE),
    ("air-quality", "mexico"): Habit(GMAIL),
    ("clean-vehicles", "california"): Habit(OUTLOOK, in_line=False),
    ("clean-vehicles", "mexico"): Habit(APPLE, in_line=False),
    ("wildfires", "california"): Habit(OUTLOOK),
    ("wildfires", "mexico"): Habit(GMAIL, in_line=False),
    ("other-cooperation", "california"): Habit(GMAIL, in_line=False),
    ("other-cooperation", "mexico"): Habit(OUTLOOK),
}
REVIEWERS = {"california": APPLE, "mexico": OUTLOOK}

RETURNS = {
    ("2026-Q2", "clean-vehicles"): (
        "mexico",
        "La lista de asistencia del taller de Tijuana registra 46 participantes y no 64; favor de corregir CV-1.",
    )
}
"""The reports that a party's reviewer sends back at first sight, with the reason; the other's waits for the second round."""

ODD: dict[tuple[str, str, str], tuple[Step, ...]] = {
    ("2026-Q1", "air-quality", "mexico"): (Step(items=("AQ-1", "AQ-2")), Step(on="reminder", items=("AQ-3",))),
    ("2026-Q1", "clean-vehicles", "california"): (Step(twice=True),),
    ("2026-Q1", "wildfires", "california"): (Step(does="away"), Step(on="reminder")),
    ("2026-Q2", "air-quality", "california"): (Step(), Step(on="receipt", does="correct", why="receipt")),
    ("2026-Q2", "air-quality", "mexico"): (Step(on="reminder"),),
    ("2026-Q2", "clean-vehicles", "california"): (Step(), Step(on="return", does="correct", why="return")),
    ("2026-Q2", "climate-change", "california"): (
        Step(),
        Step(on="invitation", of="2026-Q3", does="correct", why="amendment"),
    ),
    ("2026-Q3", "air-quality", "mexico"): (Step(on="escalation"),),
    ("2026-Q3", "other-cooperation", "california"): (Step(on="extension"),),
    ("2026-Q3", "other-cooperation", "mexico"): (Step(does="ask"), Step(on="extension")),
}
"""Whoever is not named here answers everything on the invitation."""

OUTAGE = "2026-Q4"
"""The quarter whose answers all arrive while the engine is down."""


def steps(year: Year) -> Iterator[tuple[tuple[str, str, str], tuple[Step, ...]]]:
    """Yield what the lead of each (quarter, group, party) does, in order."""
    for quarter in year.quarters():
        for group in year.groups():
            for party in PARTIES.values():
                key = (quarter, group, party)
                if (quarter, group) not in SILENT:
                    yield key, ODD.get(key, (Step(outage=quarter == OUTAGE),))
