"""A report is reviewed: returned, corrected, its author kept out, its engine away, its reviewers silent."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from activities import names
from mou.stories import SegmentEdit, Verb
from mou.submission import Phase
from tests.workflows.theatre import LEADS, REPORT, Theatre


async def refusal(stage: Theatre, party: str, **said: Any) -> ApplicationError:
    """Return the error a decision is refused with."""
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await stage.decide(REPORT, party, **said)
    assert isinstance(refused.value.cause, ApplicationError)
    return refused.value.cause


async def test_a_return_leads_to_a_correction_and_a_second_round(stage: Theatre) -> None:
    """One reviewer sends it back, the lead corrects, both are asked again in round two, and only then it is approved."""
    stage.hands.correction = stage.days(return_close=20)
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "california")
    assert (await stage.decide(REPORT, "mexico", Verb.RETURN)).phase is Phase.RETURNED
    await stage.hands.until(names.SEND_BACK)
    stage.rewrite("facts", "text-2")
    await stage.reply(REPORT, "mexico", "AQ-1")
    again = await stage.hands.until(names.ASK_APPROVAL, 2)
    assert (again.round, again.parties) == (2, ("california", "mexico"))
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert stage.hands.given(names.SETTLE)[0].round == 2


async def test_a_return_nobody_corrects_goes_back_as_it_is(stage: Theatre) -> None:
    """The correction's time runs out: the reviewers are asked again for the same text."""
    stage.hands.correction = stage.days(return_close=4)
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "mexico", Verb.RETURN)
    await stage.hands.until(names.SEND_BACK)
    await stage.env.sleep(timedelta(days=5))
    await stage.hands.until(names.ASK_APPROVAL, 2)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert len(stage.hands.given(names.TRANSLATE)) == 1


async def test_a_correction_during_review_is_read_again_only_where_it_changed(stage: Theatre) -> None:
    """A lead corrects after one approval: the old text is refused, and the approved segment needs no second reading."""
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "california")
    stage.rewrite("facts", "text-2")
    await stage.reply(REPORT, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL, 2)
    assert (await refusal(stage, "mexico", covers=["text-1"])).message == "superseded"
    assert (await stage.decide(REPORT, "mexico")).open == ()
    assert (await stage.decide(REPORT, "california", covers=["text-2"])).phase is Phase.APPROVED
    assert await story.result() == Phase.APPROVED


async def test_an_edit_voids_the_other_partys_approval_of_that_segment(stage: Theatre) -> None:
    """A reviewer rewrites a translation: the other party is asked again, for that segment alone."""
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "california")
    taken = await stage.decide(REPORT, "mexico", edits=(SegmentEdit(number=1, hash="better", over="text-1"),))
    assert taken.phase is Phase.REVIEWING
    assert (await stage.hands.until(names.ASK_APPROVAL, 2)).parties == ("california",)
    await stage.decide(REPORT, "california", covers=["better"])
    assert await story.result() == Phase.APPROVED


async def test_the_author_may_not_approve(stage: Theatre) -> None:
    """Who wrote the text is refused as its reviewer, with the rule's code, and nothing enters the history."""
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    error = await refusal(stage, "mexico", person=LEADS["mexico"])
    assert (error.type, error.message) == ("refused", "own-text")
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert "digest-3" not in (await story.fetch_history()).to_json()


async def test_silent_reviewers_are_reminded_and_escalated(stage: Theatre) -> None:
    """Only one party approves: the review's own steps come in order, and late approval still ends it."""
    stage.hands.review = stage.days(review_remind_1=3, review_escalate=6)
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "california")
    await stage.env.sleep(timedelta(days=7))
    await stage.hands.until(names.TAKE_STEP, 2)
    assert stage.hands.steps() == ["review-remind-1", "review-escalate"]
    await stage.decide(REPORT, "mexico")
    assert await story.result() == Phase.APPROVED


async def test_a_settled_report_takes_nothing_more(stage: Theatre) -> None:
    """After the end no reply is taken by the report itself: it is the amendment's."""
    stage.hands.moments = stage.days(close=1)
    release = stage.hands
    story = await stage.report()
    refused: list[str] = []

    async def while_settling(_: object) -> None:
        with pytest.raises(WorkflowUpdateFailedError) as late:
            await stage.reply(REPORT, "mexico", "AQ-1")
        refused.append(str(late.value.cause))

    release.plays[names.SETTLE] = while_settling
    assert await story.result() == Phase.NOT_REPORTED
    assert refused == ["refused: settled"]
