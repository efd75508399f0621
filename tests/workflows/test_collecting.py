"""A report collects: prompt, silent, partial, extended, waived, undecided, and after an outage."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from activities import names
from mou.steps import Opening, StepTaken
from mou.stories import EXTEND, REASSIGN, WAIVE, Extension, Reassignment, Waiver
from mou.submission import Phase
from tests.fakes.hands import PARTIES
from tests.workflows.theatre import REPORT, Theatre

USUAL = {"open": 0, "remind_1": 5, "remind_2": 9, "due": 10, "escalate": 12, "close": 15}


async def test_prompt_answers_and_approvals_lead_to_approved(stage: Theatre) -> None:
    """Both leads answer at once and both reviewers approve: approved, recorded, and nobody is reminded."""
    stage.hands.moments = stage.days(**USUAL)
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert stage.hands.steps() == []
    accepted = [taken.ref for outcomes in stage.hands.given(names.RECORD) for taken in outcomes.accepted]
    assert accepted == ["digest-1", "digest-2", "digest-3", "digest-4"]
    assert [end.phase for end in stage.hands.given(names.SETTLE)] == [Phase.APPROVED]


async def test_silence_is_reminded_escalated_and_closed(stage: Theatre) -> None:
    """Nobody answers: each step is taken in its order on its day, and the report closes as not reported."""
    stage.hands.moments = stage.days(**USUAL)
    story = await stage.report()
    assert await story.result() == Phase.NOT_REPORTED
    assert stage.hands.steps() == ["remind-1", "remind-2", "escalate", "close"]
    days = [round((at - stage.now) / timedelta(days=1)) for at in stage.hands.times(names.TAKE_STEP)]
    assert days == [5, 9, 12, 15]
    assert all(step.skipped == () for step in stage.hands.given(names.TAKE_STEP))
    assert stage.hands.given(names.TRANSLATE) == []


async def test_a_partial_report_closes_with_what_came(stage: Theatre) -> None:
    """One entry of four came by the close: it is translated and reviewed, the rest stays missing."""
    stage.hands.moments = stage.days(**USUAL)
    story = await stage.report()
    taken = await stage.reply(REPORT, "mexico", "AQ-2")
    assert taken.phase is Phase.COLLECTING  # what is open is told only once the opening is through, and a reply may be faster
    await stage.env.sleep(timedelta(days=16))
    await stage.hands.until(names.ASK_APPROVAL)
    assert stage.hands.steps()[-1] == "close"
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED


async def test_ops_are_told_who_is_awaited_as_it_changes(stage: Theatre) -> None:
    """Who holds a report and its next step follow each answer, step and approval, and nothing is said twice."""
    stage.hands.moments = stage.days(remind_1=5, close=15)
    story = await stage.report()
    await stage.env.sleep(timedelta(days=1))
    await stage.reply(REPORT, "mexico", "AQ-1", "AQ-2")
    await stage.env.sleep(timedelta(days=16))
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "california")
    await stage.env.sleep(timedelta(days=1))  # time only passes once the story waits again
    await stage.decide(REPORT, "mexico")
    assert await story.result() == Phase.APPROVED
    said = [(tuple(told["MouWaitingOn"]), told.get("MouDue")) async for told in upserts(story)]
    remind, close = (f"{moment.at:%Y-%m-%dT%H:%M:%S}" for moment in stage.hands.moments)
    assert [(held, due and due[:19]) for held, due in said] == [
        (("lead/california", "lead/mexico"), remind),
        (("lead/california",), remind),
        (("lead/california",), close),
        (("engine",), None),
        (("reviewer/california", "reviewer/mexico"), None),
        (("reviewer/mexico",), None),
        ((), None),
    ]


async def upserts(story: WorkflowHandle[Any, Any]) -> AsyncIterator[dict[str, Any]]:
    """Yield what a story said of itself to ops, in order."""
    async for event in story.fetch_history_events():
        fields = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
        if fields:
            yield {name: json.loads(payload.data) for name, payload in fields.items() if payload.data}


async def test_an_extension_moves_the_steps(stage: Theatre) -> None:
    """A coordinator gives two weeks more: no step of the old plan is taken any more, each of the new one is, and it is told."""
    stage.hands.moments = stage.days(**USUAL)
    story = await stage.report()
    later = Extension(decision="act-7", moments=stage.days(remind_1=19, close=29))
    await stage.update(REPORT, EXTEND, later, "act-7")
    assert await story.result() == Phase.NOT_REPORTED
    assert stage.hands.steps() == ["remind-1", "close"]
    days = [round((at - stage.now) / timedelta(days=1)) for at in stage.hands.times(names.TAKE_STEP)]
    assert days == [19, 29]
    assert [step.code for step in stage.hands.given(names.ANNOUNCE)] == ["act-7"]


async def test_a_waived_report_is_not_required(stage: Theatre) -> None:
    """A coordinator waives the whole report: it ends as not required, with no step and no review."""
    stage.hands.moments = stage.days(**USUAL)
    story = await stage.report()
    await stage.update(REPORT, WAIVE, Waiver(decision="act-8"), "act-8")
    assert await story.result() == Phase.NOT_REQUIRED
    assert stage.hands.steps() == []
    assert stage.hands.given(names.ASK_APPROVAL) == []


async def test_waived_entries_are_no_longer_awaited(stage: Theatre) -> None:
    """What one party owes is waived: the other's answer completes the report."""
    story = await stage.report()
    await stage.update(REPORT, WAIVE, Waiver(decision="act-9", entries=("AQ-1/mexico", "AQ-2/mexico")), "act-9")
    taken = await stage.reply(REPORT, "california", "AQ-1", "AQ-2")
    assert taken.phase is Phase.TRANSLATING
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED


