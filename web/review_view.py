"""A review as its page prints it: the letter's own blocks, with each pair replaced by its row."""

from collections.abc import Mapping
from dataclasses import dataclass

from mou.letters.blocks import Bullets, ItemHead, Pair, Paragraph, Quote, T, Words
from mou.letters.phrases import quarter_words
from mou.letters.reasons import flag_words, refusal_words
from mou.letters.shown import shown_text
from mou.model import Wording
from mou.provenance import engine_name
from mou.segment_state import SegmentState
from mou.segments import Origin, Segment
from web.review_rows import Row
from web.reviews import Review

STATES: Mapping[SegmentState, T] = {
    SegmentState.UNTRANSLATED: T("Not translated yet"),
    SegmentState.NEEDS_REWRITING: T("The original changed"),
    SegmentState.NEEDS_CHECK: T("Needs a correction"),
    SegmentState.DRAFTED: T("Draft"),
    SegmentState.REVIEWED: T("Reviewed"),
    SegmentState.APPROVED: T("Approved by all parties"),
}


WHY: Mapping[str, T] = {
    "no-action": T("Please press one of the buttons."),
    "changed": T("The text has changed since you opened this page. It is shown as it stands now: please read it again."),
    "superseded": T("The text has changed since you opened this page. It is shown as it stands now: please read it again."),
    "no-reason": T("To return a report, please say why: its authors read your reason."),
    "errors": T(
        "Not all of your texts agree with their originals. Please correct them, or tick that they are right as they stand."
    ),
    "unsaved": T("Returning a report takes no corrections along. Please save them first, then return it."),
    "no-change": T("Nothing was corrected."),
    "away": T("It could not be recorded just now. Please try again in a few minutes."),
}
"""Why a decision was not taken, where the page knows better words than a letter."""


def why_words(code: str) -> T:
    """Return why a decision was not taken."""
    return WHY.get(code) or refusal_words(code)


@dataclass(frozen=True)
class Piece:
    """One block of the page. `shape` is item, paragraph, bullets, quote or pair; only that shape's fields are set."""

    shape: str
    code: str = ""
    words: Words | None = None
    lines: tuple[Words, ...] = ()
    text: str = ""
    language: str = ""
    row: Row | None = None
    party: Wording | None = None


@dataclass(frozen=True)
class View:
    """The page's words and blocks."""

    group: Wording
    quarter: T
    pieces: tuple[Piece, ...]

    def state(self, row: Row) -> T:
        """Return a row's state in words."""
        return STATES[row.state]

    def flag(self, code: str) -> T:
        """Return what a check saw, in words."""
        return flag_words(code)

    def made(self, segment: Segment) -> T | None:
        """Return how a translation came to be, in words; None while there is none."""
        match segment.origin:
            case Origin.DRAFT:
                made = T("Drafted by a machine (%(engine)s)", engine=engine_name(segment.engine))
                unsure = T("%(made)s; words it did not know: %(n)s", made=made, n=segment.unknown)
                return unsure if segment.unknown else made
            case Origin.MEMORY:
                return T("From the translation memory")
            case Origin.PERSON:
                return T("Written by a reviewer")
            case Origin.VOUCHED:
                return T("A reviewer vouched for it as it stands")
            case _:
                return None


def view(review: Review) -> View:
    """Return how a review is printed."""
    text = review.text
    blocks = shown_text(
        program=review.cycle.program,
        group=review.group,
        entries=text.entries,
        segments=text.segments,
        changed=frozenset(),
        flags={},
    )
    pieces = tuple(_piece(block, review.rows) for block in blocks)
    return View(group=review.cycle.program.group(review.group).name, quarter=quarter_words(review.quarter), pieces=pieces)


def _piece(block: object, rows: Mapping[int, Row]) -> Piece:
    match block:
        case ItemHead(code, title):
            return Piece("item", code=code, words=title)
        case Paragraph(words):
            return Piece("paragraph", words=words)
        case Bullets(lines):
            return Piece("bullets", lines=lines)
        case Quote(text, language):
            return Piece("quote", text=text, language=language)
        case Pair(number=number, party=party):
            return Piece("pair", row=rows[number], party=party)
        case _:
            message = f"the review page has no shape for a {type(block).__name__}: add it to web.review_view"
            raise TypeError(message)
