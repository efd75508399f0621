"""A role changes hands, a date moves, entries are waived: who must know is told, and nobody is asked twice."""

from datetime import timedelta

from mou.keeping import ReadingRow
from mou.program import Role
from mou.steps import Accepted, Ask, Outcomes, Step, What
from mou.stories import Moment
from mou.submission import Phase
from tests.fakes.stage import OPENED, REPORT, Stage

BOTH = Ask(report=REPORT, version=1, round=1, revision=1, parties=("california", "mexico"))


async def _reassign(stage: Stage, role: str, group: str, party: str, held: Role) -> None:
    person = (await stage.record.cycle("ca-mx/2026")).program.person(held.holder)
    await stage.record.reassign("ca-mx", person, role=role, group=group, party=party, held=held, on=stage.clock.now())


async def _decided(stage: Stage, what: What, said: dict[str, object]) -> str:
    """Put a coordinator's decision on record as offered and as taken; return its id."""
    row = ReadingRow(
        digest=f"{what}-decision",
        what=what,
        report=REPORT,
        version=1,
        party="california",
        person="p01",
        language="en",
        said=said,
        door="command",
        offered_on=stage.clock.now(),
    )
    await stage.record.offer(row)
    accepted = Accepted(seq=1, what=what, ref=row.digest)
    outcomes = Outcomes(report=REPORT, version=1, seq=1, phase=Phase.COLLECTING, round=1, accepted=(accepted,))
    await stage.recording.record(outcomes)
    return row.digest


async def _extend(stage: Stage) -> str:
    later = [Moment(code=code, at=OPENED + timedelta(days=days), on=OPENED + timedelta(days=days)) for code, days in DAYS]
    return await _decided(stage, What.EXTENSION, {"moments": [one.model_dump(mode="json") for one in later], "reason": "Fires."})


DAYS = (("due", 40), ("close", 55))


async def test_a_new_lead_is_asked_and_the_others_are_not_again(stage: Stage) -> None:
    """Mexico's new lead gets the form; California's lead, who has it, gets nothing."""
    await stage.open()
    await _reassign(stage, "lead", "wildfires", "mexico", Role(holder="p20", alternate="p19"))
    for _ in range(2):
        await stage.asking.hand_over(BOTH)
    assert stage.post.kinds() == ["invitation/p17", "invitation/p19", "invitation/p20"]


async def test_after_an_extension_only_the_new_lead_is_asked(stage: Stage) -> None:
    """A new due date makes no new invitation for whoever was asked before."""
    await stage.open()
    await stage.asking.announce(Step(report=REPORT, version=1, code=await _extend(stage)))
    await _reassign(stage, "lead", "wildfires", "mexico", Role(holder="p20", alternate="p19"))
    before = len(stage.post.sent)
    await stage.asking.hand_over(BOTH)
    assert stage.post.kinds()[before:] == ["invitation/p20"]


async def test_a_new_reviewer_gets_the_request(stage: Stage) -> None:
    """Under review, the new reviewer is asked for the same revision; the leads are left in peace."""
    await stage.under_review()
    await _reassign(stage, "reviewer", "", "mexico", Role(holder="p04", alternate="p03"))
    before = len(stage.post.sent)
    for _ in range(2):
        await stage.asking.hand_over(BOTH)
    assert stage.post.kinds()[before:] == ["approval-1/p04"]


async def test_a_new_lead_of_a_returned_report_gets_the_return(stage: Stage) -> None:
    """What the old lead was asked last was to correct, so the new one is asked that, with the reason."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "DEVOLVER: falta la fecha\n"))
    returned = BOTH.model_copy(update={"round": course.round, "revision": course.revision})
    await stage.reviewing.send_back(returned)
    await _reassign(stage, "lead", "wildfires", "california", Role(holder="p18", alternate="p17"))
    before = len(stage.post.sent)
    await stage.asking.hand_over(returned)
    assert stage.post.kinds()[before:] == ["return-2/p18"]


async def test_an_extension_is_told_to_both_leads_once(stage: Stage) -> None:
    """Each lead gets the new date and the reason, however often the activity is repeated."""
    await stage.open()
    decision = await _extend(stage)
    for _ in range(2):
        await stage.asking.announce(Step(report=REPORT, version=1, code=decision))
    told = [kind.rpartition("/")[2] for kind in stage.post.kinds() if kind.startswith("extension")]
    assert told == ["p17", "p19"]
    body = stage.letter("extension", "p17")[1].get_body(("plain",))
    assert body is not None
    assert "Fires." in body.get_content()
    assert "May 11, 2026" in body.get_content()
    (report,) = await stage.record.reports("ca-mx/2026")
    assert (report.extended, report.reason, report.due) == (True, "Fires.", OPENED + timedelta(days=40))


async def test_a_waived_entry_is_not_reminded_of(stage: Stage) -> None:
    """Mexico's entry is not required: only California is reminded, and the record says why."""
    await stage.open()
    decision = await _decided(stage, What.WAIVER, {"entries": ["WF-1/mexico"], "reason": "Season moved."})
    await stage.asking.announce(Step(report=REPORT, version=1, code=decision))
    await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    assert [kind for kind in stage.post.kinds() if kind.startswith("remind")] == ["remind-1/p17"]
    (report,) = await stage.record.reports("ca-mx/2026")
    assert (report.waived, report.reason) == (("WF-1/mexico",), "Season moved.")