async def test_a_new_holder_is_asked(stage: Theatre) -> None:
    """A role changes hands while the report collects: the new holder is asked, and the report goes on."""
    stage.hands.moments = stage.days(close=5)
    story = await stage.report()
    await stage.update(REPORT, REASSIGN, Reassignment(decision="act-3", party="mexico", role="lead"), "act-3")
    assert (await stage.hands.until(names.HAND_OVER)).parties == PARTIES
    assert await story.result() == Phase.NOT_REPORTED


async def test_an_undecided_mail_holds_a_step_back(stage: Theatre) -> None:
    """A mail is stored but not yet filed when a reminder is due: the story waits, and once it is filed nobody is reminded."""
    stage.hands.moments = stage.days(remind_1=1, close=9)
    refused = 0

    async def undecided(_: object) -> StepTaken:
        nonlocal refused
        refused += 1
        return StepTaken(undecided=True)

    stage.hands.plays[names.TAKE_STEP] = undecided
    story = await stage.report()
    await stage.env.sleep(timedelta(days=1, seconds=1))
    await stage.hands.until(names.TAKE_STEP)
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    asked = refused
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert refused == asked
    assert set(stage.hands.steps()) == {"remind-1"}


async def test_after_an_outage_only_the_latest_step_goes(stage: Theatre) -> None:
    """Everything up to the escalation is past at the start: one step is taken, and it names those it skipped."""
    stage.hands.moments = stage.days(remind_1=-9, remind_2=-5, escalate=-1, close=4)
    story = await stage.report()
    assert await story.result() == Phase.NOT_REPORTED
    taken = [(step.code, step.skipped) for step in stage.hands.given(names.TAKE_STEP)]
    assert taken == [("escalate", ("remind-1", "remind-2")), ("close", ())]


async def test_an_answer_before_everyone_is_invited_counts(stage: Theatre) -> None:
    """A lead answers while the other's invitation is still on its way: the answer counts, and the rest is still awaited."""
    stage.hands.moments = stage.days(remind_1=3, close=9)

    async def early(_: object) -> Opening:
        await stage.reply(REPORT, "mexico", "AQ-1", "AQ-2")
        return Opening(owed=stage.hands.owed, parties=PARTIES, moments=stage.hands.moments)

    stage.hands.plays[names.OPEN_REPORT] = early
    story = await stage.report()
    await stage.hands.until(names.RECORD)
    taken = await stage.reply(REPORT, "california", "AQ-1")
    assert (taken.phase, taken.open) == (Phase.COLLECTING, ("AQ-2/california",))
    await stage.reply(REPORT, "california", "AQ-2")
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
