"""A sample quarter of the sample program: what letters are written about in tests."""

from functools import cache
from typing import TypedDict

from adapters import program_files
from commands.sample import Sample
from mou.calendar import plan_cycle
from mou.ports import Reader
from mou.program import Program

CALIFORNIA = Reader(language="en", locale="en_US", zone="America/Los_Angeles")
MEXICO = Reader(language="es", locale="es_MX", zone="America/Mexico_City")
READERS = {"california": CALIFORNIA, "mexico": MEXICO}


class Where(TypedDict):
    """Which report."""

    program: Program
    group: str
    quarter: str


@cache
def sample(party: str = "california", group: str = "air-quality") -> Sample:
    """Return the first quarter of 2026 of a group, for a party's reader."""
    loaded = program_files.load(program_files.folder_of("ca-mx"))
    cycle = plan_cycle(loaded.program, 2026, loaded.calendars)
    return Sample(
        program=loaded.program,
        cycle=cycle,
        plan=cycle.quarters[0],
        group=loaded.program.group(group),
        party=party,
        language=READERS[party].language,
    )


def where(group: str = "air-quality") -> Where:
    """Return what every letter about that report takes."""
    return {"program": sample(group=group).program, "group": group, "quarter": "2026-Q1"}
