"""What a story asks of its hands, and what they answer: the inputs and outputs of the activities.

Like `mou.stories`, everything here enters histories: codes, ids, instants and hashes only.
"""

from enum import StrEnum

from mou.model import Model
from mou.stories import Moment, SegmentHash
from mou.submission import Phase


class Opening(Model):
    """A report on the record, its invitations sent: what is owed ("AQ-1/mexico"), the parties, and the timetable.

    `languages` gives each party's language tag.
    """

    owed: tuple[str, ...]
    parties: tuple[str, ...]
    moments: tuple[Moment, ...]
    languages: dict[str, str] = {}


class Step(Model):
    """A planned step that is due ("remind-2", "escalate", "close", "review-remind-1", …); earlier ones are skipped."""

    report: str
    version: int
    code: str
    skipped: tuple[str, ...] = ()
    revision: int = 0


class StepTaken(Model):
    """Whether the step was taken; `undecided` when a stored mail for this report has no outcome yet: wait and ask again."""

    undecided: bool = False


class What(StrEnum):
    """What a story can take."""

    READING = "reading"
    DECISION = "decision"
    EXTENSION = "extension"
    WAIVER = "waiver"
    REASSIGNMENT = "reassignment"


class Accepted(Model):
    """Something the story took, waiting to be written to the record: `ref` is the mail's digest or the decision's id."""

    seq: int
    what: What
    ref: str


class Outcomes(Model):
    """What the record must show of a submission now. Written in one transaction; older `seq` never overwrites newer."""

    report: str
    version: int
    seq: int
    phase: Phase
    round: int
    accepted: tuple[Accepted, ...] = ()


class Work(Model):
    """A submission to be cut into segments and drafted."""

    report: str
    version: int


class Text(Model):
    """The submission's current text by hash (number 0 is its facts: states, standings, indicators), and who approved what."""

    segments: tuple[SegmentHash, ...]
    approved: dict[str, tuple[str, ...]] = {}


class Ask(Model):
    """Ask these parties' reviewers to approve the text as it stands; `revision` counts its changes."""

    report: str
    version: int
    round: int
    revision: int
    parties: tuple[str, ...]


class Asked(Model):
    """When the review reminds, escalates, or a returned report goes back to its reviewers."""

    moments: tuple[Moment, ...]


class Settlement(Model):
    """A submission's end, to be recorded and told to its leads and coordinators."""

    report: str
    version: int
    seq: int
    phase: Phase
    round: int


class Verdict(StrEnum):
    """What reading a mail led to."""

    FILE = "file"
    HELD = "held"
    DONE = "done"


class MailRead(Model):
    """A mail was read: what comes next, and why (a code)."""

    verdict: Verdict
    reason: str = ""


class HeldMail(Model):
    """A held mail to be read again under somebody's word; without one, as it came.

    A coordinator says whose words it is (`report`, `person`), takes it for those of the person whose letter it answers
    (`accepted`), or lays it aside; the person a letter went to may say that it is theirs (`confirmed`) or is not (`disowned`).
    """

    digest: str
    report: str = ""
    person: str = ""
    aside: bool = False
    accepted: bool = False
    confirmed: bool = False
    disowned: bool = False


class Edition(Model):
    """A revision of an edition of the annual report."""

    program: str
    year: int
    edition: int
    revision: int


class Assembled(Model):
    """An edition is on the record under this hash: whose coordinators approve, when the review steps and the embargo are."""

    hash: str
    parties: tuple[str, ...]
    languages: dict[str, str] = {}
    embargo: Moment
    moments: tuple[Moment, ...]
