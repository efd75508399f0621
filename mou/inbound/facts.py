"""What is known about an incoming message when it is decided about, and what a rule may say."""

from collections.abc import Callable
from datetime import datetime

from mou.letters.blocks import Kind
from mou.model import Model
from mou.reading import Outcome


class Proofs(Model):
    """What the carrier found of a sender when it took the mail from the network.

    `envelope` is the SMTP sender, `spf` its result ("pass", "fail", "softfail", "none", … or "" when nobody looked), `dkim`
    the domains whose signature was good. Source: SendGrid's fields `envelope`, `SPF` and `dkim`.
    """

    envelope: str = ""
    spf: str = ""
    dkim: tuple[str, ...] = ()


NO_PROOFS = Proofs()


class Asked(Model):
    """The letter a message answers: its kind, whom it was sent to, about which report, when (agreement time)."""

    kind: Kind
    person: str
    address: str
    report: str = ""
    decided_on: datetime


class Facts(Model):
    """A message and everything its rules look at.

    `auto` is the reader's code for what a program wrote ("" for a person's mail); `ours` says that it is a letter of our
    own come back; `twin` that another message had the same identity and other words; `writer` is the person who may write
    from this address in answer to that letter ("" for nobody); `vouched` who has said whose words these are: the "writer" the
    letter went to, a "coordinator", or "" for nobody yet.
    """

    arrived: datetime
    sender: str = ""
    auto: str = ""
    ours: bool = False
    twin: bool = False
    letter: Asked | None = None
    decides: bool = False
    writer: str = ""
    proofs: Proofs = NO_PROOFS
    vouched: str = ""


class Ruling(Model):
    """What is to become of a message, and the code that says why."""

    outcome: Outcome
    reason: str


Rule = Callable[[Facts], Ruling | None]
"""Says what becomes of a message, or None when this rule has nothing against it."""


def hold(reason: str) -> Ruling:
    """Return that a person must look."""
    return Ruling(outcome=Outcome.HOLD, reason=reason)


def discard(reason: str) -> Ruling:
    """Return that it is kept, noted, and answered by nobody."""
    return Ruling(outcome=Outcome.DISCARD, reason=reason)
