"""What a carrier's events tell of a letter, in whatever order and however often they come.

A letter's delivery is a function of the set of its events: adding one never takes back what another said, so copies,
replays and stragglers change nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from mou.keeping import LetterRow
from mou.letters.blocks import ASKING, Kind
from mou.model import Model
from mou.submission import Phase

SILENCE = timedelta(hours=26)
"""Real time after which an unknown outcome will not become known: the carrier tells its events for 24 hours, and 2 more."""


class Event(StrEnum):
    """What can have happened to a letter at its carrier; a block is a refusal of the moment, a bounce one of the address."""

    PROCESSED = "processed"
    DEFERRED = "deferred"
    DROPPED = "dropped"
    DELIVERED = "delivered"
    BLOCKED = "blocked"
    BOUNCED = "bounced"


HAND_OVER = timedelta(minutes=10)
"""Real time after which a hand-over has ended, one way or another: twice what an attempt of a worker may take."""

INTERRUPTED = "interrupted"
"""What stands for the carrier's word about a letter where its hand-over ended without one."""


_RANK = dict.fromkeys(Event, 2) | {Event.PROCESSED: 0, Event.DEFERRED: 1}
"""An end (2) stands above the way to it. Of two ends the later one holds: a mail server may take a letter and send it back."""

_OF_ONE_INSTANT = tuple(Event)
"""Carriers tell whole seconds: of two ends of one second the one holds that asks more of us, the later in this row."""


class CarrierEvent(Model):
    """One event: codes and ids but for the address. `ref` is the letter's, "" when it names none of ours.

    Two events of the same message, event, instant, address and attempt are one: what carriers call an event's id differs
    between two deliveries of it.
    """

    message: str
    event: Event
    at: datetime
    address: str
    attempt: str = ""
    ref: str = ""
    reason: str = ""


def delivery(events: Iterable[CarrierEvent]) -> CarrierEvent | None:
    """Return the one of a letter's events that says how far it has come, None before any."""
    return max(events, key=_weight, default=None)


def _weight(one: CarrierEvent) -> tuple[object, ...]:
    """Return what events are ordered by; the last parts only settle which of equals is named."""
    return _RANK[one.event], one.at, _OF_ONE_INSTANT.index(one.event), one.message, one.attempt, one.reason


def status(before: str, event: Event) -> str:
    """Return a letter's status once its delivery is known: what was unknown is sent, what was dropped reaches nobody.

    One that is being handed over just now (`sending`) keeps its status until that has ended.
    """
    if before not in {"sent", "unknown", "failed"}:
        return before
    return "failed" if event is Event.DROPPED else "sent"


_ASKED_IN = {
    **dict.fromkeys((*ASKING, Kind.ESCALATION), (Phase.COLLECTING, Phase.RETURNED)),
    **dict.fromkeys(
        (Kind.APPROVAL_REQUEST, Kind.REVIEW_REMINDER, Kind.REVIEW_ESCALATION, Kind.DECISION_RECEIPT), (Phase.REVIEWING,)
    ),
}


def still_asks(kind: Kind, phase: Phase | None) -> bool:
    """Say whether a letter of this kind still asks for something while its report is in this phase (None: no report)."""
    return kind in _ASKED_IN and (phase is None or phase in _ASKED_IN[kind])


OUR_FAULT = ("sendgrid/401", "sendgrid/403", "smtp/535")
"""How a carrier's refusal begins when it is not the letter's fault: the key or the password was wrong, nothing was taken."""


NEVER_TOO_LATE = frozenset(Kind) - frozenset(ASKING) - {Kind.ESCALATION, Kind.AWAY} | {Kind.RECEIPT, Kind.DECISION_RECEIPT}
"""Kinds that tell what stays true: they may go out late. What asks or urges may not, once it is answered."""


URGING = frozenset(ASKING) - {Kind.RECEIPT, Kind.DECISION_RECEIPT, Kind.QUESTION, Kind.EXTENSION} | {Kind.ESCALATION}
"""Kinds that only ask or urge: once answered, they are not worth sending any more."""


class Deliveries(Protocol):
    """The record of what the carrier told, and of what was done about its silence."""

    async def store(self, events: Sequence[CarrierEvent]) -> int:
        """Store events, each once, and bring their letters' delivery up to date; return how many were new.

        Raise Unavailable, and store none, when the record is away (answer 503).
        """
        ...

    async def silent(self, since: datetime) -> tuple[LetterRow, ...]:
        """Return the letters handed over before this real instant of which nobody knows more, never repeated, oldest first."""
        ...

    async def claim_repeat(self, key: str) -> bool:
        """Note that a letter is handed over once more, before it is; False when it is not to be.

        It is not when it was repeated before, when something was heard of it (its events, or an answer to it, which settles
        it as sent), when a newer letter asks the same, or when its report no longer waits for what it asks.
        """
        ...

    async def give_back_repeat(self, key: str) -> None:
        """Note that the repeat was not taken after all: it may be tried again."""
        ...

    async def refused_for_us(self) -> tuple[LetterRow, ...]:
        """Return the letters refused for a fault of ours that somebody may have mended (`OUR_FAULT`), oldest first."""
        ...

    async def claim_again(self, key: str) -> bool:
        """Note that a refused letter is handed over again; False when somebody else does so, or nobody needs it any more."""
        ...

    async def settle_overtaken(self, since: datetime) -> int:
        """Settle letters that nobody needs any more and whose sender died, and return how many.

        What was only decided is skipped. What was being handed over at this real instant and still is stays unknown.
        """
        ...

    async def bounced_untold(self) -> tuple[tuple[LetterRow, str], ...]:
        """Return the letters that came back from an address that is none and of which nobody was told, with the code why."""
        ...

    async def bounce_told(self, key: str) -> None:
        """Note, once, that those concerned were told that a letter came back."""
        ...
