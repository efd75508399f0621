"""What a reply turned out to say. The outcome of reading is a value: nothing here decides what happens next."""

from enum import StrEnum

from mou.model import Model
from mou.stories import Verb
from mou.submission import Entry


class Outcome(StrEnum):
    """Four ways a message can go. Nothing is ever dropped without being one of these, with its reason.

    What is accepted is filed; what is held waits for a person, its sender or a coordinator; what is rejected holds nothing that
    could be filed, now or later, and its sender is told why and what to do; what is discarded is answered by nobody.
    """

    ACCEPT = "accept"
    HOLD = "hold"
    REJECT = "reject"
    DISCARD = "discard"


class Unclear(Model):
    """Something written that could not be put under an item with certainty: quoted back, never filed. `reason` is a code."""

    text: str
    reason: str
    item: str = ""


class Reading(Model):
    """A reply to a form: what is filed per item, what is missing, and everything that was not filed, with why.

    `reason` is a code ("answers", "no-answers", "auto-reply", "empty", …); `missing` are the form's items without an answer;
    `ignored` is what was recognised as not an answer (signature, quoted letter); `attachments` are names as given; `remarks`
    are codes of what was assumed and must be said in the receipt ("by-number": answers without codes, taken in order).
    """

    outcome: Outcome
    reason: str
    entries: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    ignored: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Correction(Model):
    """A reviewer's better text for one segment, by the number and language label of the letter ("ES-3").

    `vouched`: the reviewer was shown what the checks see in it, and says that it is right as it stands.
    """

    number: int
    language: str
    text: str
    vouched: bool = False


class DecisionReading(Model):
    """A reply to an approval request. `verb` is None when the decision is not clear: then we ask back."""

    outcome: Outcome
    reason: str
    verb: Verb | None = None
    because: str = ""
    corrections: tuple[Correction, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    ignored: tuple[str, ...] = ()
