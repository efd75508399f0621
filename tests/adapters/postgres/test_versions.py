"""Versions of a report: segments keep history and numbers, an amendment stands on what was approved, approvals go by hash."""

import pytest
from sqlalchemy import func, select

from adapters.postgres.tables import acts, approvals, entries, outcomes, segments
from mou.course import Course
from mou.errors import Unknown
from mou.segments import Origin, Segment
from mou.steps import Accepted, Ask, Outcomes, Settlement, What, Work
from mou.submission import FiledEntry, Phase, State
from tests.fakes.stage import OPENED, REPORT, Stage


def _segment(number: int, source: str, target: str = "") -> Segment:
    return Segment(
        number=number,
        item="WF-1",
        party="california",
        position=1,
        source_language="en",
        source=source,
        target_language="es",
        target=target,
        origin=Origin.DRAFT if target else Origin.NONE,
    )


def _entry(text: str) -> FiledEntry:
    return FiledEntry(
        item="WF-1",
        state=State.PROGRESS,
        text=text,
        party="california",
        person="p17",
        mail="d",
        arrived=OPENED,
        language="en",
    )


async def _count(stage: Stage, table: object) -> int:
    async with stage.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]  # any table


async def test_segments_keep_their_history(stage: Stage) -> None:
    """Only changes are added; what went is retired; the highest number counts retired ones; nothing is overwritten."""
    await stage.open()
    async with stage.record.book(REPORT) as book:
        await book.put_segments(1, [_segment(1, "One."), _segment(2, "Two.")])
        await book.put_segments(1, [_segment(1, "One.", "Uno."), _segment(2, "Two.")])
        await book.put_segments(1, [_segment(1, "One.", "Uno.")])
        await book.put_segments(1, [_segment(1, "One.", "Uno.")])
        assert await book.segments(1) == (_segment(1, "One.", "Uno."),)
        assert await book.highest_number(1) == 2
    assert await _count(stage, segments) == 4


async def test_a_newer_entry_stands_and_the_older_stays_on_record(stage: Stage) -> None:
    """The newest seq per item and party is the entry; the rows before are kept."""
    await stage.open()
    async with stage.record.book(REPORT) as book:
        await book.file_entries(1, 1, [_entry("Twelve crews.")])
        await book.file_entries(1, 2, [_entry("Fourteen crews.")])
        assert [entry.text for entry in await book.entries(1)] == ["Fourteen crews."]
    assert await _count(stage, entries) == 2


async def test_a_new_version_takes_over_what_was_approved_last(stage: Stage) -> None:
    """Entries and segments of version 1 stand in version 2, numbers kept, and both parties' approvals of them count."""
    course = await _approved(stage)
    async with stage.record.book(REPORT) as book:
        await book.open_version(2)
        await book.open_version(2)
        assert await book.segments(2) == await book.segments(1)
        assert [(one.item, one.party, one.text) for one in await book.entries(2)] == [
            (one.item, one.party, one.text) for one in await book.entries(1)
        ]
        approved = await book.approvals(2)
        assert all(set(course.current.values()) <= set(approved[party]) for party in ("california", "mexico"))
    text = await stage.translating.translate(Work(report=REPORT, version=2))
    assert {one.hash for one in text.segments} <= set(text.approved["mexico"])


async def test_a_version_over_nothing_approved_begins_empty(stage: Stage) -> None:
    """A report that closed as not reported leaves nothing to take over."""
    await stage.open()
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=1, phase=Phase.NOT_REPORTED, round=1))
    async with stage.record.book(REPORT) as book:
        await book.open_version(2)
        assert (await book.entries(2), await book.segments(2)) == ((), ())


async def test_an_outcome_is_noted_once(stage: Stage) -> None:
    """The same seq again writes no second outcome, approval or act."""
    await stage.under_review()
    stored = await stage.reply("approval-1", "p01", "APPROVE\n")
    await stage.take(stored)
    before = [await _count(stage, table) for table in (outcomes, approvals, acts)]
    course = stage.stories.courses[REPORT]
    accepted = Accepted(seq=course.seq, what=What.DECISION, ref=stored.digest)
    again = Outcomes(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1, accepted=(accepted,))
    await stage.recording.record(again)
    assert [await _count(stage, table) for table in (outcomes, approvals, acts)] == before


async def test_the_desk_shows_a_report_under_review_as_such(stage: Stage) -> None:
    """Once the reviewers are asked, they hold it; the engine does no longer."""
    await stage.under_review()
    (where,) = await stage.desk.whereabouts("ca-mx", 2026)
    assert where.report.phase is Phase.REVIEWING
    assert [(one.role, one.party) for one in where.holders] == [("reviewer", "california"), ("reviewer", "mexico")]


