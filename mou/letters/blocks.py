"""What letters are made of. Words are msgids with typed values; the press translates, formats and renders them.

One set of blocks makes both the text and the HTML part, so both share their msgids. `T` and `TN` are Babel keywords.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from mou.model import Wording

Value = "str | int | Decimal | date | datetime | Wording | T | TN"


@dataclass(frozen=True, slots=True)
class T:
    """A translatable message with named values: `T("Due %(due)s", due=instant)`. Values are typed, never pre-formatted.

    The press shows a `datetime` as a long date and time in the reader's zone, a `date` as a long date, a number by locale,
    a `Wording` and a nested `T` in the reader's language; a `str` passes as it is.
    """

    msgid: str
    values: dict[str, object]

    def __init__(self, msgid: str, /, **values: object) -> None:
        """Keep the msgid and its values."""
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class TN:
    """A message with a plural: `TN("%(n)s item is open", "%(n)s items are open", n)`."""

    one: str
    many: str
    n: int
    values: dict[str, object]

    def __init__(self, one: str, many: str, n: int, /, **values: object) -> None:
        """Keep both forms, the count (also available as `%(n)s`) and the values."""
        object.__setattr__(self, "one", one)
        object.__setattr__(self, "many", many)
        object.__setattr__(self, "n", n)
        object.__setattr__(self, "values", values)


Words = T | TN | Wording


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading (level 2; the subject is the letter's level 1)."""

    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of our words."""

    words: Words


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short lines."""

    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form, alone in its block: a label to answer after ("Status (…):"), or a marker."""

    words: Words


@dataclass(frozen=True, slots=True)
class ItemHead:
    """The line `[AQ-1] title` that anchors an item in a form or a receipt."""

    code: str
    title: Wording


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, exactly as written, paragraphs kept; `language` becomes the block's lang attribute."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A value already on record, printed after its form label ("Status: on track") so that it comes back prefilled."""

    label: Words
    value: Words | str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A numbered segment with its original and its translation, side by side: `ES-3`. Empty `target`: not translated yet."""

    number: int
    item: str
    party: Wording
    source_language: str
    source: str
    target_language: str
    target: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: head and rows of words, numbers or plain strings."""

    caption: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a line of its own, with words that say where it leads."""

    words: Words
    url: str


@dataclass(frozen=True, slots=True)
class WriteAnew:
    """A link that opens an empty answer with these lines, for a mail program that cannot reply well.

    It leads to the letter's reply address, which the press is given; a letter without one is printed without the link.
    """

    words: Words
    lines: tuple[Words | str, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """The end of the form: `[END]` / `[FIN]`."""


Block = Heading | Paragraph | Bullets | Line | ItemHead | Quote | Answer | Pair | Table | Link | WriteAnew | Marker


class Kind(StrEnum):
    """Every kind of letter. The value is the kind's name in keys, in `mou letter KIND` and in the ledger."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    RECEIPT = "receipt"
    QUESTION = "question"
    DECISION_RECEIPT = "decision-receipt"
    APPROVAL_REQUEST = "approval-request"
    REVIEW_REMINDER = "review-reminder"
    REVIEW_ESCALATION = "review-escalation"
    RETURN = "return"
    CLOSED = "closed"
    EXTENSION = "extension"
    WAIVER = "waiver"
    HELD = "held"
    CONFIRMATION = "confirmation"
    AWAY = "away"
    UNDELIVERED = "undelivered"
    QUARTERLY_REPORT = "quarterly-report"
    ANNUAL_APPROVAL = "annual-approval"
    ANNUAL_REMINDER = "annual-reminder"
    ANNUAL_ESCALATION = "annual-escalation"
    PUBLICATION = "publication"


DECIDED_BY_REPLY = frozenset(
    {
        Kind.APPROVAL_REQUEST,
        Kind.REVIEW_REMINDER,
        Kind.REVIEW_ESCALATION,
        Kind.DECISION_RECEIPT,
        Kind.ANNUAL_APPROVAL,
        Kind.ANNUAL_REMINDER,
        Kind.ANNUAL_ESCALATION,
    }
)
"""The kinds whose reply is a decision; a reply to the other asking ones is read as answers to a form."""

ASKING = (Kind.INVITATION, Kind.REMINDER, Kind.RECEIPT, Kind.QUESTION, Kind.RETURN, Kind.EXTENSION, *sorted(DECIDED_BY_REPLY))
"""The kinds whose reply is read: the others are answered by nobody, so a reply to them is held for a coordinator."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before the press: kind, subject and blocks. `answers` says whether a reply is expected (else auto-replied)."""

    kind: Kind
    subject: Words
    blocks: tuple[Block, ...]
    expects_reply: bool = field(default=True)
