"""Cutting and drafting: the engine first, memory before it, people's words never overwritten, doubts flagged and blocking."""

from dataclasses import replace

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from mou.course import Course
from mou.review import shown_hash
from mou.segments import Origin, Segment
from mou.steps import Settlement, Work
from mou.stories import ReportStart
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage

WORK = Work(report=REPORT, version=1)


async def _segments(stage: Stage) -> tuple[Segment, ...]:
    async with stage.record.book(REPORT) as book:
        return await book.segments(1)


async def test_an_engine_drafts_into_the_other_language_and_is_named(stage: Stage) -> None:
    """Each sentence has a draft, its engine with version, and no editor."""
    await stage.open()
    await stage.answered()
    await stage.translating.translate(WORK)
    found = {(one.source_language, one.target): (one.origin, one.engine, one.editor) for one in await _segments(stage)}
    assert found == {
        ("en", "[es] CAL FIRE capacitó a 12 brigadas."): (Origin.DRAFT, "fake 0", ""),
        ("es", "[en] CONAFOR trained 9 crews."): (Origin.DRAFT, "fake 0", ""),
    }


async def test_an_engine_away_can_be_done_without(stage: Stage) -> None:
    """With the engine away it is asked for again; without it the sentences wait for a person, and none is lost."""
    await stage.open()
    await stage.answered()
    stage.machine.away = True
    with pytest.raises(ApplicationError, match="unavailable"):
        await _attempt(3).run(stage.translating.translate, WORK)
    text = await _attempt(4).run(stage.translating.translate, WORK)
    assert [one.number for one in text.segments] == [0, 1, 2]
    assert {(one.target, one.origin) for one in await _segments(stage)} == {("", Origin.NONE)}


def _attempt(number: int) -> ActivityEnvironment:
    env = ActivityEnvironment()
    env.info = replace(env.info, attempt=number)
    return env


async def test_a_persons_translation_outlives_a_change_elsewhere(stage: Stage) -> None:
    """A lead adds a sentence: the edited one keeps words, editor and number, and the engine is asked for the new one only."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n\nEN-2: CONAFOR trained 9 brigades.\n"))
    stage.machine.asked.clear()
    corrected = "WF-1: CAL FIRE trained 12 crews. A drill was held.\nStatus: on track\n"
    await stage.take(await stage.reply("receipt", "p17", corrected))
    text = await stage.translating.translate(WORK)
    course.set_text(text.segments, text.approved)
    kept = {one.number: (one.target, one.origin, one.editor) for one in await _segments(stage)}
    assert kept[2] == ("CONAFOR trained 9 brigades.", Origin.PERSON, "p01")
    assert [source for source, _ in stage.machine.asked] == ["A drill was held."]
    assert course.open_segments("california") == (0, 3)


async def test_a_draft_that_loses_a_number_blocks_its_approval(stage: Stage) -> None:
    """Promise 5: a machine draft with another number is flagged in the letter, and an approval leaves it open."""
    course = await _with_draft(stage, "[es] CAL FIRE capacitó a 21 brigadas.")
    await stage.ask(course)
    body = stage.letter("approval-1", "p01")[1].get_body(("plain",))
    assert body is not None
    assert "the numbers differ between the languages" in body.get_content()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    assert course.open_segments("california") == (1,)
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n\nES-1: CAL FIRE capacitó a 12 brigadas.\n"))
    assert course.open_segments("california") == ()


async def _with_draft(stage: Stage, target: str) -> Course:
    await stage.open()
    await stage.answered()
    await stage.translating.translate(WORK)
    async with stage.record.book(REPORT) as book:
        drafted = [one.model_copy(update={"target": target}) if one.number == 1 else one for one in await book.segments(1)]
        await book.put_segments(1, drafted)
    text = await stage.translating.translate(WORK)
    course = stage.stories.courses[REPORT]
    course.set_text(text.segments, text.approved)
    return course


async def test_a_sentence_approved_before_comes_from_memory(stage: Stage) -> None:
    """The next quarter's same sentence takes over its translation and its editor, and the engine is not asked."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n\nES-1: CAL FIRE capacitó a 12 cuadrillas.\n"))
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await stage.ask(course)
    await stage.take(await stage.reply("approval-2", "p01", "APPROVE\n"))
    assert course.phase is Phase.APPROVED
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))
    next_ = "ca-mx/2026-Q2/wildfires"
    start = ReportStart(report=next_, program="ca-mx", year=2026, quarter="2026-Q2", group="wildfires")
    opening = await stage.asking.open_report(start)
    stage.stories.courses[next_] = type(course)()
    stage.stories.courses[next_].open(opening.owed, opening.parties)
    await stage.take(await stage.reply("invitation", "p17", "WF-1: CAL FIRE trained 12 crews.\nStatus: on track\n"))
    stage.machine.asked.clear()
    await stage.translating.translate(Work(report=next_, version=1))
    async with stage.record.book(next_) as book:
        (recalled,) = await book.segments(1)
    assert (recalled.target, recalled.origin, recalled.editor) == ("CAL FIRE capacitó a 12 cuadrillas.", Origin.MEMORY, "p03")
    assert stage.machine.asked == []


async def test_what_the_letter_shows_is_the_record(stage: Stage) -> None:
    """Read back, the request holds every source and translation word for word, and the hash of exactly these."""
    await stage.under_review()
    row = await stage.record.letter(stage.letter("approval-1", "p01")[0].key)
    body = stage.letter("approval-1", "p01")[1].get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    async with stage.record.book(REPORT) as book:
        segments, entries = await book.segments(1), await book.entries(1)
    for one in segments:
        assert one.source in text
        assert f"{one.target_language.upper()}-{one.number}: {one.target}" in text
        assert row.manifest[one.number] == one.hash
    assert row.shown == shown_hash(segments, entries)
    assert row.shown in text
