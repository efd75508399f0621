"""Writing what a story took to the record: each outcome once, in order, in one transaction."""

from collections.abc import Iterable
from datetime import datetime

from temporalio import activity

from activities import names
from activities.failures import told
from activities.leads import at
from activities.written import written
from mou.keeping import Act, Book, ReadingRow, Record
from mou.reading import DecisionReading, Reading
from mou.review import edited
from mou.steps import Accepted, Outcomes, What
from mou.stories import Moment, SegmentEdit, Verb
from mou.submission import Entry, FiledEntry, overtaken


class Recording:
    """The projection of the stories into the record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @activity.defn(name=names.RECORD)
    @told
    async def record(self, outcomes: Outcomes) -> None:
        """Write outcomes and the phase they left the submission in; a repetition writes nothing."""
        async with self._record.book(outcomes.report) as book:
            for accepted in outcomes.accepted:
                if await book.note_outcome(outcomes.version, accepted):
                    await self._write(book, outcomes.version, accepted)
            await book.set_phase(outcomes.version, seq=outcomes.seq, phase=outcomes.phase, round_=outcomes.round)

    async def _write(self, book: Book, version: int, accepted: Accepted) -> None:
        said = await book.reading(accepted.ref)
        match accepted.what:
            case What.READING:
                await self._file(book, version, accepted.seq, said)
            case What.DECISION:
                await self._decide(book, version, accepted.seq, said)
            case What.EXTENSION:
                moments = tuple(Moment.model_validate(one) for one in _list(said.said["moments"]))
                await book.reschedule(moments, reason=str(said.said["reason"]))
            case What.WAIVER:
                await book.waive([str(pair) for pair in _list(said.said["entries"])], reason=str(said.said["reason"]))
            case What.REASSIGNMENT:
                pass  # the role was changed in the record before the story was told
        verb = str(said.said.get("verb", accepted.what)) if accepted.what is What.DECISION else str(accepted.what)
        role = "coordinator" if verb == Verb.EXCEPT else _role(accepted.what)
        await book.act(Act(actor=said.person, role=role, door=said.door, verb=verb, subject=book.report, cause=said.digest))

    async def _file(self, book: Book, version: int, seq: int, said: ReadingRow) -> None:
        reading = said.as_(Reading)
        before = {entry.item: entry for entry in await book.entries(version) if entry.party == said.party}
        fresh = [entry for entry in reading.entries if not _stands(entry, before.get(entry.item), said.offered_on)]
        due = at(book, "due")
        await book.file_entries(
            version, seq, [_filed(entry, said, before.get(entry.item), late=said.offered_on > due) for entry in fresh]
        )

    async def _decide(self, book: Book, version: int, seq: int, said: ReadingRow) -> None:
        decision = said.as_(DecisionReading)
        covers = [str(text) for text in _list(said.said.get("covers", []))]
        corrected = {one.number: one for one in decision.corrections}
        if corrected:
            current = await book.segments(version)
            rewritten = [
                edited(one, corrected[one.number], person=said.person) if one.number in corrected else one for one in current
            ]
            await book.put_segments(version, rewritten)
            if decision.verb is Verb.APPROVE:
                edits = [SegmentEdit.model_validate(one) for one in _list(said.said.get("edits", []))]
                covers += [one.hash for one in edits if not one.unfit]
        await book.put_approval(version, seq, said, verb=str(decision.verb), covers=covers)


def _stands(entry: Entry, before: FiledEntry | None, arrived: datetime) -> bool:
    """Whether what is on record stands: a reply that only repeats it, or an older mail settled late, changes nothing."""
    said = entry.state, entry.standing, entry.text, entry.indicators
    return before is not None and (
        overtaken(before, arrived) or said == (before.state, before.standing, before.text, before.indicators)
    )


def _filed(entry: Entry, said: ReadingRow, before: FiledEntry | None, *, late: bool) -> FiledEntry:
    """A correction of what came in time is not late: the duty was met by then."""
    return FiledEntry(
        **entry.model_dump(),
        party=said.party,
        person=said.person,
        mail=said.digest,
        arrived=said.offered_on,
        language=written(said, entry.item).language,
        late=late and (before is None or before.late),
    )


def _role(what: What) -> str:
    return {What.READING: "lead", What.DECISION: "reviewer"}.get(what, "coordinator")


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()
