"""What the public may know of one owed entry at the data cut: the text only when it may be printed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from mou.program import Program
from mou.provenance import Provenance
from mou.record import ApprovalOnRecord, ExceptionOnRecord, ReportOnRecord
from mou.report.printable import printable
from mou.report.rates import required
from mou.report.told import Shown, Signature, Told, Unreviewed
from mou.submission import FiledEntry, Phase, State

_DIGEST_PREFIX = 12


def told(
    program: Program,
    report: ReportOnRecord | None,
    *,
    quarter: str,
    group: str,
    item: str,
    party: str,
    cut: datetime,
    before: Told | None,
) -> Told:
    """Return how one owed entry stands at the cut. `before` is the party's latest published progress on the item.

    No report on record means that the quarter was never asked for (a cycle begun within the year).
    """
    anchor = f"{quarter}-{item}-{party}"
    blank = Told(anchor=anchor, quarter=quarter, group=group, item=item, party=party, shown=Shown.NOT_ASKED)
    if report is None or report.opened > cut:
        return blank
    blank = blank.model_copy(update={"phase": report.phase, "version": report.version})
    unapproved = report.phase is Phase.APPROVED and not printable(program, report, cut=cut)
    if not report.phase.settled or report.since > cut or unapproved:
        phase = report.phase if not report.phase.settled else Phase.REVIEWING
        return blank.model_copy(update={"shown": Shown.AWAITING, "phase": phase})
    said = {(entry.item, entry.party): entry for entry in report.entries if entry.state is not State.MISSING}
    entry = said.get((item, party)) if report.phase is Phase.APPROVED else None
    if entry is not None:
        return _published(program, report, blank, entry, before=before)
    if (item, party) not in required(program, report):
        return blank.model_copy(update={"shown": Shown.NOTHING, "waived": True, "reason": report.reason})
    reason = report.reason if report.phase is Phase.NOT_REPORTED else ""
    return blank.model_copy(update={"shown": Shown.MISSING, "reason": reason})


def _published(program: Program, report: ReportOnRecord, blank: Told, entry: FiledEntry, *, before: Told | None) -> Told:
    made = tuple(one for one in report.provenance if (one.item, one.party) == (entry.item, entry.party))
    repeats = entry.state is State.NO_CHANGE and before is not None
    return Told(
        anchor=blank.anchor,
        quarter=blank.quarter,
        group=blank.group,
        item=blank.item,
        party=blank.party,
        shown=Shown(entry.state.value),
        phase=report.phase,
        version=report.version,
        standing=entry.standing,
        language=entry.language,
        text=entry.text,
        translations=entry.translations,
        engine=", ".join(sorted({one.engine for one in made if one.engine})),
        indicators=entry.indicators,
        stands_on=before.anchor if repeats and before else "",
        person=program.person(entry.person).name,
        arrived=entry.arrived.astimezone(UTC),
        late=entry.late,
        mail=entry.mail[:_DIGEST_PREFIX],
        signatures=_signatures(program, report.approvals),
        provenance=made,
        unreviewed=_unreviewed(program, report, made),
    )


def _unreviewed(program: Program, report: ReportOnRecord, made: tuple[Provenance, ...]) -> Unreviewed | None:
    """Return what of an entry stands by exception, None for nothing."""
    sentences, facts = sum(one.number in report.excepted for one in made), 0 in report.excepted
    if not (sentences or facts):
        return None
    because = {one.party: one.because for one in report.exceptions}
    return Unreviewed(sentences=sentences, facts=facts, signatures=_signatures(program, report.exceptions), because=because)


def _signatures(program: Program, given: Iterable[ApprovalOnRecord | ExceptionOnRecord]) -> tuple[Signature, ...]:
    order = [party.code for party in program.parties]
    signed = sorted(given, key=lambda one: (order.index(one.party), one.on))
    return tuple(
        Signature(
            party=one.party,
            person=program.person(one.person).name,
            on=one.on.astimezone(UTC),
            shown=one.shown[:16],
        )
        for one in signed
    )
