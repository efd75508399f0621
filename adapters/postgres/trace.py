"""What the record can tell of each sentence of a report: where it was written, who touched it, who approved it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.postgres import rows
from adapters.postgres.cycles import cycle_of
from adapters.postgres.engine import transaction
from adapters.postgres.tables import approvals, entries, mails, persons, readings, reports, segments, submissions
from adapters.postgres.trace_memory import known
from mou.checks import flags
from mou.errors import Unknown
from mou.keeping import CycleOnRecord, MailRow, ReadingRow
from mou.reading import DecisionReading
from mou.segment_state import state
from mou.segments import Origin, Segment
from mou.submission import FiledEntry
from mou.trace import Change, Consent, Deed, Excepted, Known, Trace

_SHORTEST = 8
"""Digits of a digest that are enough to ask for: the report prints twelve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shelf:
    """Everything the record has on one version of a report."""

    report: str
    version: int
    cycle: CycleOnRecord
    parties: tuple[str, ...]
    names: Mapping[str, str]
    changes: Sequence[rows.Row]
    filed: Mapping[tuple[str, str], FiledEntry]
    decisions: Sequence[rows.Row]
    said: Mapping[str, ReadingRow]
    known: Mapping[int, Known]


class PostgresTraces:
    """Traces over PostgreSQL. Reads only, and works when no worker runs."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, report: str, *, version: int = 0) -> tuple[Trace, ...]:
        """Return a trace per segment of a version (0: the newest), by number; raise Unknown naming the versions there are."""
        async with transaction(self._engine) as connection:
            shelf = await _shelf(connection, report, version)
        return tuple(_trace(one, shelf) for one in _current(shelf.changes, shelf.version))

    async def mail(self, digest: str) -> MailRow:
        """Return the one mail whose digest begins so (8 digits or more), or raise Unknown."""
        begins = mails.c.digest.startswith(digest.lower(), autoescape=True)
        async with transaction(self._engine) as connection:
            found = (await connection.execute(select(mails).where(begins).limit(2))).mappings().all()
        if len(digest) < _SHORTEST or len(found) != 1:
            mend = f"Give its digest, {_SHORTEST} digits or more, as `mou trace` and `mou show` print it."
            raise Unknown(f"No one mail on record is known as {digest!r}. {mend}", where="mail")
        return rows.mail(found[0])


async def _shelf(connection: AsyncConnection, report: str, version: int) -> _Shelf:
    row = (await connection.execute(select(reports).where(reports.c.id == report))).mappings().one_or_none()
    if row is None:
        raise Unknown(f"There is no report {report!r} on record.", where=report)
    cycle = await cycle_of(connection, row["cycle"])
    this = await _version(connection, report, version)
    older = (segments.c.report == report, segments.c.version <= this)
    changes = await _all(connection, select(segments).where(*older).order_by(segments.c.version, segments.c.seq))
    filed_here = entries.c.report == report, entries.c.version == this
    filed = [rows.entry(one) for one in await _all(connection, select(entries).where(*filed_here).order_by(entries.c.seq))]
    decided = approvals.c.report == report, approvals.c.version <= this
    decisions = await _all(connection, select(approvals).where(*decided).order_by(approvals.c.version, approvals.c.seq))
    digests = {one.mail for one in filed} | {one["digest"] for one in decisions}
    said = [rows.reading(one) for one in await _all(connection, select(readings).where(readings.c.digest.in_(digests)))]
    people = await _all(connection, select(persons).where(persons.c.program == cycle.program.code))
    remembered = [one for one in _current(changes, this) if one.origin is Origin.MEMORY]
    before = max((one.arrived for one in filed), default=None)
    return _Shelf(
        report=report,
        version=this,
        cycle=cycle,
        parties=tuple(cycle.program.group(row["group_code"]).leads),
        names={one["id"]: one["name"] for one in people},
        changes=changes,
        filed={(one.item, one.party): one for one in filed},
        decisions=decisions,
        said={one.digest: one for one in said},
        known=await known(connection, cycle.program.code, report, remembered, before=before),
    )


async def _version(connection: AsyncConnection, report: str, version: int) -> int:
    query = select(submissions.c.version).where(submissions.c.report == report).order_by(submissions.c.version)
    versions = list((await connection.execute(query)).scalars())
    if version and version not in versions:
        raise Unknown(f"{report} has no version {version}. There are: {', '.join(map(str, versions))}.", where=report)
    return int(version or versions[-1])


async def _all(connection: AsyncConnection, query: object) -> list[rows.Row]:
    return list((await connection.execute(query)).mappings().all())  # type: ignore[call-overload]  # a select


def _current(changes: Iterable[rows.Row], version: int) -> tuple[Segment, ...]:
    newest = rows.newest((row for row in changes if row["version"] == version), "number")
    return tuple(sorted((rows.segment(row) for row in newest if row["live"]), key=lambda one: one.number))


def _trace(one: Segment, shelf: _Shelf) -> Trace:
    seen = {
        party: {text for row in rows.standing(shelf.decisions) if row["party"] == party for text in row["covers"]}
        for party in shelf.parties
    }
    agreed = shelf.cycle.agreed
    codes = flags(one.source_language, one.source, one.target_language, one.target, glossary=agreed) if one.target else ()
    entry = shelf.filed.get((one.item, one.party))
    return Trace(
        report=shelf.report,
        version=shelf.version,
        segment=one,
        state=state(one, codes, seen, shelf.parties),
        flags=codes,
        written=entry and _written(entry, shelf),
        edited=_edited(one, shelf) if one.editor else None,
        known=shelf.known.get(one.number),
        approvals=tuple(_consents(one, shelf)),
        exceptions=tuple(_exceptions(one, shelf)),
        history=tuple(_change(row, shelf) for row in shelf.changes if row["number"] == one.number),
    )


def _written(entry: FiledEntry, shelf: _Shelf) -> Deed:
    said = shelf.said.get(entry.mail)
    name = shelf.names.get(entry.person, "")
    return Deed(person=entry.person, name=name, on=entry.arrived, door=said.door if said else "", digest=entry.mail)


def _edited(one: Segment, shelf: _Shelf) -> Deed:
    """Return the last decision in which the editor put these words; without it, when and how is not told."""
    by = Deed(person=one.editor, name=shelf.names.get(one.editor, ""))
    for row in reversed(shelf.decisions):
        said = shelf.said.get(row["digest"])
        if said and row["person"] == one.editor and _worded(one, said.as_(DecisionReading)):
            return by.model_copy(update={"on": row["decided_on"], "door": said.door, "digest": row["digest"]})
    return by


def _worded(one: Segment, said: DecisionReading) -> bool:
    return any((each.number, each.text) == (one.number, one.target) for each in said.corrections)


def _consents(one: Segment, shelf: _Shelf) -> Iterable[Consent]:
    """Yield the last standing approval of each party that covers the segment as it stands, in the parties' order."""
    standing = [row for row in rows.standing(shelf.decisions) if one.target.strip() and one.hash in row["covers"]]
    latest = {row["party"]: row for row in standing}
    for row in (latest[party] for party in shelf.parties if party in latest):
        yield Consent(**_signed(row, shelf))


def _exceptions(one: Segment, shelf: _Shelf) -> Iterable[Excepted]:
    """Yield the standing exceptions of this version that cover the segment, in the parties' order; none where it is approved."""
    here = [row for row in shelf.decisions if row["version"] == shelf.version]
    signed = {row["party"]: row for row in rows.excepting(here) if one.target.strip() and one.hash in row["covers"]}
    if {each.party for each in _consents(one, shelf)} != set(shelf.parties):
        for row in (signed[party] for party in shelf.parties if party in signed):
            yield Excepted(**_signed(row, shelf), because=row["because"])


def _signed(row: rows.Row, shelf: _Shelf) -> dict[str, Any]:
    said = shelf.said.get(row["digest"])
    return {
        "party": row["party"],
        "person": row["person"],
        "name": shelf.names.get(row["person"], ""),
        "on": row["decided_on"],
        "door": said.door if said else "",
        "digest": row["digest"],
        "shown": row["shown"],
    }


def _change(row: rows.Row, shelf: _Shelf) -> Change:
    kept = {name: row[name] for name in Change.model_fields if name != "editor_name"}
    return Change(**kept, editor_name=shelf.names.get(row["editor"], ""))
