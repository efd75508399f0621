"""Invitations, reminders and escalations: decided once, delivered once, and never past a mail that waits."""

from unittest.mock import patch

import pytest
from temporalio.exceptions import ApplicationError

from mou.errors import Invalid, OutcomeUnknown, Unavailable
from mou.steps import HeldMail, Step
from mou.stories import MailStart, ReportStart
from tests.fakes.stage import REPORT, Stage

START = ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="wildfires")


async def test_each_lead_is_invited_once_however_often_it_is_retried(stage: Stage) -> None:
    """A carrier that is away at first, and a repetition after success, leave exactly one invitation per lead."""
    await stage.begin()
    stage.post.failures = [Unavailable("away")]
    with pytest.raises(ApplicationError, match="unavailable"):
        await stage.asking.open_report(START)
    await stage.asking.open_report(START)
    await stage.asking.open_report(START)
    assert sorted(stage.post.kinds()) == ["invitation/p17", "invitation/p19"]


@pytest.mark.parametrize(("failure", "status"), [(Invalid("bad"), "failed"), (OutcomeUnknown("hang"), "unknown")])
async def test_a_letter_nobody_should_ask_for_again_is_marked(
    stage: Stage, failure: Invalid | OutcomeUnknown, status: str
) -> None:
    """A refused letter is failed, one with unknown outcome unknown; neither is sent again, the others go out."""
    await stage.begin()
    stage.post.failures = [failure]
    await stage.asking.open_report(START)
    await stage.asking.open_report(START)
    statuses = {line.status for line in await stage.desk.letters(report=REPORT)}
    assert (statuses, len(stage.post.sent)) == ({status, "sent"}, 1)


async def test_a_letter_whose_sender_died_is_not_handed_to_a_vendor_again(stage: Stage) -> None:
    """The vendor took it and the record never heard: it is marked unknown and the vendor is not asked a second time."""
    await stage.begin()
    stage.post.repeatable = False
    sent = stage.record.sent

    async def dies(key: str, *, status: str, subject: str, carrier: str) -> bool:
        if status == "sent":
            raise Unavailable("the record is away")
        return await sent(key, status=status, subject=subject, carrier=carrier)

    with patch.object(stage.record, "sent", dies), pytest.raises(ApplicationError, match="unavailable"):
        await stage.asking.open_report(START)
    await stage.asking.open_report(START)
    lines = {line.person: line.status for line in await stage.desk.letters(report=REPORT)}
    assert (lines, len(stage.post.sent)) == ({"p17": "unknown", "p19": "sent"}, 2)


async def test_a_step_waits_while_a_mail_is_undecided(stage: Stage) -> None:
    """A stored mail without an outcome keeps the reminder back, and nothing is decided."""
    await stage.open()
    await stage.reply("invitation", "p17", "WF-1: done")
    taken = await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    assert taken.undecided
    assert not [kind for kind in stage.post.kinds() if kind.startswith("remind")]


async def test_only_those_whose_answers_are_missing_are_reminded(stage: Stage) -> None:
    """After California's answer only Mexico's lead is reminded; what was skipped is on record as skipped."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: CAL FIRE trained 12 crews."))
    await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-2", skipped=("remind-1",)))
    assert [kind for kind in stage.post.kinds() if kind.startswith("remind")] == ["remind-2/p19"]
    skipped = await stage.record.letter(f"{REPORT}/due-20260415/remind-1/p19")
    assert skipped.status == "skipped"


async def test_an_escalation_tells_coordinators_and_asks_alternates(stage: Stage) -> None:
    """Both coordinators learn who is silent, and the silent leads' alternates get the form."""
    await stage.open()
    await stage.asking.take_step(Step(report=REPORT, version=1, code="escalate"))
    sent = stage.post.kinds()
    assert {"escalation/p01", "escalation/p03", "invitation/p18", "invitation/p20"} <= set(sent)
    assert len(sent) == len(set(sent))


async def test_a_step_waits_for_what_its_story_took_and_has_not_written_yet(stage: Stage) -> None:
    """Between the Update and the record an answer is in neither place: nobody is reminded of what they just answered."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: CAL FIRE trained 12 crews.")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    await stage.filing.file_mail(MailStart(digest=stored.digest))
    step = Step(report=REPORT, version=1, code="remind-1")
    assert (await stage.asking.take_step(step)).undecided
    await stage.write(stored.digest)
    assert not (await stage.asking.take_step(step)).undecided
    assert [kind for kind in stage.post.kinds() if kind.startswith("remind")] == ["remind-1/p19"]
