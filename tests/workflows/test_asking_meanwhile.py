"""A reviewer decides while the requests are still going out: the next requests show the text as it then stands."""

from activities import names
from mou.steps import Ask, Asked
from mou.stories import SegmentEdit, Verb
from mou.submission import Phase
from tests.workflows.theatre import REPORT, Theatre


async def test_an_edit_made_while_approval_is_asked_is_recorded_before_it_is_asked_again(stage: Theatre) -> None:
    """Letters are made from the record: what was edited meanwhile stands there before the next request is made."""
    edit = SegmentEdit(number=1, hash="edited", over="text-1")
    recorded: list[list[str]] = []

    async def edited_meanwhile(ask: Ask) -> Asked:
        recorded.append([taken.ref for outcomes in stage.hands.given(names.RECORD) for taken in outcomes.accepted])
        if ask.revision == 1:
            await stage.decide(REPORT, "mexico", Verb.CORRECT, covers=(), edits=(edit,))
        return Asked(moments=())

    stage.hands.plays[names.ASK_APPROVAL] = edited_meanwhile
    story = await stage.report()
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL, 2)
    assert recorded[1][-1] == "digest-3"
    covers = (stage.hands.text[0].hash, "edited")
    await stage.both_approve(covers=covers)
    assert await story.result() == Phase.APPROVED
