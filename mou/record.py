"""What the record tells: read-only values that letters, pages, the desk and the reports are made from.

All instants are agreement time. Roles, not people, say who holds what; people appear where the public record names them.
"""

from datetime import datetime

from mou.model import Model
from mou.provenance import Provenance
from mou.stories import Moment
from mou.submission import FiledEntry, Phase


class ApprovalOnRecord(Model):
    """One party's approval: who, when, of which text (hash), by which door and mail."""

    party: str
    person: str
    on: datetime
    shown: str


class ExceptionOnRecord(Model):
    """One party's coordinator signed that a text is published though not all of it was reviewed: who, when, which text, why."""

    party: str
    person: str
    on: datetime
    shown: str
    because: str


class Correctum(Model):
    """An amendment of an approved report: what stood before, what stands now, since when. Printed as an erratum."""

    item: str
    party: str
    version: int
    on: datetime
    before: dict[str, str]
    after: dict[str, str]


class ReportOnRecord(Model):
    """One group's report of one quarter as the record has it now.

    `entries` are the current version's, `provenance` that of their translations, by number; `approvals` are the last ones of
    the parties that cover all of it. `amending` says a newer version is on its way.

    `excepted` are the numbers (0: states and figures) that not every party approved and every party's coordinator excepted,
    by the `exceptions`; both are empty unless that leaves nothing uncovered.
    """

    report: str
    quarter: str
    group: str
    phase: Phase
    version: int = 1
    opened: datetime
    due: datetime
    closes: datetime
    since: datetime
    extended: bool = False
    reason: str = ""
    entries: tuple[FiledEntry, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    approvals: tuple[ApprovalOnRecord, ...] = ()
    excepted: tuple[int, ...] = ()
    exceptions: tuple[ExceptionOnRecord, ...] = ()
    errata: tuple[Correctum, ...] = ()
    waived: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    amending: bool = False

    def on_time(self, party: str) -> bool | None:
        """Whether the party's last owed answer came by the due instant; None when it answered nothing."""
        mine = [entry for entry in self.entries if entry.party == party]
        return all(not entry.late for entry in mine) if mine else None


class Holder(Model):
    """Who a report waits on now: a role ("lead", "reviewer", "coordinator", "engine") of a party, and what for.

    `waits_for` is a code: "reply", "translation", "approval", "correction" or "decision".
    """

    role: str
    party: str
    waits_for: str


class Whereabouts(Model):
    """Where a report stands, for the status page, `mou status` and Temporal's details: holders, since, next step and when.

    `next_step` is the next planned moment's code ("remind-2", "review-escalate"), "" when none is planned.
    """

    report: ReportOnRecord
    holders: tuple[Holder, ...]
    next_step: str
    next_on: datetime | None


class ThreadLine(Model):
    """One thing that happened to a report: a letter, a mail, a decision or an act; `ref` opens it.

    `what` is a letter's kind, "mail", or the verb of a decision or an act. `ref` is the letter's ref where `what` is a kind,
    else the digest of the mail it came by, or "" when it came by no mail. `state` is a letter's: how far its carrier says it
    came, else its status, and "" for one that was sent and of which nothing more is known.
    """

    on: datetime
    what: str
    role: str
    ref: str
    subject: str = ""
    state: str = ""


class LetterLine(Model):
    """A letter in the mailbox or a thread. `status` is decided, sent, skipped, failed or unknown.

    `delivery` is what its carrier told last (`mou.deliveries.Event`), "" before that and for carriers that tell nothing.
    `repeats` counts how often it was handed over again after an unknown outcome.

    `seq` grows with every letter of the record, so that a reader of the mailbox can ask for what came after; `ref` is one
    segment of a URL path.
    """

    seq: int
    key: str
    ref: str
    kind: str
    subject: str
    to: str
    person: str
    language: str
    on: datetime
    status: str
    report: str = ""
    delivery: str = ""
    repeats: int = 0
