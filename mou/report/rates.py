"""Two rates that say how well a duty to report was met, defined once for letters, pages and the public report.

An entry is *owed* when its report was opened, its due instant (as extended) had come at the moment of counting, and nobody
decided that it was not required: waived entries and reports that were not required are in no numerator and no denominator.

- **reporting rate** = owed entries answered by the moment of counting, late or not, approved or not / owed entries
- **on-time rate** = owed entries answered and not late / owed entries

Answered means said: progress, no change, or nothing to report. Both have the same denominator, so the on-time rate never
exceeds the reporting rate. What is late was judged by the time the mail was stored, in agreement time. An answer that was
on time only because the deadline had been moved is on time; `extended` tells how many there are, so nobody need wonder.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction

from mou.model import Model
from mou.program import Program
from mou.record import ReportOnRecord
from mou.submission import FiledEntry, Phase, State


class Rate(Model):
    """So many of so many. Kept as two whole numbers, so that nothing is lost by rounding."""

    met: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """Return the rate between 0 and 1, or None when nothing was owed (which is neither good nor bad)."""
        return Fraction(self.met, self.of) if self.of else None


class Rates(Model):
    """The two rates of one selection of entries, and how many on-time answers used an extended deadline."""

    reporting: Rate
    on_time: Rate
    extended: int = 0


class _Owed(Model):
    group: str
    party: str
    entry: FiledEntry | None
    extended: bool

    @property
    def on_time(self) -> bool:
        return self.entry is not None and not self.entry.late


def answered(report: ReportOnRecord, *, at: datetime | None) -> dict[tuple[str, str], FiledEntry]:
    """Return what was said by then (None: ever), by (item, party)."""
    said = (entry for entry in report.entries if entry.state is not State.MISSING and (at is None or entry.arrived <= at))
    return {(entry.item, entry.party): entry for entry in said}


def required(program: Program, report: ReportOnRecord) -> tuple[tuple[str, str], ...]:
    """Return the (item, party) pairs the report owes, without those that were waived; none when it was not required."""
    if report.phase is Phase.NOT_REQUIRED:
        return ()
    pairs = program.group(report.group).owed()
    return tuple((item, party) for item, party in pairs if f"{item}/{party}" not in report.waived)


def rates(
    program: Program,
    reports: Iterable[ReportOnRecord],
    *,
    at: datetime | None,
    group: str | None = None,
    party: str | None = None,
) -> Rates:
    """Return both rates of everything or of one group, one party, or both.

    `at` is the agreement instant of counting; None counts every report as due.
    """
    owed = [
        one
        for report in reports
        for one in _owed(program, report, at=at)
        if group in {None, one.group} and party in {None, one.party}
    ]
    on_time = [one for one in owed if one.on_time]
    return Rates(
        reporting=Rate(met=sum(one.entry is not None for one in owed), of=len(owed)),
        on_time=Rate(met=len(on_time), of=len(owed)),
        extended=sum(one.extended for one in on_time),
    )


def _owed(program: Program, report: ReportOnRecord, *, at: datetime | None) -> Iterator[_Owed]:
    if at is not None and report.due > at:
        return
    said = answered(report, at=at)
    for item, party in required(program, report):
        yield _Owed(group=report.group, party=party, entry=said.get((item, party)), extended=report.extended)
