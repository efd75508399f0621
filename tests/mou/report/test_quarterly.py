"""The quarterly report: who stands where, per group."""

from mou.report.quarterly import quarterly
from mou.submission import Phase, State
from tests.fakes import year


def test_one_row_per_group_in_the_programs_order() -> None:
    """Every group has its row, also one that was never asked."""
    found = quarterly(program=year.program(), quarter="2026-Q2", reports=year.reports()[::-1])
    assert [(row.group, row.phase) for row in found.rows] == [
        ("water", Phase.APPROVED),
        ("soil", Phase.NOT_REPORTED),
        ("fish", None),
    ]


def test_states_and_lateness_are_counted_per_group() -> None:
    """A row counts the four states of what is owed, and says per party whether it was on time."""
    water = quarterly(program=year.program(), quarter="2026-Q2", reports=year.reports()).rows[0]
    assert water.states == {State.PROGRESS: 2, State.NO_CHANGE: 1, State.NOTHING: 0, State.MISSING: 1}
    assert water.on_time == {"north": True, "south": False}
    assert water.missing == ("WA-2/south",)
    assert [one.party for one in water.approvals] == ["south", "north"]


def test_waived_entries_are_not_missing() -> None:
    """A waived entry counts as nothing to report, never as missing."""
    fish = quarterly(program=year.program(), quarter="2026-Q1", reports=year.reports()).rows[2]
    assert (fish.states[State.NOTHING], fish.states[State.MISSING], fish.missing) == (1, 0, ())


def test_items_awaiting_approval_are_named() -> None:
    """What was answered and is not yet approved is listed; errata are carried."""
    third = quarterly(program=year.program(), quarter="2026-Q3", reports=year.reports())
    assert third.awaiting == ("WA-1/south",)
    first = quarterly(program=year.program(), quarter="2026-Q1", reports=year.reports())
    assert [one.item for one in first.rows[0].errata] == ["WA-1"]
    assert first.rates.reporting.met == 6
