"""A mail met again: after a crash, after the story's end, under a coordinator's word, from whoever really wrote it."""

import re

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError

from adapters.postgres.tables import approvals, mails
from mou.errors import Unavailable
from mou.steps import Edition, HeldMail, Settlement, Step
from mou.stories import MailStart, SegmentHash, annual_id
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage

EDITION = Edition(program="ca-mx", year=2026, edition=1, revision=1)
NAME = annual_id("ca-mx", 2026, 1)


def words(stage: Stage, kind: str, person: str) -> str:
    """Return the text part of the last letter of a kind to a person, on one line."""
    body = stage.letter(kind, person)[1].get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


async def test_a_receipt_that_could_not_go_out_goes_out_once_the_report_has_ended(stage: Stage) -> None:
    """The carrier fails after the reply was taken; by the next try the story is over: no amendment, one receipt."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    stage.post.failures = [Unavailable("away")]
    with pytest.raises(ApplicationError, match="unavailable"):
        await stage.filing.file_mail(MailStart(digest=stored.digest))
    await stage.write(stored.digest)
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=9, phase=Phase.APPROVED, round=1))
    del stage.stories.courses[REPORT]
    await stage.filing.file_mail(MailStart(digest=stored.digest))
    assert stage.stories.started == []
    assert "twelve crews." in words(stage, "receipt", "p17")
    assert (await stage.record.mail(stored.digest)).status == "filed"


async def test_the_approval_that_ended_a_report_is_never_told_as_refused(stage: Stage) -> None:
    """The last approval is taken, its receipt fails, the story ends: the next try says recorded, not closed."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    stored = await stage.reply("approval-1", "p03", "APRUEBO\n")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    stage.post.failures = [Unavailable("away")]
    with pytest.raises(ApplicationError, match="unavailable"):
        await stage.filing.file_mail(MailStart(digest=stored.digest))
    await stage.write(stored.digest)
    del stage.stories.courses[REPORT]
    await stage.filing.file_mail(MailStart(digest=stored.digest))
    assert (await stage.record.mail(stored.digest)).status == "filed"
    assert "Decisión registrada" in str(stage.letter("decision-receipt", "p03")[1]["Subject"])


async def test_a_decision_after_the_end_is_refused_in_words(stage: Stage) -> None:
    """Nobody's approval changes a report that has ended, and the writer learns why."""
    await stage.under_review()
    del stage.stories.courses[REPORT]
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    assert "The report has already ended." in words(stage, "decision-receipt", "p01")


async def test_an_answer_stands_under_whoever_wrote_it(stage: Stage) -> None:
    """The alternate answers the holder's letter: entry, receipt and authorship are the alternate's."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews.", sender="Colleen.Hughes@calfire.example"))
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [entry.person for entry in report.entries] == ["p18"]
    assert stage.stories.courses[REPORT].authors == {"p18"}
    assert "twelve crews." in words(stage, "receipt", "p18")


async def test_a_decision_is_noted_for_whoever_took_it(stage: Stage) -> None:
    """The alternate reviewer answers the holder's request: the approval carries the alternate's name."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n", sender="daniel.whitfield@calepa.example"))
    async with stage.engine.connect() as connection:
        assert (await connection.execute(select(approvals.c.person))).scalars().all() == ["p02"]


async def test_a_coordinators_word_replaces_what_no_story_took(stage: Stage) -> None:
    """A mail read for one lead and held for want of its story is filed for the person and report a coordinator names."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.")
    course = stage.stories.courses.pop(REPORT)
    assert (await stage.take(stored)).reason == "story-missing"
    stage.stories.courses[REPORT] = course
    read = await stage.reading.read_mail(HeldMail(digest=stored.digest, report=REPORT, person="p19"))
    assert read.verdict == "file"
    await stage.filing.file_mail(MailStart(digest=stored.digest))
    await stage.write(stored.digest)
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [(entry.party, entry.person) for entry in report.entries] == [("mexico", "p19")]


async def test_what_a_story_took_is_not_replaced_by_a_later_reading(stage: Stage) -> None:
    """Once taken, the reading under a digest is final."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.")
    await stage.take(stored)
    taken = await stage.record.offered(stored.digest)
    assert await stage.record.offer(taken.model_copy(update={"person": "p99"})) == taken


async def test_a_held_mail_is_settled_though_the_last_letter_never_went_out(stage: Stage) -> None:
    """A reminder recorded as skipped was never shown to anybody: the mail is read against the last letter that was."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.", sender="mallory@elsewhere.example")
    await stage.take(stored)
    await stage.asking.take_step(Step(report=REPORT, version=1, code="close", skipped=("remind-1",)))
    read = await stage.reading.read_mail(HeldMail(digest=stored.digest, report=REPORT, person="p17"))
    assert read.verdict == "file"


async def test_a_reply_to_a_letter_that_asks_nothing_is_held(stage: Stage) -> None:
    """An answer to an escalation is kept for the coordinators, with the reason."""
    await stage.open()
    await stage.asking.take_step(Step(report=REPORT, version=1, code="escalate"))
    stored = await stage.reply("escalation", "p03", "Gracias, yo me encargo.")
    read = await stage.take(stored)
    assert (read.verdict, read.reason) == ("held", "not-asked")
    async with stage.engine.connect() as connection:
        assert (await connection.execute(select(mails.c.status))).scalars().all() == ["held"]


@pytest.mark.parametrize(
    ("said", "why", "status"),
    [
        ("Thank you, I will look at it.\n", "It is not clear whether you approve", "asked"),
        ("APPROVE\n", "The text changed after", "rejected"),
    ],
)
async def test_a_decision_on_an_edition_that_was_not_taken_is_answered(stage: Stage, said: str, why: str, status: str) -> None:
    """Unclear, or on an edition that has been replaced: the coordinator is told, in words."""
    await stage.open()
    await stage.annual.assemble(EDITION)
    await stage.annual.ask_annual(EDITION)
    course = stage.stories.courses[NAME] = type(stage.stories.courses[REPORT])()
    course.open((), ("california", "mexico"))
    course.set_text((SegmentHash(number=1, hash="0" * 12),), {})
    stored = await stage.reply("annual-approval", "p01", said)
    await stage.take(stored)
    told = words(stage, "decision-receipt", "p01")
    assert why in told
    assert re.search(r"annual report for 2026, edition 1", told)
    assert (await stage.record.mail(stored.digest)).status == status


@pytest.mark.parametrize(
    ("said", "ended"),
    [("", ("rejected", "empty")), ("Thank you, I will look into it next week.\n", ("asked", "no-answers"))],
)
async def test_an_answer_of_which_nothing_can_be_filed_is_rejected_or_asked_about(
    stage: Stage, said: str, ended: tuple[str, str]
) -> None:
    """Nothing at all is rejected, what is not clear is asked back; both tell the lead what to do, and neither files anything."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", said)
    await stage.take(stored)
    mail = await stage.record.mail(stored.digest)
    assert (mail.status, mail.reason) == ended
    assert "WF-1" in words(stage, "question", "p17")
    (report,) = await stage.record.reports("ca-mx/2026")
    assert report.entries == ()
