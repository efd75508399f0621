"""The quarterly and the annual report: what is approved is what is published, byte for byte."""

from mou.steps import Accepted, Edition, Outcomes, Settlement, Step, What
from mou.stories import Moment, QuarterStart, SegmentHash, annual_id
from tests.fakes.stage import OPENED, REPORT, Stage

EDITION = Edition(program="ca-mx", year=2026, edition=1, revision=1)
NAME = annual_id("ca-mx", 2026, 1)


async def _approved(stage: Stage) -> None:
    course = await stage.under_review()
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-1", person, word))
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))


async def test_the_quarterly_report_goes_to_everybody_once(stage: Stage) -> None:
    """Both coordinators and all ten leads get it, however often the activity is repeated."""
    await _approved(stage)
    moment = Moment(code="open", at=OPENED, on=OPENED)
    start = QuarterStart(program="ca-mx", year=2026, quarter="2026-Q1", groups=("wildfires",), opens=moment, cut=moment)
    for _ in range(2):
        await stage.quarterly.send_quarterly(start)
    told = [kind for kind in stage.post.kinds() if kind.startswith("quarterly-report")]
    assert (len(told), len(set(told))) == (12, 12)


async def test_a_reply_to_the_quarterly_report_is_held(stage: Stage) -> None:
    """It asks nothing, so an answer to it is kept for the coordinators, who learn of it."""
    await _approved(stage)
    moment = Moment(code="open", at=OPENED, on=OPENED)
    start = QuarterStart(program="ca-mx", year=2026, quarter="2026-Q1", groups=("wildfires",), opens=moment, cut=moment)
    await stage.quarterly.send_quarterly(start)
    stored = await stage.reply("quarterly-report", "p09", "Thank you, very useful.")
    read = await stage.take(stored)
    assert (read.verdict, read.reason) == ("held", "not-asked")
    assert [kind for kind in stage.post.kinds() if kind.startswith(stored.digest)] == [
        f"{stored.digest}/p01",
        f"{stored.digest}/p03",
    ]


async def test_assembling_twice_gives_the_same_revision(stage: Stage) -> None:
    """A repeated activity finds the revision on record, with the same hash."""
    await _approved(stage)
    first, again = [await stage.annual.assemble(EDITION) for _ in range(2)]
    assert first == again
    assert [row.revision for row in await stage.editions.of("ca-mx", 2026)] == [1]


async def test_what_was_approved_is_what_is_published(stage: Stage) -> None:
    """Publishing copies the very bytes the coordinators were shown, and announces them to all."""
    await _approved(stage)
    assembled = await stage.annual.assemble(EDITION)
    await stage.annual.ask_annual(EDITION)
    await stage.annual.publish(EDITION)
    for path in ("en/index.html", "es/index.html", "report-en.pdf", "report-es.pdf", "data/entries.csv", "data/entries.json"):
        shown = await stage.blobs.get(f"editions/{assembled.hash}/{path}")
        assert await stage.public.get(f"ca-mx/2026/{path}") == shown
    assert assembled.hash in str(stage.letter("annual-approval", "p01")[1])
    assert len([kind for kind in stage.post.kinds() if kind.startswith("publication")]) == 12


async def test_only_the_coordinator_who_has_not_decided_is_reminded(stage: Stage) -> None:
    """One approval on record, the reminder goes to the other party alone; the approval is noted once."""
    await _approved(stage)
    assembled = await stage.annual.assemble(EDITION)
    await stage.annual.ask_annual(EDITION)
    course = stage.stories.courses[NAME] = type(stage.stories.courses[REPORT])()
    course.open((), assembled.parties)
    course.set_text((_whole(assembled.hash),), {})
    stored = await stage.reply("annual-approval", "p01", "APPROVE\n")
    await stage.take(stored)
    accepted = Accepted(seq=1, what=What.DECISION, ref=stored.digest)
    outcomes = Outcomes(report=NAME, version=1, seq=1, phase=course.phase, round=1, accepted=(accepted,))
    for _ in range(2):
        await stage.annual.record_annual(outcomes)
    assert [party for party, _, _ in await stage.editions.approvals(NAME, assembled.hash)] == ["california"]
    await stage.annual.take_annual_step(Step(report=NAME, version=1, code="review-remind-1", revision=1))
    assert [kind for kind in stage.post.kinds() if kind.startswith("review-remind")] == ["review-remind-1/p03"]


def _whole(hash_: str) -> SegmentHash:
    return SegmentHash(number=1, hash=hash_)
