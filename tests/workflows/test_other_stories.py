"""The mail's story, the amendment's, the quarter's, the cycle's, the annual report's and the sweep's."""

from datetime import timedelta
from itertools import pairwise

import pytest
from temporalio.client import WorkflowUpdateFailedError

from activities import names
from mou.steps import HeldMail, MailRead, StepTaken, Verdict
from mou.stories import (
    REASSIGN,
    SETTLE_HELD,
    AnnualStart,
    CycleStart,
    HeldSettled,
    MailStart,
    QuarterStart,
    Reassignment,
    SweepStart,
    Verb,
    amendment_id,
    annual_id,
)
from mou.submission import Phase
from tests.workflows.theatre import REPORT, Theatre

ANNUAL = annual_id("ca-mx", 2026, 1)
AMENDED = amendment_id(REPORT, 2)


def quarter(stage: Theatre, number: int, *, opens: float, cut: float, groups: tuple[str, ...] = ("air-quality",)) -> QuarterStart:
    """Return a quarter that opens and is cut so many days from the start."""
    first, last = stage.days(open=opens, cut=cut)
    return QuarterStart(program="ca-mx", year=2026, quarter=f"2026-Q{number}", groups=groups, opens=first, cut=last)


async def test_a_held_mail_waits_for_a_word_and_is_then_filed(stage: Theatre) -> None:
    """A doubtful mail is held for weeks, settled by a coordinator's Update, read again under that word, and filed."""

    async def doubtful(mail: HeldMail) -> MailRead:
        return MailRead(verdict=Verdict.FILE if mail.report else Verdict.HELD, reason="unknown-sender")

    stage.hands.plays[names.READ_MAIL] = doubtful
    story = await stage.start("InboundMail", MailStart(digest="d1"), "mail/d1")
    await stage.hands.until(names.READ_MAIL)
    await stage.env.sleep(timedelta(days=30))
    word = HeldSettled(decision="act-4", report=REPORT, person="p11")
    await stage.update("mail/d1", SETTLE_HELD, word, "act-4")
    assert await story.result() == "filed"
    assert stage.hands.given(names.READ_MAIL)[1] == HeldMail(digest="d1", report=REPORT, person="p11")
    assert len(stage.hands.given(names.FILE_MAIL)) == 1


async def test_a_mail_that_is_not_held_takes_no_word(stage: Theatre) -> None:
    """A coordinator's word on a mail that nobody holds is refused."""

    async def settled_too_early(_: HeldMail) -> MailRead:
        with pytest.raises(WorkflowUpdateFailedError, match="Workflow update failed"):
            await stage.update("mail/d2", SETTLE_HELD, HeldSettled(decision="act-5"), "act-5")
        return MailRead(verdict=Verdict.DONE, reason="bounce")

    stage.hands.plays[names.READ_MAIL] = settled_too_early
    story = await stage.start("InboundMail", MailStart(digest="d2"), "mail/d2")
    assert await story.result() == "bounce"
    assert stage.hands.given(names.FILE_MAIL) == []


