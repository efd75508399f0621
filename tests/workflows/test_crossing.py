"""What crosses on the way: things taken while a story waits for one of its hands."""

from datetime import timedelta

from activities import names
from mou.steps import Outcomes, Step, StepTaken, Text, Work
from mou.stories import EXTEND, WAIVE, Extension, Verb, Waiver
from mou.submission import Phase
from tests.workflows.theatre import REPORT, Theatre


async def test_a_report_waived_while_a_correction_is_recorded_stays_waived(stage: Theatre) -> None:
    """A lead corrects while the engine works, and the report is waived while that is written down: no review begins."""

    async def corrected_meanwhile(_: Work) -> Text:
        if len(stage.hands.given(names.TRANSLATE)) == 1:
            await stage.reply(REPORT, "mexico", "AQ-1")
        return Text(segments=stage.hands.text)

    async def waived_meanwhile(outcomes: Outcomes) -> None:
        if "digest-3" in {taken.ref for taken in outcomes.accepted}:
            await stage.update(REPORT, WAIVE, Waiver(decision="act-8"), "act-8")

    stage.hands.plays |= {names.TRANSLATE: corrected_meanwhile, names.RECORD: waived_meanwhile}
    story = await stage.report()
    await stage.both_reply()
    assert await story.result() == Phase.NOT_REQUIRED
    assert stage.hands.given(names.ASK_APPROVAL) == []


async def test_a_correction_stored_in_time_is_awaited_before_the_text_goes_back_as_it_is(stage: Theatre) -> None:
    """The correction's time is up while a mail is undecided: the reviewers are not asked for the old text again."""
    stage.hands.correction = stage.days(return_close=4)

    async def undecided(_: Step) -> StepTaken:
        return StepTaken(undecided=True)

    stage.hands.plays[names.TAKE_STEP] = undecided
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "mexico", Verb.RETURN)
    await stage.hands.until(names.SEND_BACK)
    await stage.env.sleep(timedelta(days=4, seconds=1))
    await stage.hands.until(names.TAKE_STEP)
    assert len(stage.hands.given(names.ASK_APPROVAL)) == 1
    stage.rewrite("facts", "text-2")
    await stage.reply(REPORT, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL, 2)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED
    assert set(stage.hands.steps()) == {"return-close"}
    assert len(stage.hands.given(names.TRANSLATE)) == 2


async def test_an_extension_given_while_the_close_is_taken_keeps_the_report_open(stage: Theatre) -> None:
    """The closing step is on its way when a coordinator extends: the report stays open until its new close."""
    stage.hands.moments = stage.days(close=5)

    async def extended_meanwhile(_: Step) -> StepTaken:
        if len(stage.hands.steps()) == 1:
            later = Extension(decision="act-7", moments=stage.days(close=20))
            await stage.update(REPORT, EXTEND, later, "act-7")
        return StepTaken()

    stage.hands.plays[names.TAKE_STEP] = extended_meanwhile
    story = await stage.report()
    assert await story.result() == Phase.NOT_REPORTED
    days = [round((at - stage.now) / timedelta(days=1)) for at in stage.hands.times(names.TAKE_STEP)]
    assert days == [5, 20]


async def test_an_answer_given_while_the_close_is_taken_counts(stage: Theatre) -> None:
    """The closing step is on its way when an answer is filed: the report closes with it, not as not reported."""
    stage.hands.moments = stage.days(close=5)

    async def answered_meanwhile(_: Step) -> StepTaken:
        await stage.reply(REPORT, "mexico", "AQ-1")
        return StepTaken()

    stage.hands.plays[names.TAKE_STEP] = answered_meanwhile
    story = await stage.report()
    await stage.env.sleep(timedelta(days=6))
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve()
    assert await story.result() == Phase.APPROVED


async def test_the_same_update_is_taken_once(stage: Theatre) -> None:
    """A waiver executed twice under one id is answered alike, recorded once and told once."""
    story = await stage.report()
    waiver = Waiver(decision="act-9", entries=("AQ-1/mexico",))
    first, again = [await stage.update(REPORT, WAIVE, waiver, "act-9") for _ in range(2)]
    assert first == again
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve()
    await story.result()
    accepted = [taken.ref for outcomes in stage.hands.given(names.RECORD) for taken in outcomes.accepted]
    assert accepted.count("act-9") == 1
    assert [step.code for step in stage.hands.given(names.ANNOUNCE)] == ["act-9"]
