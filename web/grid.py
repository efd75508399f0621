"""The status page's grid of groups × quarters, made from where the reports stand. Pure: codes in, words out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mou.letters.blocks import T
from mou.model import Wording
from mou.program import Program
from mou.record import Holder, Whereabouts
from web.words import PHASES, ROLES, WAITS, quarter, said, step


@dataclass(frozen=True)
class Waiting:
    """Who holds a report: role and party in words, and what for."""

    who: T
    what: T


@dataclass(frozen=True)
class Cell:
    """One report on the status page. `next_step` is None for a settled one."""

    path: str
    quarter: T
    group: Wording
    phase: str
    phase_words: T
    version: int
    holders: tuple[Waiting, ...]
    since: datetime
    due: datetime
    extended: bool
    amending: bool
    next_step: T | None
    next_on: datetime | None
    settled: bool


@dataclass(frozen=True)
class Row:
    """A working group and its cells, one per quarter column; None where no report was opened."""

    group: Wording
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Grid:
    """The whole grid: the quarters' words as column heads, the rows, and the open reports by their next step."""

    quarters: tuple[T, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Cell, ...]
    settled: int
    total: int


def grid(program: Program, places: Sequence[Whereabouts]) -> Grid:
    """Return the grid of a cycle. Groups come in the program's order, quarters as they opened."""
    cells = {(place.report.group, place.report.quarter): cell(program, place) for place in places}
    quarters = sorted({place.report.quarter for place in places})
    rows = tuple(Row(group=one.name, cells=tuple(cells.get((one.code, q)) for q in quarters)) for one in program.groups)
    return Grid(
        quarters=tuple(quarter(code) for code in quarters),
        rows=rows,
        waiting=_by_next_step(cells.values()),
        settled=sum(one.settled for one in cells.values()),
        total=len(cells),
    )


def cell(program: Program, place: Whereabouts) -> Cell:
    """Return one report as the status page shows it."""
    report = place.report
    return Cell(
        path=f"/{program.code}/{report.quarter}/{report.group}",
        quarter=quarter(report.quarter),
        group=program.group(report.group).name,
        phase=report.phase.value,
        phase_words=said(PHASES, report.phase),
        version=report.version,
        holders=tuple(_waiting(program, holder) for holder in place.holders),
        since=report.since,
        due=report.due,
        extended=report.extended,
        amending=report.amending,
        next_step=step(place.next_step) if place.next_step else None,
        next_on=place.next_on,
        settled=report.phase.settled,
    )


def _waiting(program: Program, holder: Holder) -> Waiting:
    role = said(ROLES, holder.role)
    known = next((party.name for party in program.parties if party.code == holder.party), None)
    who = T("%(role)s, %(party)s", role=role, party=known) if known else role
    return Waiting(who=who, what=said(WAITS, holder.waits_for))


def _by_next_step(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Open reports, the soonest next step first; those without one last."""
    still = [one for one in cells if not one.settled]
    return tuple(sorted(still, key=lambda one: (one.next_on is None, one.next_on or one.since)))