async def test_asking_late_never_takes_a_report_back(stage: Stage) -> None:
    """A request repeated after the end leaves the report where it is."""
    course = await _approved(stage)
    parties = ("california", "mexico")
    await stage.reviewing.ask_approval(Ask(report=REPORT, version=1, round=1, revision=1, parties=parties))
    (where,) = await stage.desk.whereabouts("ca-mx", 2026)
    assert where.report.phase is course.phase is Phase.APPROVED


async def test_an_approval_voided_by_an_edit_no_longer_shows(stage: Stage) -> None:
    """Mexico approves, California then edits one sentence: the desk says that Mexico holds it again, and only Mexico."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n\nEN-2: CONAFOR trained 9 brigades.\n"))
    (where,) = await stage.desk.whereabouts("ca-mx", 2026)
    assert [approval.party for approval in where.report.approvals] == ["california"]
    assert [one.party for one in where.holders] == ["mexico"]


async def test_a_return_leaves_no_approval_standing_of_what_changes(stage: Stage) -> None:
    """After the correction nobody counts as having approved the new text."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    await stage.take(await stage.reply("approval-1", "p01", "RETURN: the number is missing\n"))
    await stage.take(await stage.reply("receipt", "p17", "WF-1: CAL FIRE trained 14 crews.\nStatus: on track\n"))
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course.set_text(text.segments, text.approved)
    await stage.ask(course)
    (where,) = await stage.desk.whereabouts("ca-mx", 2026)
    assert where.report.approvals == ()
    assert [one.party for one in where.holders] == ["california", "mexico"]


async def test_an_amendment_is_an_erratum_with_what_stood_before(stage: Stage) -> None:
    """The corrected entry stands beside the one before, in every language; who approved the rest is still named."""
    await _approved(stage)
    del stage.stories.courses[REPORT]
    await stage.take(await stage.reply("receipt", "p17", "WF-1: CAL FIRE trained 14 crews.\nStatus: on track\n"))
    course = stage.stories.courses[f"{REPORT}/v2"]
    course.open(("WF-1/california", "WF-1/mexico"), ("california", "mexico"))
    text = await stage.translating.translate(Work(report=REPORT, version=2))
    course.set_text(text.segments, text.approved)
    (during,) = await stage.record.reports("ca-mx/2026")
    assert (during.version, during.amending, during.errata) == (1, True, ())
    await stage.ask(course, version=2)
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-", person, word))
    assert course.phase is Phase.APPROVED
    await stage.reviewing.settle(Settlement(report=REPORT, version=2, seq=course.seq, phase=course.phase, round=1))
    (after,) = await stage.record.reports("ca-mx/2026")
    assert (after.version, after.amending) == (2, False)
    (erratum,) = after.errata
    assert (erratum.item, erratum.party, erratum.version) == ("WF-1", "california", 2)
    assert erratum.before == {"en": "CAL FIRE trained 12 crews.", "es": "[es] CAL FIRE capacitó a 12 brigadas."}
    assert erratum.after == {"en": "CAL FIRE trained 14 crews.", "es": "[es] CAL FIRE capacitó a 14 brigadas."}
    assert {approval.party for approval in after.approvals} == {"california", "mexico"}


async def test_the_last_return_is_the_one_that_counts(stage: Stage) -> None:
    """Before any there is none; of two the later reason is told."""
    course = await stage.under_review()
    with pytest.raises(Unknown):
        async with stage.record.book(REPORT) as book:
            await book.last_return(1)
    for person, words in (("p01", "RETURN: first"), ("p03", "DEVOLVER: segundo")):
        await stage.take(await stage.reply("approval-", person, f"{words}\n"))
        course.review_again()
    async with stage.record.book(REPORT) as book:
        assert (await book.last_return(1)).said["because"] == "segundo"


async def _approved(stage: Stage) -> Course:
    course = await stage.under_review()
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-1", person, word))
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))
    return course


async def test_the_approved_text_is_that_of_the_last_approved_version(stage: Stage) -> None:
    """Nothing before the approval; after it, the segments as approved, also while an amendment is open; of this program only."""
    await stage.under_review()
    assert await stage.desk.approved_segments("ca-mx") == ()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    async with stage.record.book(REPORT) as book:
        standing = await book.segments(1)
        await book.open_version(2)
        await book.put_segments(2, [_segment(1, "Other words.", "Otras palabras.")])
    found = await stage.desk.approved_segments("ca-mx")
    assert {one.report for one in found} == {REPORT}
    assert tuple(one.segment for one in found) == standing
    assert standing
    assert await stage.desk.approved_segments("other") == ()
