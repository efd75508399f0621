"""A sentence traced: from the mail its original was written in to the approvals of exactly its translation."""

from collections.abc import Iterable
from datetime import datetime

from mou.glossary_changes import ApprovedSegment
from mou.model import Model
from mou.provenance import engine_name
from mou.segment_state import SegmentState
from mou.segments import Origin, Segment


class Deed(Model):
    """Something somebody did: who (id and name), when (agreement time), by which door, and the digest it is kept under.

    `door` is "mail", "review-page" or "command". `on` is None and `door` is "" where the record cannot tell.
    """

    person: str
    name: str
    on: datetime | None = None
    door: str = ""
    digest: str = ""

    @property
    def mail(self) -> str:
        """Return the digest of the mail it came by, "" when it came by none."""
        return self.digest if self.door == "mail" else ""


class Consent(Deed):
    """An approval that covers the segment as it stands: for which party, and the hash of the text that was shown."""

    party: str
    shown: str


class Excepted(Consent):
    """One party's signature that the segment is published though not every party approved it, and why."""

    because: str


class Known(Model):
    """Where the memory had a translation from: a report's version and number, or the note of what was imported."""

    report: str = ""
    version: int = 0
    number: int = 0
    on: datetime | None = None
    note: str = ""


class Change(Model):
    """One state of a number in the record, oldest first; `live` is False once its sentence was gone. `editor` is an id."""

    version: int
    seq: int
    live: bool
    source: str
    target: str
    origin: Origin
    engine: str
    glossary: str
    editor: str
    editor_name: str


class Trace(Model):
    """Everything the record can tell of one segment as it stands in one version of a report.

    `flags` are the codes of `mou.checks`. `written` is the deed its original came by, None when the entry is gone; `edited`
    the last rewriting by a person; `known` is where the memory had it from, None where nothing tells. `exceptions` are told
    where they cover what the approvals do not. `history` ends with the present.
    """

    report: str
    version: int
    segment: Segment
    state: SegmentState
    flags: tuple[str, ...] = ()
    written: Deed | None = None
    edited: Deed | None = None
    known: Known | None = None
    approvals: tuple[Consent, ...] = ()
    exceptions: tuple[Excepted, ...] = ()
    history: tuple[Change, ...] = ()


def made_words(one: Segment | Change) -> str:
    """Return in plain English how a translation came to be, with its engine's name and version."""
    engine = f"{engine_name(one.engine)} ({one.engine})" if one.engine else ""
    match one.origin:
        case Origin.DRAFT:
            return f"drafted by {engine}" if engine else "taken over as it stands: nothing in it to translate"
        case Origin.MEMORY:
            then = f"; drafted then by {engine}" if engine else ""
            return f"from the memory, as approved before{then}"
        case Origin.PERSON:
            return f"drafted by {engine}, rewritten by a person" if engine else "written by a person"
        case Origin.VOUCHED:
            return (
                f"drafted by {engine}, as it stands vouched for by a person"
                if engine
                else "written by a person, who vouched for it"
            )
        case Origin.NONE:
            return "not translated yet"


def holding(approved: Iterable[ApprovedSegment], words: str) -> tuple[ApprovedSegment, ...]:
    """Return the segments whose original or translation holds these words, in any case and however they are spaced."""
    wanted = _plain(words)
    return tuple(one for one in approved if any(wanted in _plain(text) for text in (one.segment.source, one.segment.target)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
