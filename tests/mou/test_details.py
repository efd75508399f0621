"""What ops read in Temporal's UI about one story: phase, holder, what is missing, what comes next, and whether it is late."""

from datetime import UTC, datetime, timedelta

import pytest

from mou.course import Course
from mou.details import NEXT, details, languages_waited_on, waiting_on
from mou.stories import DecisionOffer, Moment, ReadingOffer, SegmentHash, Verb, Waiver
from mou.submission import Phase

NOW = datetime(2026, 4, 20, 15, 30, tzinfo=UTC)
OWED = ("AQ-1/california", "AQ-1/mexico", "AQ-2/california", "AQ-2/mexico")


def collecting() -> Course:
    """Return a course that waits for everybody."""
    course = Course()
    course.open(OWED, ("california", "mexico"), {"california": "en", "mexico": "es"})
    course.since = NOW - timedelta(days=3)
    return course


def reviewing() -> Course:
    """Return a course that waits for Mexico's approval of one segment."""
    course = collecting()
    for party in ("california", "mexico"):
        course.file(ReadingOffer(digest="d", person="p09", party=party, covers=("AQ-1", "AQ-2"), content="c"))
    course.set_text((SegmentHash(number=0, hash="f"), SegmentHash(number=1, hash="a")), {"mexico": ("f",)})
    course.decide(
        DecisionOffer(digest="d", person="p01", party="california", verb=Verb.APPROVE, shown="s", covers=("f", "a"), edits=())
    )
    return course


def step(code: str, at: datetime) -> Moment:
    """Return a step whose agreement date is a year before its real one."""
    return Moment(code=code, at=at, on=at.replace(year=2025))


def test_collecting_names_the_leads_and_what_is_missing() -> None:
    """The holder is a role, never a person; the missing entries are codes; dates are the agreement's."""
    course = collecting()
    course.file(ReadingOffer(digest="d", person="p09", party="california", covers=("AQ-1", "AQ-2"), content="c"))
    told = details(course, upcoming=step("remind-2", NOW + timedelta(days=1)), now=NOW)
    assert told.split("\n\n") == [
        "**Phase** collecting, since 2026-04-17 15:30 UTC (round 1)",
        "**Held by** lead/mexico",
        "**Missing** `AQ-1/mexico`, `AQ-2/mexico`",
        "**Next** `remind-2`: a reminder goes out to whoever is still awaited, 2025-04-21 15:30 UTC of the agreement",
    ]
    assert languages_waited_on(course) == ("es",)


def test_reviewing_names_whose_approval_lacks_and_for_what() -> None:
    """Only the party with something left to approve holds it, with the segments' numbers."""
    course = reviewing()
    told = details(course, upcoming=None, now=NOW)
    assert waiting_on(course) == ("reviewer/mexico",)
    assert "**Not yet approved by mexico** `1`" in told
    assert "california" not in told
    assert told.endswith("**Next** nothing is planned")


@pytest.mark.parametrize("code", sorted(NEXT))
def test_each_step_says_what_it_will_do(code: str) -> None:
    """Every step with words of its own is told in them, and is marked late only once its time has passed."""
    course = collecting()
    soon = details(course, upcoming=step(code, NOW + timedelta(seconds=1)), now=NOW)
    passed = details(course, upcoming=step(code, NOW - timedelta(seconds=1)), now=NOW)
    assert NEXT[code] in soon
    assert "**late**" not in soon
    assert "(**late**)" in passed


def test_every_phase_says_who_holds_it() -> None:
    """A returned report is the leads' of both parties, one in translation the engine's, an ended one nobody's."""
    returned, translating, ended = reviewing(), collecting(), collecting()
    returned.decide(DecisionOffer(digest="d", person="p03", party="mexico", verb=Verb.RETURN, shown="s"))
    assert waiting_on(returned) == ("lead/california", "lead/mexico")
    translating.file(ReadingOffer(digest="d", person="p11", party="mexico", covers=("AQ-1",), content="c"))
    translating.close()
    assert waiting_on(translating) == ("engine",)
    ended.waive(Waiver(decision="w"))
    assert ended.phase is Phase.NOT_REQUIRED
    assert waiting_on(ended) == ()
    assert "**Held by** nobody: it has ended" in details(ended, upcoming=None, now=NOW)
