"""Courses to test with: two parties, two items, and what people say about them."""

from mou.course import Course
from mou.stories import DecisionOffer, ReadingOffer, SegmentEdit, SegmentHash, Verb

PARTIES = ("california", "mexico")
ITEMS = ("AQ-1", "AQ-2")
OWED = tuple(f"{item}/{party}" for item in ITEMS for party in PARTIES)
LEADS = {"california": "p09", "mexico": "p11"}
REVIEWERS = {"california": "p01", "mexico": "p03"}


def reading(party: str, *items: str, person: str = "") -> ReadingOffer:
    """Return a reading that answers these items."""
    return ReadingOffer(digest="d", person=person or LEADS[party], party=party, covers=items, content="c")


def decision(
    course: Course, party: str, verb: Verb = Verb.APPROVE, *, person: str = "", edits: dict[int, str] | None = None
) -> DecisionOffer:
    """Return a decision on the text as it stands, every translated segment of it shown."""
    covers = tuple(text for text in course.current.values() if text)
    changed = tuple(
        SegmentEdit(number=number, hash=text, over=course.current.get(number, "")) for number, text in (edits or {}).items()
    )
    return DecisionOffer(
        digest="d", person=person or REVIEWERS[party], party=party, verb=verb, shown="s", covers=covers, edits=changed
    )


def text(**segments: str) -> tuple[SegmentHash, ...]:
    """Return a text by hash: `text(_0="f", _1="a")`."""
    return tuple(SegmentHash(number=int(number[1:]), hash=one) for number, one in segments.items())


def under_review() -> Course:
    """Return a course whose text (facts and two segments) both parties are asked to approve."""
    course = Course()
    course.open(OWED, PARTIES)
    for party in PARTIES:
        course.file(reading(party, *ITEMS))
    course.set_text(text(_0="facts", _1="a", _2="b"), {})
    return course
