"""Where a report stands: who holds it, since when, and the next automatic step. Told from the record alone."""

from collections.abc import Sequence
from datetime import datetime

from mou.agenda import NOT_STEPS
from mou.keeping import SubmissionRow
from mou.program import Program
from mou.record import Holder, ReportOnRecord, Whereabouts
from mou.stories import Moment
from mou.submission import Phase, missing

NEXT_IN = {
    Phase.TRANSLATING: "approval-request",
    Phase.REVIEWING: "review-reminder",
    Phase.RETURNED: "review-again",
}


def whereabouts(program: Program, report: ReportOnRecord, versions: Sequence[SubmissionRow], *, now: datetime) -> Whereabouts:
    """Return where a report stands at this agreement time; an amendment on its way counts as where it stands."""
    latest = versions[-1]
    phase = latest.phase
    step = _next_step(report, latest, now)
    return Whereabouts(
        report=report.model_copy(update={"phase": phase, "since": latest.since_on, "version": latest.version}),
        holders=_holders(program, report, phase),
        next_step=step.code if step else NEXT_IN.get(phase, ""),
        next_on=step.on if step else None,
    )


def _holders(program: Program, report: ReportOnRecord, phase: Phase) -> tuple[Holder, ...]:
    match phase:
        case Phase.COLLECTING:
            open_ = [pair for pair in missing(program.group(report.group), report.entries) if "/".join(pair) not in report.waived]
            parties = dict.fromkeys(party for _, party in open_)
            return tuple(Holder(role="lead", party=party, waits_for="reply") for party in parties)
        case Phase.RETURNED:
            return tuple(Holder(role="lead", party=party.code, waits_for="correction") for party in program.parties)
        case Phase.REVIEWING:
            decided = {approval.party for approval in report.approvals}
            waiting = [party.code for party in program.parties if party.code not in decided]
            parties_ = waiting or [party.code for party in program.parties]
            return tuple(Holder(role="reviewer", party=party, waits_for="approval") for party in parties_)
        case Phase.TRANSLATING:
            return (Holder(role="engine", party="", waits_for="translation"),)
        case _:
            return ()


def _next_step(report: ReportOnRecord, latest: SubmissionRow, now: datetime) -> Moment | None:
    """While collecting, the plan says it; a review counts its days from when it was asked, which the story knows."""
    if latest.phase is not Phase.COLLECTING:
        return None
    steps = (moment for moment in report.moments if moment.code not in NOT_STEPS and moment.on > now)
    return next(iter(sorted(steps, key=lambda moment: moment.on)), None)
