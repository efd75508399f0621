"""The stories' public face: ids by function, Update names, and the messages that go in and out.

Whoever talks to a story (activities, web, commands) uses the port `Stories` with these; a house test compares the names
and types with the workflows. Everything here may enter a history: ids, codes, instants and hashes, never a text, a name
or an address.
"""

from datetime import datetime
from enum import StrEnum

from mou.model import Model
from mou.submission import Phase

TASK_QUEUE = "mou"

FILE_READING = "file_reading"
DECIDE = "decide"
EXTEND = "extend"
WAIVE = "waive"
REASSIGN = "reassign"
SETTLE_HELD = "settle_held"


def cycle_id(program: str, year: int) -> str:
    """Return `ca-mx/2026`."""
    return f"{program}/{year}"


def quarter_id(program: str, quarter: str) -> str:
    """Return `ca-mx/2026-Q1` for quarter `2026-Q1`."""
    return f"{program}/{quarter}"


def report_id(program: str, quarter: str, group: str) -> str:
    """Return `ca-mx/2026-Q1/air-quality`: a GroupReport's workflow id and the report's id in the record."""
    return f"{program}/{quarter}/{group}"


def amendment_id(report: str, version: int) -> str:
    """Return `ca-mx/2026-Q1/air-quality/v2`."""
    return f"{report}/v{version}"


def story_id(report: str, version: int) -> str:
    """Return the id of the story that carries this version of a report: GroupReport for 1, Amendment after."""
    return report if version == 1 else amendment_id(report, version)


def annual_id(program: str, year: int, edition: int) -> str:
    """Return `ca-mx/2026/annual/1`."""
    return f"{program}/{year}/annual/{edition}"


def mail_id(digest: str) -> str:
    """Return `mail/<digest>`."""
    return f"mail/{digest}"


class Moment(Model):
    """A planned instant: `at` is real (what timers wait for), `on` is agreement time (what people read)."""

    code: str
    at: datetime
    on: datetime


class QuarterStart(Model):
    """One quarter of a cycle: when it opens, which groups report, and its data cut."""

    program: str
    year: int
    quarter: str
    groups: tuple[str, ...]
    opens: Moment
    cut: Moment


class CycleStart(Model):
    """What the Cycle story needs: its quarters and when the annual report is assembled."""

    program: str
    year: int
    quarters: tuple[QuarterStart, ...]
    annual: Moment


class ReportStart(Model):
    """One group's report. `version` 1 is the GroupReport, 2 and more are Amendments."""

    report: str
    program: str
    year: int
    quarter: str
    group: str
    version: int = 1


class AnnualStart(Model):
    """One edition of the annual report."""

    program: str
    year: int
    edition: int


class SweepStart(Model):
    """A sweep over the record for what has no outcome yet."""

    reason: str = "schedule"


class MailStart(Model):
    """One incoming message, already stored under this digest."""

    digest: str


class Verb(StrEnum):
    """What a reviewer decides; `EXCEPT` is a coordinator's: publish what was shown though not all of it was reviewed."""

    APPROVE = "approve"
    RETURN = "return"
    CORRECT = "correct"
    EXCEPT = "except"


class ReadingOffer(Model):
    """A reading on the record, offered to its story. `covers` are the items it answers; `late` is judged by stored time."""

    digest: str
    person: str
    party: str
    covers: tuple[str, ...]
    content: str


class SegmentHash(Model):
    """A segment of the submission by its number and the hash of its source and translation ("" while untranslated)."""

    number: int
    hash: str


class SegmentEdit(SegmentHash):
    """A segment a reviewer rewrote: its new hash, and the hash it had where they read it.

    `unfit`: the checks see an error in it and nobody vouched for it, so that it is taken and cannot be approved yet.
    """

    over: str = ""
    unfit: bool = False


class DecisionOffer(Model):
    """A reviewer's decision on the record, offered to its story.

    `shown` is the hash of the very letter or page that was answered and `covers` the segment hashes it showed; `edits` are
    the segments the reviewer rewrote, each over the text it showed.
    """

    digest: str
    person: str
    party: str
    verb: Verb
    shown: str
    covers: tuple[str, ...] = ()
    edits: tuple[SegmentEdit, ...] = ()


class Taken(Model):
    """A story's answer to what it took: its place in the story and what is still open ("AQ-1/mexico", segment numbers…)."""

    seq: int
    phase: Phase
    open: tuple[str, ...] = ()


class Extension(Model):
    """New moments for a report, decided by a coordinator; `decision` is the act's id in the record."""

    decision: str
    moments: tuple[Moment, ...]


class Waiver(Model):
    """A coordinator says a report, or some of its entries ("AQ-1/mexico"), is not required this quarter."""

    decision: str
    entries: tuple[str, ...] = ()


class HeldSettled(Model):
    """Somebody's word on a held mail.

    A coordinator's: file it for `report` as `person`, or as the words of the person whose letter it answers (`accepted`), or
    (all empty) lay it aside. The word of the person whose letter it answers, given on the page that their confirmation letter
    leads to: it is theirs (`confirmed`), or is not (`disowned`).
    """

    decision: str
    report: str = ""
    person: str = ""
    accepted: bool = False
    confirmed: bool = False
    disowned: bool = False


class Reassignment(Model):
    """A role changed hands; the record already says to whom."""

    decision: str
    party: str
    role: str
