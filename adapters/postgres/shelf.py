"""Whole reports read from the record at once: what pages, letters and the annual report are made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.tables import approvals, entries, reports, segments, submissions
from mou import review
from mou.keeping import CycleOnRecord, SubmissionRow
from mou.provenance import provenances
from mou.record import ApprovalOnRecord, Correctum, ExceptionOnRecord, ReportOnRecord
from mou.segments import Segment, translated
from mou.stories import Moment
from mou.submission import FiledEntry, Phase

ByVersion = dict[tuple[str, int], list[rows.Row]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shelf:
    """Everything the record has on some reports, by report and version."""

    cycle: CycleOnRecord
    versions: ByVersion
    filed: ByVersion
    cut: ByVersion
    approved: ByVersion


async def reports_of(
    connection: AsyncConnection, cycle: CycleOnRecord, *, quarter: str = "", report: str = ""
) -> tuple[ReportOnRecord, ...]:
    """Return the cycle's reports as they stand, by quarter and then in the program's order of groups."""
    query = select(reports).where(reports.c.cycle == cycle.id)
    query = query.where(reports.c.quarter == quarter) if quarter else query
    query = query.where(reports.c.id == report) if report else query
    found = (await connection.execute(query)).mappings().all()
    ids = [row["id"] for row in found]
    versions = await _by_version(connection, select(submissions).where(submissions.c.report.in_(ids)))
    filed = await _by_version(connection, select(entries).where(entries.c.report.in_(ids)).order_by(entries.c.seq))
    cut = await _by_version(connection, select(segments).where(segments.c.report.in_(ids)).order_by(segments.c.seq))
    approved = await _by_version(connection, select(approvals).where(approvals.c.report.in_(ids)).order_by(approvals.c.seq))
    order = [group.code for group in cycle.program.groups]
    ordered = sorted(found, key=lambda row: (row["quarter"], order.index(row["group_code"])))
    shelf = _Shelf(cycle=cycle, versions=versions, filed=filed, cut=cut, approved=approved)
    return tuple(_report(row, shelf) for row in ordered)


async def versions_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, list[SubmissionRow]]:
    """Return every version of these reports, oldest first."""
    query = select(submissions).where(submissions.c.report.in_(ids)).order_by(submissions.c.version)
    found: dict[str, list[SubmissionRow]] = {}
    for row in (await connection.execute(query)).mappings():
        version = SubmissionRow(**{name: row[name] for name in SubmissionRow.model_fields})
        found.setdefault(row["report"], []).append(version)
    return found


async def _by_version(connection: AsyncConnection, query: Select[Any]) -> ByVersion:
    found: ByVersion = {}
    for row in (await connection.execute(query)).mappings():
        found.setdefault((row["report"], row["version"]), []).append(row)
    return found


def _report(row: rows.Row, shelf: _Shelf) -> ReportOnRecord:
    mine = sorted((one[0] for key, one in shelf.versions.items() if key[0] == row["id"]), key=lambda one: one["version"])
    standing = [one for one in mine if one["phase"] == Phase.APPROVED] or mine[:1]
    current = standing[-1]
    moments = tuple(Moment.model_validate(one) for one in row["moments"])
    at = {moment.code: moment.on for moment in moments}
    texts = {one["version"]: _entries(row, one["version"], shelf) for one in mine}
    reviewed = [(one, texts[one["version"]]) for one in standing if _reviewed(row, one["version"], texts[one["version"]], shelf)]
    excepted, exceptions = _excepted(row, current["version"], texts[current["version"]], shelf)
    return ReportOnRecord(
        report=row["id"],
        quarter=row["quarter"],
        group=row["group_code"],
        phase=current["phase"],
        version=current["version"],
        opened=row["opened_on"],
        due=at["due"],
        closes=at["close"],
        since=current["since_on"],
        extended=row["extended"],
        reason=row["reason"],
        entries=texts[current["version"]],
        provenance=provenances(_segments(row["id"], current["version"], shelf), _seen(row["id"], current["version"], shelf)),
        approvals=_approvals(row["id"], current["version"], texts[current["version"]], shelf),
        excepted=excepted,
        exceptions=exceptions,
        errata=tuple(_errata(reviewed)),
        waived=tuple(row["waived"]),
        moments=moments,
        amending=any(one["version"] > current["version"] and not Phase(one["phase"]).settled for one in mine),
    )


def _entries(row: rows.Row, version: int, shelf: _Shelf) -> tuple[FiledEntry, ...]:
    newest = [rows.entry(one) for one in rows.newest(shelf.filed.get((row["id"], version), []), "item", "party")]
    found = {(entry.item, entry.party): entry for entry in newest}
    ordered = [found[pair] for pair in shelf.cycle.program.group(row["group_code"]).owed() if pair in found]
    return translated(ordered, _segments(row["id"], version, shelf))


def _segments(report: str, version: int, shelf: _Shelf) -> list[Segment]:
    current = rows.newest(shelf.cut.get((report, version), []), "number")
    return sorted((rows.segment(one) for one in current if one["live"]), key=lambda one: one.number)


def _approvals(report: str, version: int, entries_: Iterable[FiledEntry], shelf: _Shelf) -> tuple[ApprovalOnRecord, ...]:
    """Return the parties whose approvals, of this version and those before, cover the whole text as it stands."""
    text = review.current(_segments(report, version, shelf), entries_)
    latest = {row["party"]: row for row in _standing(report, version, shelf)}
    left = review.covered(text, _seen(report, version, shelf))
    return tuple(
        ApprovalOnRecord(party=party, person=row["person"], on=row["decided_on"], shown=row["shown"])
        for party, row in latest.items()
        if not left[party]
    )


def _standing(report: str, version: int, shelf: _Shelf) -> list[rows.Row]:
    return rows.standing(row for one in range(1, version + 1) for row in shelf.approved.get((report, one), []))


def _seen(report: str, version: int, shelf: _Shelf) -> dict[str, set[str]]:
    """Return the hashes each party has approved and not withdrawn, in this version and those before."""
    seen: dict[str, set[str]] = {}
    for row in _standing(report, version, shelf):
        seen.setdefault(row["party"], set()).update(row["covers"])
    return seen


def _reviewed(row: rows.Row, version: int, entries_: Sequence[FiledEntry], shelf: _Shelf) -> bool:
    """Whether the record itself shows that every party approved, or excepted, all of a version, whatever its phase says."""
    text = review.current(_segments(row["id"], version, shelf), entries_)
    parties = shelf.cycle.program.group(row["group_code"]).leads
    whole = review.approved(text, _seen(row["id"], version, shelf), parties)
    return whole or bool(_excepted(row, version, entries_, shelf)[0])


def _excepted(
    row: rows.Row, version: int, entries_: Iterable[FiledEntry], shelf: _Shelf
) -> tuple[tuple[int, ...], tuple[ExceptionOnRecord, ...]]:
    """Return what of a version stands by exception alone, and the exceptions it stands by."""
    signed = rows.excepting(shelf.approved.get((row["id"], version), []))
    text = review.current(_segments(row["id"], version, shelf), entries_)
    parties = shelf.cycle.program.group(row["group_code"]).leads
    numbers = review.excepted(text, _seen(row["id"], version, shelf), {one["party"]: one["covers"] for one in signed}, parties)
    told = (
        ExceptionOnRecord(
            party=one["party"], person=one["person"], on=one["decided_on"], shown=one["shown"], because=one["because"]
        )
        for one in signed
    )
    return numbers, tuple(told) if numbers else ()


def _errata(standing: Sequence[tuple[rows.Row, Sequence[FiledEntry]]]) -> Iterable[Correctum]:
    for (_, before), (version, after) in pairwise(standing):
        old = {(entry.item, entry.party): entry for entry in before}
        for entry in after:
            was = old.get((entry.item, entry.party))
            if was is None or (was.text, was.state, was.standing, was.indicators) != (
                entry.text,
                entry.state,
                entry.standing,
                entry.indicators,
            ):
                yield Correctum(
                    item=entry.item,
                    party=entry.party,
                    version=version["version"],
                    on=version["since_on"],
                    before=_texts(was),
                    after=_texts(entry),
                )


def _texts(entry: FiledEntry | None) -> dict[str, str]:
    return {entry.language: entry.text, **entry.translations} if entry and entry.text else {}
