"""The record as activities and commands write it: its rows as values, and the two ports `Record` and `Book`.

A `Book` is one report under its lock, in one transaction: storing a mail for that report takes the same lock, so nothing
can arrive unseen between looking and acting. Everything in it is committed together or not at all.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from mou.calendar import CyclePlan
from mou.closed_days import Calendar
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.letters.blocks import Kind
from mou.model import Model
from mou.pace import Pace
from mou.program import Program
from mou.record import ReportOnRecord
from mou.segments import Direction, Segment
from mou.steps import Accepted
from mou.stories import Moment
from mou.submission import FiledEntry, Phase

Said = TypeVar("Said", bound=Model)


class CycleOnRecord(Model):
    """A year as it was started: the program version it is pinned to (with today's role holders), its plan, its pace."""

    id: str
    year: int
    program: Program
    program_version: int
    calendars: dict[str, Calendar]
    glossary: tuple[dict[str, str], ...] = ()
    plan: CyclePlan
    pace: Pace
    first_quarter: str


class SubmissionRow(Model):
    """One version of a report as the record has it."""

    version: int
    phase: Phase
    seq: int
    round: int
    since_on: datetime


class LetterRow(Model):
    """A letter decided: whom it goes to and what an answer to it would be about. `manifest` is number -> segment hash."""

    key: str
    kind: Kind
    program: str
    report: str = ""
    version: int = 1
    quarter: str = ""
    person: str
    party: str
    language: str = ""
    address: str = ""
    shown: str = ""
    manifest: dict[int, str] = {}
    status: str = "decided"
    ref: str = ""
    message_id: str = ""
    token_hash: str = ""
    subject: str = ""
    decided_on: datetime | None = None


class MailRow(Model):
    """A mail received: where its bytes are, which letter it answers, and what became of it."""

    digest: str
    blob: str
    door: str
    letter: str | None
    report: str | None
    program: str | None
    status: str
    reason: str
    proofs: Proofs = NO_PROOFS
    stored_real: datetime
    stored_on: datetime


class ReadingRow(Model):
    """What somebody said, as offered to a story: a reading, a decision, or a coordinator's extension or waiver."""

    digest: str
    what: str
    report: str
    version: int
    party: str
    person: str
    language: str
    said: dict[str, object]
    door: str
    offered_on: datetime

    def as_(self, kind: type[Said]) -> Said:
        """Return what was said as a Reading or a DecisionReading, without what it is bound to."""
        return kind.model_validate({name: value for name, value in self.said.items() if name in kind.model_fields})


class EditionRow(Model):
    """A revision of an edition, its tree stored under `blob`."""

    id: str
    revision: int
    edition: int
    hash: str
    blob: str
    status: str
    assembled_on: datetime


class Act(Model):
    """Something somebody did, for the append-only book of acts: who (person id or "engine"), in which role, by which door.

    `cause` is what it was done for: a mail's or decision's digest, or which step of which version; the same is done once.
    """

    actor: str
    role: str
    door: str
    verb: str
    subject: str
    hash: str = ""
    cause: str = ""


class Book(Protocol):
    """One report under its lock."""

    report: str
    quarter: str
    group: str
    cycle: CycleOnRecord
    moments: tuple[Moment, ...]
    waived: tuple[str, ...]
    now_on: datetime

    async def undecided(self) -> bool:
        """Say whether a mail for this report has no outcome on record yet."""
        ...

    async def submissions(self) -> tuple[SubmissionRow, ...]:
        """Return the versions, oldest first."""
        ...

    async def open_version(self, version: int) -> None:
        """Add a version in phase collecting, taking over the entries, segments and approvals of the one before; once."""
        ...

    async def entries(self, version: int) -> tuple[FiledEntry, ...]:
        """Return the newest entry per item and party, in the plan's order, with the translations as they stand."""
        ...

    async def file_entries(self, version: int, seq: int, entries: Sequence[FiledEntry]) -> None:
        """Add entries; the ones before stay on record under their own seq."""
        ...

    async def segments(self, version: int) -> tuple[Segment, ...]:
        """Return the current segments by number."""
        ...

    async def highest_number(self, version: int) -> int:
        """Return the highest segment number ever given in this version, 0 before any."""
        ...

    async def put_segments(self, version: int, segments: Sequence[Segment]) -> None:
        """Make these the current segments; changed ones are added, gone ones retired, none is overwritten."""
        ...

    async def approvals(self, version: int) -> Mapping[str, tuple[str, ...]]:
        """Return the hashes each party has approved."""
        ...

    async def shown(self, version: int) -> Mapping[str, tuple[str, ...]]:
        """Return the hashes each party had before it when it decided, whatever it decided."""
        ...

    async def put_approval(self, version: int, seq: int, row: ReadingRow, *, verb: str, covers: Sequence[str]) -> None:
        """Add a decision."""
        ...

    async def last_return(self, version: int) -> ReadingRow:
        """Return the decision that last sent this version back or raise Unknown."""
        ...

    async def reading(self, digest: str) -> ReadingRow:
        """Return what was offered under this digest or raise Unknown."""
        ...

    async def note_outcome(self, version: int, accepted: Accepted) -> bool:
        """Note what a story took under (report, version, seq); False when it was noted before."""
        ...

    async def set_phase(self, version: int, *, seq: int, phase: Phase, round_: int) -> None:
        """Project the story's phase; an older seq changes nothing."""
        ...

    async def reschedule(self, moments: Sequence[Moment], *, reason: str) -> None:
        """Put new moments in force after an extension."""
        ...

    async def waive(self, pairs: Sequence[str], *, reason: str) -> None:
        """Note entries ("AQ-1/mexico") as not required; none means the whole report."""
        ...

    async def first(self, key: str, *, person: str) -> bool:
        """Say whether a letter under this key is the first about this report that asks this person for anything."""
        ...

    async def claim(self, letter: LetterRow) -> LetterRow:
        """Decide a letter under its key, once; return the row as it stands."""
        ...

    async def act(self, act: Act) -> None:
        """Add to the book of acts; what has a cause is added once."""
        ...


class Record(Protocol):
    """The record outside one report's lock."""

    def book(self, report: str) -> AbstractAsyncContextManager[Book]:
        """Open a report's book under its lock; raise Unknown when there is no such report."""
        ...

    async def cycle(self, cycle: str) -> CycleOnRecord:
        """Return a cycle or raise Unknown naming the ones there are."""
        ...

    async def open_report(self, report: str, *, cycle: str, quarter: str, group: str, moments: Sequence[Moment]) -> None:
        """Put a report on record with its first version, once."""
        ...

    async def reports(self, cycle: str, *, quarter: str = "") -> tuple[ReportOnRecord, ...]:
        """Return the cycle's reports as they stand, in the plan's order."""
        ...

    async def mail(self, digest: str) -> MailRow:
        """Return a mail or raise Unknown."""
        ...

    async def decide_mail(self, digest: str, *, status: str, reason: str) -> None:
        """Note what became of a mail."""
        ...

    async def waiting_mails(self) -> tuple[str, ...]:
        """Return the digests of mails without an outcome, the held ones too, oldest first."""
        ...

    async def held_mails(self) -> tuple[MailRow, ...]:
        """Return the mails that wait for a coordinator, oldest first."""
        ...

    async def offer(self, row: ReadingRow) -> ReadingRow:
        """Put what was said on record as offered, replaced until a story has taken it; return the row as it stands."""
        ...

    async def offered(self, digest: str) -> ReadingRow:
        """Return what was offered under this digest or raise Unknown."""
        ...

    async def taken(self, digest: str) -> int | None:
        """Return the version of the report or edition whose story took what was offered under this digest, None for none."""
        ...

    async def newest_cycle(self, program: str) -> str:
        """Return the id of the cycle started last, of this program or ("") of any; raise Unknown when there is none."""
        ...

    async def letter(self, key: str) -> LetterRow:
        """Return a letter or raise Unknown."""
        ...

    async def memory(self, sources: Sequence[str], direction: Direction) -> Mapping[str, Segment]:
        """Return, by source sentence, how it was translated in an approved submission of whichever program, the newest."""
        ...

    async def last_letter(self, report: str, *, person: str) -> LetterRow:
        """Return the last letter about a report that asked this person for something, or raise Unknown."""
        ...

    async def letter_shown(self, report: str, *, person: str, shown: str) -> LetterRow:
        """Return the letter that showed this person this text; raise Unknown naming what was shown last."""
        ...

    async def claim(self, letter: LetterRow, *, on: datetime) -> LetterRow:
        """Decide a letter that belongs to no report's lock (receipts, annual letters), once; return the row as it stands."""
        ...

    async def claim_together(self, letters: Sequence[LetterRow], *, report: str, on: datetime) -> bool:
        """Decide letters under the lock of an edition, each once; False, and none, while a mail about it has no outcome."""
        ...

    async def sent(self, key: str, *, status: str, subject: str, carrier: str) -> bool:
        """Note what became of a letter; False for one to be handed over ("sending") that was skipped or sent meanwhile."""
        ...

    async def act(self, act: Act, *, cycle: str = "") -> None:
        """Add to the book of acts, under the cycle's clock when one is named; what has a cause is added once."""
        ...


class Editions(Protocol):
    """Editions of the annual report on record."""

    async def put(self, row: EditionRow, *, program: str, year: int) -> EditionRow:
        """Put a revision on record once; return the row as it stands."""
        ...

    async def get(self, edition: str, revision: int | None = None) -> EditionRow:
        """Return a revision (the newest) or raise Unknown."""
        ...

    async def of(self, program: str, year: int) -> tuple[EditionRow, ...]:
        """Return every revision of every edition of a year, oldest first."""
        ...

    async def note_outcome(self, edition: str, version: int, accepted: Accepted) -> bool:
        """Note a decision on an edition with its approval; False when it was noted before."""
        ...

    async def approvals(self, edition: str, hash_: str) -> tuple[tuple[str, str, datetime], ...]:
        """Return (party, person, agreement instant) of the approvals of exactly this hash."""
        ...

    async def published(self, edition: str, revision: int, *, on: datetime) -> None:
        """Note a publication, once."""
        ...
