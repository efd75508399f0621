"""One report under its lock: the port `Book`. Every statement runs in the one transaction that opened it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, desc, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.locks import undecided
from adapters.postgres.memory import keep
from adapters.postgres.tables import acts, approvals, entries, letters, outcomes, readings, reports, segments, submissions
from mou.errors import Unknown
from mou.keeping import Act, CycleOnRecord, LetterRow, ReadingRow, SubmissionRow
from mou.letters.blocks import ASKING
from mou.memory import approved
from mou.segments import Segment, translated
from mou.steps import Accepted
from mou.stories import Moment, Verb
from mou.submission import FiledEntry, Phase


class PostgresBook:
    """Made by `PostgresRecord.book`, which holds the lock."""

    def __init__(self, connection: AsyncConnection, row: rows.Row, cycle: CycleOnRecord, now_real: datetime) -> None:
        self.report: str = row["id"]
        self.quarter: str = row["quarter"]
        self.group: str = row["group_code"]
        self.cycle = cycle
        self.moments = tuple(Moment.model_validate(one) for one in row["moments"])
        self.waived: tuple[str, ...] = tuple(row["waived"])
        self.now_real = now_real
        self.now_on = cycle.pace.agreement(now_real)
        self._connection = connection

    async def undecided(self) -> bool:
        """Say whether a mail for this report has no outcome on record yet."""
        return await undecided(self._connection, self.report)

    async def submissions(self) -> tuple[SubmissionRow, ...]:
        """Return the versions, oldest first."""
        query = select(submissions).where(submissions.c.report == self.report).order_by(submissions.c.version)
        found = await self._all(query)
        return tuple(SubmissionRow(**{name: row[name] for name in SubmissionRow.model_fields}) for row in found)

    async def open_version(self, version: int) -> None:
        """Add a version over the last approved one; once."""
        base = [row.version for row in await self.submissions() if row.phase is Phase.APPROVED and row.version < version]
        added = await self._insert_once(submissions, **self._at(version), phase=Phase.COLLECTING, **self._since())
        if not added or not base:
            return
        for filed in await self._filed(base[-1]):
            await self._connection.execute(entries.insert().values(rows.entry_row(filed, **self._at(version), seq=0)))
        await self.put_segments(version, await self.segments(base[-1]))

    async def entries(self, version: int) -> tuple[FiledEntry, ...]:
        """Return the newest entry per item and party, in the plan's order, translated as the segments stand."""
        found = {(filed.item, filed.party): filed for filed in await self._filed(version)}
        group = self.cycle.program.group(self.group)
        ordered = [found[pair] for pair in group.owed() if pair in found]
        return translated(ordered, await self.segments(version))

    async def _filed(self, version: int) -> list[FiledEntry]:
        query = select(entries).where(*self._is(entries, version)).order_by(entries.c.seq)
        return [rows.entry(row) for row in rows.newest(await self._all(query), "item", "party")]

    async def file_entries(self, version: int, seq: int, entries_: Sequence[FiledEntry]) -> None:
        """Add entries under this seq."""
        for filed in entries_:
            await self._connection.execute(entries.insert().values(rows.entry_row(filed, **self._at(version), seq=seq)))

    async def segments(self, version: int) -> tuple[Segment, ...]:
        """Return the current segments by number."""
        query = select(segments).where(*self._is(segments, version)).order_by(segments.c.seq)
        current = rows.newest(await self._all(query), "number")
        return tuple(sorted((rows.segment(row) for row in current if row["live"]), key=lambda one: one.number))

    async def highest_number(self, version: int) -> int:
        """Return the highest segment number ever given in this version, 0 before any."""
        highest = select(func.coalesce(func.max(segments.c.number), 0)).where(*self._is(segments, version))
        return int((await self._connection.execute(highest)).scalar_one())

    async def put_segments(self, version: int, current: Sequence[Segment]) -> None:
        """Make these the current segments."""
        before = {one.number: one for one in await self.segments(version)}
        after = {one.number: one for one in current}
        last = select(func.coalesce(func.max(segments.c.seq), 0)).where(*self._is(segments, version))
        seq = (await self._connection.execute(last)).scalar_one() + 1
        changed = [(one, True) for number, one in after.items() if before.get(number) != one]
        gone = [(one, False) for number, one in before.items() if number not in after]
        for one, live in changed + gone:
            values = rows.segment_row(one, **self._at(version), seq=seq, live=live)
            await self._connection.execute(segments.insert().values(values))

    async def approvals(self, version: int) -> Mapping[str, tuple[str, ...]]:
        """Return the hashes each party has approved and not withdrawn, in this version or the ones before."""
        return _covers(rows.standing(await self._decisions(version)))

    async def shown(self, version: int) -> Mapping[str, tuple[str, ...]]:
        """Return the hashes each party had before it when it decided, whatever it decided."""
        return _covers(await self._decisions(version))

    async def _decisions(self, version: int) -> list[rows.Row]:
        mine = approvals.c.report == self.report, approvals.c.version <= version
        return await self._all(select(approvals).where(*mine).order_by(approvals.c.version, approvals.c.seq))

    async def put_approval(self, version: int, seq: int, row: ReadingRow, *, verb: str, covers: Sequence[str]) -> None:
        """Add a decision."""
        values = {
            **self._at(version),
            "seq": seq,
            "party": row.party,
            "person": row.person,
            "verb": verb,
            "shown": str(row.said.get("shown", "")),
            "covers": list(covers),
            "because": str(row.said.get("because", "")),
            "digest": row.digest,
            "decided_on": row.offered_on,
        }
        await self._connection.execute(approvals.insert().values(values))

    async def last_return(self, version: int) -> ReadingRow:
        """Return the decision that last sent this version back or raise Unknown."""
        returned = select(approvals.c.digest).where(*self._is(approvals, version), approvals.c.verb == Verb.RETURN)
        found = await self._all(returned.order_by(desc(approvals.c.seq)).limit(1))
        if not found:
            raise Unknown(f"{self.report} was never returned.", where=self.report)
        return await self.reading(found[0]["digest"])

    async def reading(self, digest: str) -> ReadingRow:
        """Return what was offered under this digest or raise Unknown."""
        found = await self._all(select(readings).where(readings.c.digest == digest))
        if not found:
            raise Unknown(f"Nothing was offered under {digest}.", where=digest)
        return rows.reading(found[0])

    async def note_outcome(self, version: int, accepted: Accepted) -> bool:
        """Note what a story took; False when it was noted before."""
        return await self._insert_once(outcomes, **self._at(version), seq=accepted.seq, what=accepted.what, ref=accepted.ref)

    async def set_phase(self, version: int, *, seq: int, phase: Phase, round_: int) -> None:
        """Project the story's phase; an older seq changes nothing, the same phase keeps its since; approved is remembered."""
        same = (await self._connection.execute(select(submissions.c.phase).where(*self._is(submissions, version)))).scalar_one()
        since = {} if same == phase else self._since()
        newer = and_(*self._is(submissions, version), submissions.c.seq <= seq)
        changed = update(submissions).where(newer).values(seq=seq, phase=phase, round=round_, **since)
        on = (await self._connection.execute(changed.returning(submissions.c.since_on))).scalar_one_or_none()
        if on is not None and phase is Phase.APPROVED:  # whichever way led there, it passes here
            seen, parties = await self.approvals(version), self.cycle.program.group(self.group).leads
            reviewed = [one for one in await self.segments(version) if all(one.hash in seen.get(party, ()) for party in parties)]
            await keep(self._connection, self.cycle.program.code, approved(reviewed, report=self.report, on=on))

    async def reschedule(self, moments: Sequence[Moment], *, reason: str) -> None:
        """Put new moments in force after an extension."""
        new = {moment.code: moment for moment in moments}
        kept = [moment for moment in self.moments if moment.code not in new]
        merged = sorted([*kept, *new.values()], key=lambda moment: moment.on)
        await self._change(moments=[moment.model_dump(mode="json") for moment in merged], extended=True, reason=reason)
        self.moments = tuple(merged)

    async def waive(self, pairs: Sequence[str], *, reason: str) -> None:
        """Note entries as not required; none means the whole report."""
        group = self.cycle.program.group(self.group)
        waived = pairs or [f"{item}/{party}" for item, party in group.owed()]
        self.waived = (*self.waived, *waived)
        await self._change(waived=list(self.waived), reason=reason)

    async def first(self, key: str, *, person: str) -> bool:
        """Say whether a letter under this key is the first about this report that asks this person for anything."""
        other = letters.c.report == self.report, letters.c.person == person, letters.c.kind.in_(ASKING), letters.c.key != key
        return not await self._all(select(letters.c.key).where(*other).limit(1))

    async def claim(self, letter: LetterRow) -> LetterRow:
        """Decide a letter under its key, once; return the row as it stands."""
        return await claim(self._connection, letter, real=self.now_real, on=self.now_on)

    async def act(self, act: Act) -> None:
        """Add to the book of acts; what has a cause is added once."""
        done = insert(acts).values(**act.model_dump(), at_real=self.now_real, at_on=self.now_on)
        await self._connection.execute(done.on_conflict_do_nothing())

    def _at(self, version: int) -> dict[str, Any]:
        return {"report": self.report, "version": version}

    def _since(self) -> dict[str, datetime]:
        return {"since_real": self.now_real, "since_on": self.now_on}

    def _is(self, table: Any, version: int) -> tuple[Any, Any]:
        return table.c.report == self.report, table.c.version == version

    async def _all(self, query: Any) -> list[rows.Row]:
        return list((await self._connection.execute(query)).mappings().all())

    async def _change(self, **values: object) -> None:
        await self._connection.execute(update(reports).where(reports.c.id == self.report).values(**values))

    async def _insert_once(self, table: Any, **values: object) -> bool:
        statement = insert(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key.columns)
        return (await self._connection.execute(statement)).first() is not None


def _covers(decisions: Sequence[rows.Row]) -> dict[str, tuple[str, ...]]:
    """Return the hashes of these decisions by party."""
    covers: dict[str, tuple[str, ...]] = {}
    for row in decisions:
        covers[row["party"]] = (*covers.get(row["party"], ()), *row["covers"])
    return covers


async def claim(connection: AsyncConnection, letter: LetterRow, *, real: datetime, on: datetime) -> LetterRow:
    """Decide a letter under its key, once; return the row as it stands."""
    values = {**rows.letter_row(letter), "decided_real": real, "decided_on": on}
    await connection.execute(insert(letters).values(**values).on_conflict_do_nothing(index_elements=["key"]))
    found = (await connection.execute(select(letters).where(letters.c.key == letter.key))).mappings().one()
    return rows.letter(found)
