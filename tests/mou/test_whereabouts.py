"""Where a report stands, told from the record alone: who holds it, since when, and the next automatic step."""

from datetime import UTC, datetime, timedelta

import pytest

from mou.keeping import SubmissionRow
from mou.record import ApprovalOnRecord, Holder, ReportOnRecord
from mou.stories import Moment
from mou.submission import FiledEntry, Phase, State
from mou.whereabouts import whereabouts
from tests.fakes.calendars import PROGRAM

OPENED = datetime(2026, 4, 1, 16, tzinfo=UTC)
CODES = {"open": 0, "remind-1": 5, "due": 9, "escalate": 12, "close": 20, "cut": 40}


def report(**changed: object) -> ReportOnRecord:
    """Return a report of three items, owed by both parties."""
    moments = tuple(
        Moment(code=code, at=OPENED + timedelta(days=300 + day), on=OPENED + timedelta(days=day)) for code, day in CODES.items()
    )
    kept = ReportOnRecord(
        report="ca-mx/2026-Q1/air-quality",
        quarter="2026-Q1",
        group="air-quality",
        phase=Phase.COLLECTING,
        opened=OPENED,
        due=moments[2].on,
        closes=moments[4].on,
        since=OPENED,
        moments=moments,
    )
    return kept.model_copy(update=changed)


def version(phase: Phase, *, days: float = 0, number: int = 1) -> SubmissionRow:
    """Return a version that has been in this phase since so many days after the opening."""
    return SubmissionRow(version=number, phase=phase, seq=1, round=1, since_on=OPENED + timedelta(days=days))


def entry(item: str, party: str) -> FiledEntry:
    """Return an entry that says nothing changed."""
    return FiledEntry(
        item=item, party=party, state=State.NO_CHANGE, person="p09", mail="m", arrived=OPENED, language="en", text=""
    )


def test_collecting_waits_for_the_parties_that_owe_something() -> None:
    """A party that answered everything, or was waived, holds nothing; the other's lead does."""
    answered = tuple(entry(f"AQ-{number}", "california") for number in (1, 2, 3))
    here = whereabouts(PROGRAM, report(entries=answered), [version(Phase.COLLECTING)], now=OPENED)
    assert here.holders == (Holder(role="lead", party="mexico", waits_for="reply"),)
    waived = tuple(f"AQ-{number}/mexico" for number in (1, 2, 3))
    here = whereabouts(PROGRAM, report(entries=answered[:2], waived=waived), [version(Phase.COLLECTING)], now=OPENED)
    assert here.holders == (Holder(role="lead", party="california", waits_for="reply"),)


@pytest.mark.parametrize(("days", "code"), [(0, "remind-1"), (6, "escalate"), (19, "close")])
def test_the_next_step_is_the_first_of_the_plan_that_is_still_to_come(days: float, code: str) -> None:
    """Milestones that ask nothing of anybody are no steps; the date told is the agreement's."""
    here = whereabouts(PROGRAM, report(), [version(Phase.COLLECTING)], now=OPENED + timedelta(days=days))
    assert (here.next_step, here.next_on) == (code, OPENED + timedelta(days=CODES[code]))


def test_nothing_is_next_once_every_step_has_passed() -> None:
    """After the last step nothing is promised."""
    here = whereabouts(PROGRAM, report(), [version(Phase.COLLECTING)], now=OPENED + timedelta(days=21))
    assert (here.next_step, here.next_on) == ("", None)


def test_a_review_is_held_by_the_reviewer_who_has_not_approved() -> None:
    """One approval is in: the other party's reviewer holds it; none is in: both do."""
    approval = ApprovalOnRecord(party="california", person="p01", on=OPENED, shown="s")
    both = whereabouts(PROGRAM, report(), [version(Phase.REVIEWING)], now=OPENED)
    assert [holder.party for holder in both.holders] == ["california", "mexico"]
    one = whereabouts(PROGRAM, report(approvals=(approval,)), [version(Phase.REVIEWING)], now=OPENED)
    assert one.holders == (Holder(role="reviewer", party="mexico", waits_for="approval"),)
    assert one.next_step == "review-reminder"


@pytest.mark.parametrize(
    ("phase", "roles"),
    [
        (Phase.RETURNED, ["lead", "lead"]),
        (Phase.TRANSLATING, ["engine"]),
        (Phase.APPROVED, []),
        (Phase.NOT_REPORTED, []),
        (Phase.NOT_REQUIRED, []),
    ],
)
def test_every_other_phase_has_its_holder(phase: Phase, roles: list[str]) -> None:
    """Returned to both leads, in translation with the engine; what has ended is held by nobody and has no next step."""
    here = whereabouts(PROGRAM, report(), [version(phase)], now=OPENED)
    assert [holder.role for holder in here.holders] == roles
    assert bool(here.next_step) == (not phase.settled)


def test_an_amendment_on_its_way_is_where_the_report_stands() -> None:
    """The newest version's phase, number and time count, though the one before is approved."""
    here = whereabouts(
        PROGRAM, report(), [version(Phase.APPROVED, days=30), version(Phase.REVIEWING, days=35, number=2)], now=OPENED
    )
    assert (here.report.phase, here.report.version) == (Phase.REVIEWING, 2)
    assert here.report.since == OPENED + timedelta(days=35)
