"""The internal quarterly report: one row per working group, for both coordinators and all leads."""

from collections import Counter
from datetime import datetime

from mou.model import Model, Wording
from mou.program import Group, Program
from mou.record import ApprovalOnRecord, Correctum, ReportOnRecord
from mou.report.rates import Rates, answered, rates, required
from mou.submission import Phase, State


class QuarterlyRow(Model):
    """One group's quarter. `phase` is None when the group was never asked; pairs read "AQ-1/mexico".

    `states` counts the owed entries in the four states (waived ones among *nothing to report*). `on_time` is per party,
    None when it answered nothing. `awaiting` are items answered but not yet approved, `missing` those nobody answered.
    """

    group: str
    name: Wording
    report: str = ""
    phase: Phase | None = None
    version: int = 1
    due: datetime | None = None
    extended: bool = False
    reason: str = ""
    states: dict[State, int] = {}
    on_time: dict[str, bool | None] = {}
    approvals: tuple[ApprovalOnRecord, ...] = ()
    awaiting: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    errata: tuple[Correctum, ...] = ()


class QuarterlyReport(Model):
    """A quarter as the record has it at the data cut, groups in the program's order."""

    program: str
    name: Wording
    quarter: str
    rows: tuple[QuarterlyRow, ...]
    rates: Rates

    @property
    def awaiting(self) -> tuple[str, ...]:
        """Return every entry that waits for approval, in the program's order."""
        return tuple(pair for row in self.rows for pair in row.awaiting)


def quarterly(*, program: Program, quarter: str, reports: tuple[ReportOnRecord, ...]) -> QuarterlyReport:
    """Return the quarter's report; reports of other quarters are ignored. Rates count every report, as if all were due."""
    ours = {one.group: one for one in reports if one.quarter == quarter}
    return QuarterlyReport(
        program=program.code,
        name=program.short,
        quarter=quarter,
        rows=tuple(_row(program, group, ours.get(group.code)) for group in program.groups),
        rates=rates(program, ours.values(), at=None),
    )


def _row(program: Program, group: Group, report: ReportOnRecord | None) -> QuarterlyRow:
    if report is None:
        return QuarterlyRow(group=group.code, name=group.name)
    said = answered(report, at=None)
    owed = required(program, report)
    open_pairs = () if report.phase.settled else tuple(pair for pair in group.owed() if pair in said)
    return QuarterlyRow(
        group=group.code,
        name=group.name,
        report=report.report,
        phase=report.phase,
        version=report.version,
        due=report.due,
        extended=report.extended,
        reason=report.reason,
        states=_states(group, report, owed),
        on_time={party.code: report.on_time(party.code) for party in program.parties},
        approvals=report.approvals,
        awaiting=_pairs(open_pairs),
        missing=_pairs(tuple(pair for pair in owed if pair not in said)),
        errata=report.errata,
    )


def _states(group: Group, report: ReportOnRecord, owed: tuple[tuple[str, str], ...]) -> dict[State, int]:
    said = {(entry.item, entry.party): entry.state for entry in report.entries}
    counted = Counter(said.get(pair, State.MISSING if pair in owed else State.NOTHING) for pair in group.owed())
    return {state: counted[state] for state in State}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(f"{item}/{party}" for item, party in pairs)
