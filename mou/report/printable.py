"""The one rule of what may be printed: nothing unreviewed without a signed exception.

What a phase says is not enough: the approvals themselves count.
"""

from datetime import datetime

from mou.program import Program
from mou.record import ReportOnRecord
from mou.submission import Phase


def printable(program: Program, report: ReportOnRecord, *, cut: datetime) -> bool:
    """Return whether a report's words may be printed: approved by the cut, and all of it by every party of its group.

    Every party's approvals cover the whole text (`ReportOnRecord.approvals`) and each segment on record, or every party's
    coordinator excepted what they do not; and no translation is without its segments. An approval of the day after the cut
    belongs to the next edition.
    """
    parties = set(program.group(report.group).leads)
    excepted = set(report.excepted) if parties <= {one.party for one in report.exceptions} else set()
    signed = parties <= {one.party for one in report.approvals} or bool(excepted)
    reviewed = all(parties <= set(one.approved_by) or one.number in excepted for one in report.provenance)
    by_end = report.phase is Phase.APPROVED and report.since <= cut
    return by_end and bool(parties) and signed and reviewed and not _untraced(report)


def _untraced(report: ReportOnRecord) -> bool:
    """Whether a translation is there of which no segment is known."""
    known = {(one.item, one.party, one.target_language) for one in report.provenance}
    return any((one.item, one.party, language) not in known for one in report.entries for language in one.translations)
