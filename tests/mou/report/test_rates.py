"""The two rates: between nothing and everything, and never moved by what was not required."""

from datetime import timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mou.record import ReportOnRecord
from mou.report.rates import Rate, rates
from mou.submission import Phase, State
from tests.fakes import year

OWED = list(product(("WA-1", "WA-2"), ("north", "south")))
PAIRS = [f"{item}/{party}" for item, party in OWED]


@st.composite
def water(draw: st.DrawFn) -> ReportOnRecord:
    """Draw a report of the water group: any phase, any entries, any waivers."""
    answers = draw(st.lists(st.sampled_from(OWED), unique=True))
    entries = [
        year.entry(item, party, 1, "x", state=draw(st.sampled_from(State)), late=draw(st.booleans())) for item, party in answers
    ]
    return year.report(
        1,
        "water",
        *entries,
        phase=draw(st.sampled_from(Phase)),
        waived=tuple(draw(st.lists(st.sampled_from(PAIRS), unique=True))),
        extended=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(water())
def test_rates_lie_between_nothing_and_everything(report: ReportOnRecord) -> None:
    """Each rate is from 0 to 1, they share a denominator, and on time never exceeds reporting."""
    found = rates(year.program(), [report], at=year.CUT)
    assert 0 <= found.extended <= found.on_time.met <= found.reporting.met <= found.reporting.of == found.on_time.of
    assert found.reporting.share is None or 0 <= found.reporting.share <= 1


@settings(max_examples=60, deadline=None)
@given(water())
def test_waived_entries_count_nowhere(report: ReportOnRecord) -> None:
    """Whether a waived entry was answered, on time or late, changes no rate."""
    kept = tuple(one for one in report.entries if f"{one.item}/{one.party}" not in report.waived)
    without = report.model_copy(update={"entries": kept})
    program = year.program()
    assert rates(program, [report], at=year.CUT) == rates(program, [without], at=year.CUT)
    assert rates(program, [report], at=None).reporting.of == (
        0 if report.phase is Phase.NOT_REQUIRED else len(PAIRS) - len(report.waived)
    )


@settings(max_examples=30, deadline=None)
@given(water())
def test_parties_add_up(report: ReportOnRecord) -> None:
    """The parties' figures add up to the whole."""
    program = year.program()
    parts = [rates(program, [report], at=year.CUT, party=party) for party in ("north", "south")]
    whole = rates(program, [report], at=year.CUT)
    assert sum(part.on_time.met for part in parts) == whole.on_time.met
    assert sum(part.reporting.of for part in parts) == whole.reporting.of


def test_nothing_is_owed_before_it_is_due() -> None:
    """A report whose deadline has not come is in no rate, however much of it has arrived."""
    report = year.report(1, "water", year.entry("WA-1", "north", 1, "x"))
    before = rates(year.program(), [report], at=report.due - timedelta(seconds=1))
    assert before.reporting == Rate(met=0, of=0)
    assert before.reporting.share is None


def test_late_counts_as_reported_and_not_as_on_time() -> None:
    """A late answer lifts the reporting rate alone."""
    report = year.report(1, "soil", year.entry("SO-1", "south", 1, "x", late=True))
    found = rates(year.program(), [report], at=year.CUT)
    assert (found.reporting, found.on_time) == (Rate(met=1, of=1), Rate(met=0, of=1))


def test_extended_answers_are_a_class_of_their_own() -> None:
    """An answer within a moved deadline is on time and counted as extended."""
    report = year.report(1, "soil", year.entry("SO-1", "south", 1, "x"), extended=True)
    found = rates(year.program(), [report], at=year.CUT)
    assert (found.on_time.met, found.extended) == (1, 1)