async def test_an_amendment_reviews_only_what_changed(stage: Theatre) -> None:
    """What the version before had approved stays approved: only the changed segment is asked for."""

    async def recalled(work: object) -> object:
        return {"segments": stage.hands.text, "approved": {"california": ("facts",), "mexico": ("facts",)}}

    stage.hands.plays[names.TRANSLATE] = recalled
    story = await stage.report(version=2)
    await stage.reply(AMENDED, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve(AMENDED, covers=["text-1"])
    assert await story.result() == Phase.APPROVED
    assert stage.hands.given(names.SETTLE)[0].version == 2


async def test_an_amendment_does_not_end_before_its_reading(stage: Theatre) -> None:
    """A role changes hands before the reading is offered: the amendment still waits for what it was started for."""
    story = await stage.report(version=2)
    await stage.update(AMENDED, REASSIGN, Reassignment(decision="act-6", party="mexico", role="lead"), "act-6")
    await stage.hands.until(names.HAND_OVER)
    await stage.reply(AMENDED, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve(AMENDED)
    assert await story.result() == Phase.APPROVED


async def test_a_quarter_does_not_wait_beyond_its_cut(stage: Theatre) -> None:
    """A report that nobody closes outlasts the cut: the quarterly report goes out at the cut all the same."""
    await stage.start("Quarter", quarter(stage, 1, opens=0, cut=40), "ca-mx/2026-Q1")
    await stage.env.sleep(timedelta(days=40, hours=1))  # waiting for an end would let the clock leap past the open report
    await stage.hands.until(names.SEND_QUARTERLY)
    (sent,) = stage.hands.times(names.SEND_QUARTERLY)
    assert round((sent - stage.now) / timedelta(days=1)) == 40
    assert (await stage.reply(REPORT, "mexico", "AQ-1")).phase is Phase.COLLECTING


async def test_a_quarter_goes_out_once_its_reports_have_ended(stage: Theatre) -> None:
    """Every report ended before the cut: nobody waits for the cut."""
    stage.hands.moments = stage.days(close=5)
    groups = ("air-quality", "wildfires")
    story = await stage.start("Quarter", quarter(stage, 1, opens=0, cut=40, groups=groups), "ca-mx/2026-Q1")
    await story.result()
    (sent,) = stage.hands.times(names.SEND_QUARTERLY)
    assert (sent - stage.now) < timedelta(days=6)
    assert {start.group for start in stage.hands.given(names.OPEN_REPORT)} == set(groups)


async def test_the_next_quarter_opens_though_the_one_before_is_open(stage: Theatre) -> None:
    """An extension outlasts the next opening: the cycle opens the second quarter on its day, and then the annual report."""
    quarters = (quarter(stage, 1, opens=1, cut=200), quarter(stage, 2, opens=91, cut=201))
    (annual,) = stage.days(assemble=150)
    start = CycleStart(program="ca-mx", year=2026, quarters=quarters, annual=annual)
    story = await stage.start("Cycle", start, "ca-mx/2026")
    await story.result()
    await stage.hands.until(names.ASSEMBLE)
    opened = [round((at - stage.now) / timedelta(days=1)) for at in stage.hands.times(names.OPEN_REPORT)]
    assert opened == [1, 91]
    assert (await stage.client.get_workflow_handle("ca-mx/2026-Q1").describe()).close_time is None


async def test_an_edition_is_published_after_both_approvals_and_the_embargo(stage: Theatre) -> None:
    """Both coordinators approve this very edition: it is published, but not before the embargo."""
    (stage.hands.embargo,) = stage.days(embargo=10)
    story = await stage.start("AnnualReport", AnnualStart(program="ca-mx", year=2026, edition=1), ANNUAL)
    await stage.hands.until(names.ASK_ANNUAL)
    await stage.both_approve(ANNUAL, covers=["edition-1"])
    assert await story.result() == "edition-1"
    (published,) = stage.hands.times(names.PUBLISH)
    assert round((published - stage.now) / timedelta(days=1)) == 10


async def test_a_returned_edition_is_assembled_anew(stage: Theatre) -> None:
    """Returned with a reason: revision 2 is assembled, and approvals of the first do not count for it."""
    story = await stage.start("AnnualReport", AnnualStart(program="ca-mx", year=2026, edition=1), ANNUAL)
    await stage.hands.until(names.ASK_ANNUAL)
    await stage.decide(ANNUAL, "california", covers=["edition-1"])
    await stage.decide(ANNUAL, "mexico", Verb.RETURN, covers=["edition-1"])
    await stage.hands.until(names.ASK_ANNUAL, 2)
    with pytest.raises(WorkflowUpdateFailedError):
        await stage.decide(ANNUAL, "california", covers=["edition-1"])
    await stage.both_approve(ANNUAL, covers=["edition-2"])
    assert await story.result() == "edition-2"
    assert [edition.revision for edition in stage.hands.given(names.ASSEMBLE)] == [1, 2]
    assert [edition.revision for edition in stage.hands.given(names.PUBLISH)] == [2]


async def test_decisions_while_the_edition_goes_out_are_recorded(stage: Theatre) -> None:
    """Both approve while the second letter is still on its way: both decisions are on the record before it is published."""

    async def at_once(_: object) -> None:
        await stage.both_approve(ANNUAL, covers=["edition-1"])

    stage.hands.plays[names.ASK_ANNUAL] = at_once
    story = await stage.start("AnnualReport", AnnualStart(program="ca-mx", year=2026, edition=1), ANNUAL)
    await story.result()
    accepted = [taken.ref for outcomes in stage.hands.given(names.RECORD_ANNUAL) for taken in outcomes.accepted]
    assert accepted == ["digest-1", "digest-2"]


async def test_an_undecided_mail_holds_an_annual_reminder_back_in_peace(stage: Theatre) -> None:
    """While a coordinator's mail is undecided the reminder is asked for again every two seconds, not without pause."""
    stage.hands.review = stage.days(review_remind_1=-1)
    left = 3

    async def undecided(_: object) -> StepTaken:
        nonlocal left
        left -= 1
        return StepTaken(undecided=left > 0)

    stage.hands.plays[names.TAKE_ANNUAL_STEP] = undecided
    story = await stage.start("AnnualReport", AnnualStart(program="ca-mx", year=2026, edition=1), ANNUAL)
    await stage.env.sleep(timedelta(seconds=20))
    await stage.hands.until(names.TAKE_ANNUAL_STEP, 3)
    await stage.both_approve(ANNUAL, covers=["edition-1"])
    await story.result()
    at = stage.hands.times(names.TAKE_ANNUAL_STEP)
    assert len(at) == 3
    assert min(later - sooner for sooner, later in pairwise(at)) >= timedelta(seconds=2)


async def test_a_sweep_says_how_many_it_offered_again(stage: Theatre) -> None:
    """The sweep's result is what its hand counted."""
    story = await stage.start("Sweep", SweepStart(), "sweep/1")
    assert await story.result() == 3
