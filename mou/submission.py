"""Entries and submissions: what each party says about each plan item in a quarter, and the four states never confused."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from mou.model import Model
from mou.program import Group


class State(StrEnum):
    """The four states of an item. `NOTHING` carries a reason; `MISSING` is never said by anybody, only found."""

    PROGRESS = "progress"
    NO_CHANGE = "no_change"
    NOTHING = "nothing_to_report"
    MISSING = "missing"


class Standing(StrEnum):
    """How an item stands against its plan, in the words of the form's status line."""

    ON_TRACK = "on_track"
    DELAYED = "delayed"
    DONE = "done"
    NOT_STARTED = "not_started"


class Phase(StrEnum):
    """Where a report is. The last four are ends: a settled report is never edited, only amended."""

    COLLECTING = "collecting"
    TRANSLATING = "translating"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    APPROVED = "approved"
    NOT_REPORTED = "not_reported"
    NOT_REQUIRED = "not_required"

    @property
    def settled(self) -> bool:
        """Whether this phase is an end."""
        return self in {Phase.APPROVED, Phase.NOT_REPORTED, Phase.NOT_REQUIRED}


class Entry(Model):
    """What one person wrote about one item, as read from their reply: text exactly as written, quoting removed."""

    item: str
    state: State
    standing: Standing | None = None
    text: str = ""
    indicators: dict[str, Decimal] = {}


class FiledEntry(Entry):
    """An entry on the record: whose, from which mail, when it arrived (agreement time), in which language, its translations.

    A text with sentences in several languages has a translation into its own `language` too, of those that are in another.
    """

    party: str
    person: str
    mail: str
    arrived: datetime
    language: str
    late: bool = False
    translations: dict[str, str] = {}

    def said(self, language: str) -> str:
        """Return the text in `language`: its approved translation, or else the original; "" when there is neither yet."""
        return self.translations.get(language, self.text if language == self.language else "")


def missing(group: Group, entries: Iterable[Entry | FiledEntry], *, party: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return the (item, party) pairs owed and not answered, in the plan's order; for one party if given.

    Entries without a party of their own (fresh from a reply) count for `party`.
    """
    answered = {(entry.item, getattr(entry, "party", party)) for entry in entries if entry.state is not State.MISSING}
    return tuple(pair for pair in group.owed() if pair not in answered and party in {None, pair[1]})


def overtaken(before: FiledEntry | None, arrived: datetime) -> bool:
    """Whether what is on record came later than a reply of this time: an older mail never replaces a newer answer."""
    return before is not None and before.arrived > arrived


def carried(last: Mapping[str, FiledEntry], entry: Entry) -> str:
    """Return the text a "no change" stands on: last quarter's, or "" when there was none."""
    return last[entry.item].text if entry.state is State.NO_CHANGE and entry.item in last else ""
