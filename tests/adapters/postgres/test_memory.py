"""The translation memory: filled by approval and by nothing else, per program, newest and in context first; suggestions."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from sqlalchemy import delete

from adapters.postgres.memory_table import memory
from mou.course import Course
from mou.errors import Unknown
from mou.keeping import Act
from mou.memory import MemoryEntry
from mou.segments import Direction, Origin, Segment
from mou.steps import Settlement, Work
from mou.stories import ReportStart
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage

TO_SPANISH = Direction(source="en", target="es")
SENTENCE = "CAL FIRE trained 12 crews."
APPROVED_ON = datetime(2026, 4, 20, 16, tzinfo=UTC)
NEXT = "ca-mx/2026-Q2/wildfires"


def entry(source: str, target: str, *, days: int = 0, before: str = "", after: str = "") -> MemoryEntry:
    """Return an entry from English to Spanish, approved some days after `APPROVED_ON`."""
    return MemoryEntry(
        source_language="en",
        target_language="es",
        source=source,
        target=target,
        before=before,
        after=after,
        approved_on=APPROVED_ON + timedelta(days=days),
    )


async def take_in(stage: Stage, *entries: MemoryEntry, program: str = "ca-mx") -> int:
    """Add entries on p01's word."""
    act = Act(actor="p01", role="coordinator", door="test", verb="memory-import", subject=program)
    return await stage.memory.take_in(program, entries, act=act, on=APPROVED_ON)


async def approve(stage: Stage) -> None:
    """Have both parties approve the wildfires report, with a better Spanish sentence by p03."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n\nES-1: CAL FIRE capacitó a 12 cuadrillas.\n"))
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await stage.ask(course)
    assert await stage.memory.entries("ca-mx") == ()
    await stage.take(await stage.reply("approval-2", "p01", "APPROVE\n"))
    assert course.phase is Phase.APPROVED


async def test_what_is_approved_enters_the_memory_with_its_approval(stage: Stage) -> None:
    """Not before the last party's word, with it at once, and the report's end changes nothing more."""
    await approve(stage)
    kept = await stage.memory.entries("ca-mx")
    known = await stage.memory.exact("ca-mx", [SENTENCE], TO_SPANISH)
    told = {(one.source, one.target, one.item, one.report, one.number, one.engine, one.editor, one.note) for one in kept}
    assert told == {
        (SENTENCE, "CAL FIRE capacitó a 12 cuadrillas.", "WF-1", REPORT, 1, "fake 0", "p03", ""),
        ("CONAFOR capacitó a 9 brigadas.", "[en] CONAFOR trained 9 crews.", "WF-1", REPORT, 2, "fake 0", "", ""),
    }
    assert {one.approved_on for one in kept} == {stage.clock.at}
    assert known == kept[:1]
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=99, phase=Phase.APPROVED, round=1))
    assert await stage.memory.entries("ca-mx") == kept


async def test_a_report_that_ends_otherwise_leaves_nothing(stage: Stage) -> None:
    """Text that was never approved is in no memory, whatever its translation."""
    await stage.under_review()
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=99, phase=Phase.NOT_REQUIRED, round=1))
    assert await stage.memory.entries("ca-mx") == ()


async def test_the_approval_and_its_memory_are_one_transaction(stage: Stage) -> None:
    """Whoever fails after the phase was set leaves neither; an older seq adds nothing."""
    await stage.under_review()
    with pytest.raises(Unknown):
        await _fail_after_approving(stage)
    async with stage.record.book(REPORT) as book:
        await book.set_phase(1, seq=99, phase=Phase.REVIEWING, round_=1)
        await book.set_phase(1, seq=98, phase=Phase.APPROVED, round_=1)
    assert await stage.memory.entries("ca-mx") == ()


async def _fail_after_approving(stage: Stage) -> None:
    async with stage.record.book(REPORT) as book:
        await book.set_phase(1, seq=99, phase=Phase.APPROVED, round_=1)
        await book.reading("nothing")


async def test_the_migration_fills_the_memory_with_what_was_approved_before(stage: Stage) -> None:
    """The same entries come from the submissions as came with their approvals, and again changes nothing."""
    await approve(stage)
    kept = await stage.memory.entries("ca-mx")
    fill = import_module("adapters.postgres.migrations.versions.0004_memory").fill
    async with stage.engine.begin() as connection:
        before = set((await connection.execute(memory.select().with_only_columns(memory.c.key))).scalars())
        await connection.execute(delete(memory))
        await connection.run_sync(fill)
        assert set((await connection.execute(memory.select().with_only_columns(memory.c.key))).scalars()) == before
    assert sorted(await stage.memory.entries("ca-mx"), key=lambda one: one.number) == list(kept)


async def test_the_newest_comes_first(stage: Stage) -> None:
    """Of two translations the one approved later, however they came in; of one instant, the one that came last."""
    await stage.begin()
    await take_in(stage, entry("Yes.", "Así es.", days=2), entry("Yes.", "Sí.", days=1), entry("Yes.", "Correcto.", days=2))
    found = await stage.memory.exact("ca-mx", ["Yes.", "No."], TO_SPANISH)
    assert [one.target for one in found] == ["Correcto.", "Así es.", "Sí."]


async def test_what_both_parties_approved_goes_before_what_one_brought_in(stage: Stage) -> None:
    """An import of a later day is found behind it: its file's dates are nobody's approval."""
    await approve(stage)
    await take_in(stage, entry(SENTENCE, "CAL FIRE formó a 12 cuadrillas.", days=300))
    known = await stage.memory.exact("ca-mx", [SENTENCE], TO_SPANISH)
    assert [one.target for one in known] == ["CAL FIRE capacitó a 12 cuadrillas.", "CAL FIRE formó a 12 cuadrillas."]


async def test_the_same_is_kept_once(stage: Stage) -> None:
    """Known is the same pair between the same sentences; what was known tells of its first coming."""
    await stage.begin()
    assert await take_in(stage, entry("Yes.", "Sí."), entry("Yes.", "Sí."), entry("Yes.", "Sí.", before="Well?")) == 2
    assert await take_in(stage, entry("Yes.", "Sí.", days=9), entry("No.", "No.")) == 1
    assert {one.approved_on for one in await stage.memory.entries("ca-mx")} == {APPROVED_ON}


async def test_an_approval_is_told_of_rather_than_an_import(stage: Stage) -> None:
    """What was imported and is then approved by both parties says where, and comes last in the order of coming."""
    await stage.begin()
    imported = entry(SENTENCE, "CAL FIRE capacitó a 12 cuadrillas.", days=-90)
    await take_in(stage, imported, entry("Yes.", "Sí."))
    await approve_over(stage)
    (known,) = await stage.memory.exact("ca-mx", [SENTENCE], TO_SPANISH)
    assert (known.report, known.number) == (REPORT, 1)
    assert (await stage.memory.entries("ca-mx"))[0].source == "Yes."


async def approve_over(stage: Stage) -> None:
    """Approve the wildfires report of a cycle that has begun; its first sentence comes from memory."""
    await reopened(stage, REPORT, {"p17": "WF-1: CAL FIRE trained 12 crews.", "p19": "WF-1: CONAFOR capacitó a 9 brigadas."})
    async with stage.record.book(REPORT) as book:
        assert [one.origin for one in await book.segments(1)] == [Origin.MEMORY, Origin.DRAFT]
    course = stage.stories.courses[REPORT]
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course.set_text(text.segments, text.approved)
    await stage.ask(course)
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-", person, f"{word}\n"))
    assert course.phase is Phase.APPROVED


async def reopened(stage: Stage, report: str, answers: dict[str, str]) -> None:
    """Open a report of a cycle that has begun, answer it and translate the answers."""
    start = ReportStart(report=report, program="ca-mx", year=2026, quarter=report.split("/")[1], group="wildfires")
    opening = await stage.asking.open_report(start)
    course = stage.stories.courses[report] = Course()
    course.open(opening.owed, opening.parties)
    for person, words in answers.items():
        status = "Status: on track" if person == "p17" else "Estado: en curso"
        await stage.take(await stage.reply("invitation", person, f"{words}\n{status}\n"))
    stage.machine.asked.clear()
    await stage.translating.translate(Work(report=report, version=1))


async def recalled(stage: Stage, words: str) -> tuple[Segment, ...]:
    """Return the segments of the next quarter's answer in English."""
    await reopened(stage, NEXT, {"p17": f"WF-1: {words}"})
    async with stage.record.book(NEXT) as book:
        return await book.segments(1)


async def test_a_match_in_context_is_preferred_to_a_newer_one(stage: Stage) -> None:
    """Between the same sentences an older translation is the right one; the segment says that its context matched."""
    await stage.begin()
    here, elsewhere = entry("It passed.", "Se aprobó.", before="The law was read."), entry("It passed.", "Ya pasó.", days=9)
    await take_in(stage, here, elsewhere)
    read, passed = await recalled(stage, "The law was read. It passed.")
    assert (read.origin, read.in_context) == (Origin.DRAFT, False)
    assert (passed.target, passed.origin, passed.in_context) == ("Se aprobó.", Origin.MEMORY, True)
    assert [source for source, _ in stage.machine.asked] == ["The law was read."]


async def test_without_its_context_the_newest_is_used(stage: Stage) -> None:
    """It is as exact, and the segment says that its context did not match."""
    await stage.begin()
    older = entry("It passed.", "Se aprobó.", before="The law was read.")
    await take_in(stage, entry("It passed.", "Ya pasó.", days=9, after="Then rain fell."), older)
    (passed,) = await recalled(stage, "It passed.")
    assert (passed.target, passed.origin, passed.in_context) == ("Ya pasó.", Origin.MEMORY, False)


async def test_a_persons_word_is_no_longer_the_memorys(stage: Stage) -> None:
    """A reviewer who words a recalled sentence anew is its editor, and its context says nothing any more."""
    await stage.begin()
    await take_in(stage, entry(SENTENCE, "CAL FIRE formó a 12 cuadrillas."))
    await reopened(stage, REPORT, {"p17": f"WF-1: {SENTENCE}", "p19": "WF-1: CONAFOR capacitó a 9 brigadas."})
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course = stage.stories.courses[REPORT]
    course.set_text(text.segments, text.approved)
    await stage.ask(course)
    made = []
    for words in ("", "ES-1: CAL FIRE capacitó a 12 cuadrillas."):
        if words:
            await stage.take(await stage.reply("approval-1", "p03", f"APRUEBO\n\n{words}\n"))
        async with stage.record.book(REPORT) as book:
            one = (await book.segments(1))[0]
        made.append((one.origin, one.in_context, one.editor))
    assert made == [(Origin.MEMORY, True, ""), (Origin.PERSON, False, "p03")]


async def test_another_programs_memory_is_not_used(stage: Stage) -> None:
    """What another agreement's parties approved binds nobody here: the engine is asked, and nothing is suggested."""
    await stage.begin()
    await take_in(stage, entry("It passed.", "Se aprobó."), program="ca-bc")
    (passed,) = await recalled(stage, "It passed.")
    assert (passed.target, passed.origin) == ("[es] It passed.", Origin.DRAFT)
    assert await stage.memory.exact("ca-mx", ["It passed."], TO_SPANISH) == ()
    assert await stage.memory.suggestions("ca-mx", "It passed.", TO_SPANISH) == ()
    assert await stage.memory.entries("ca-mx") == ()


async def test_a_long_sentence_is_found_too(stage: Stage) -> None:
    """No index of the table is too small for what somebody wrote."""
    await stage.begin()
    words = "".join(chr(0x4E00 + number) for number in range(9_000))
    await take_in(stage, entry(words, "Larga."))
    assert [one.target for one in await stage.memory.exact("ca-mx", [words], TO_SPANISH)] == ["Larga."]


async def test_similar_sentences_are_suggested_best_first(stage: Stage) -> None:
    """At most three of the program's direction, numbers left out of account, only the very sentence with the score 1."""
    await stage.begin()
    await take_in(
        stage,
        entry("The team held 4 audits in Mexicali.", "El equipo hizo 4 auditorías en Mexicali."),
        entry("The team held 12 audits in Mexicali.", "El equipo hizo 12 auditorías en Mexicali.", days=1),
        entry("The team held 9 audits in Tijuana.", "El equipo hizo 9 auditorías en Tijuana."),
        entry("The team held two audits in Mexicali.", "El equipo hizo dos auditorías en Mexicali."),
        entry("A team held 7 audits in Mexicali.", "Un equipo hizo 7 auditorías en Mexicali."),
        entry("Rain fell.", "Llovió."),
    )
    found = await stage.memory.suggestions("ca-mx", "The team held 1,400 audits in Mexicali.", TO_SPANISH)
    assert found[0].target == "El equipo hizo 12 auditorías en Mexicali."
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].score == 0.99
    assert all(0.75 <= one.score < 1 for one in found)
    (same,) = await stage.memory.suggestions("ca-mx", "Rain fell.", TO_SPANISH)
    assert (same.target, same.score) == ("Llovió.", 1.0)
    assert await stage.memory.suggestions("ca-mx", "Rain fell.", Direction(source="es", target="en")) == ()


async def test_suggestions_know_at_once_what_was_added(stage: Stage) -> None:
    """The index of a process follows the table, also what another process adds."""
    await stage.begin()
    assert await stage.memory.suggestions("ca-mx", "Rain fell.", TO_SPANISH) == ()
    other = type(stage.memory)(stage.engine, stage.clock)
    act = Act(actor="p01", role="coordinator", door="test", verb="memory-import", subject="ca-mx")
    await other.take_in("ca-mx", [entry("Rain fell.", "Llovió.")], act=act, on=APPROVED_ON)
    assert [one.target for one in await stage.memory.suggestions("ca-mx", "Rain fell.", TO_SPANISH)] == ["Llovió."]


async def test_a_suggestion_is_never_used_by_itself(stage: Stage) -> None:
    """Another number is another sentence: it is drafted, however alike."""
    await stage.begin()
    await take_in(stage, entry("We held 14 audits.", "Hicimos 14 auditorías."))
    (held,) = await recalled(stage, "We held 12 audits.")
    assert held.origin is Origin.DRAFT


async def test_a_very_long_text_is_looked_up_at_once(stage: Stage) -> None:
    """More sentences than a statement has parameters are still one question."""
    await stage.begin()
    await take_in(stage, entry("Yes.", "Sí."))
    asked = [f"Sentence {number}." for number in range(40_000)]
    assert [one.target for one in await stage.memory.exact("ca-mx", [*asked, "Yes."], TO_SPANISH)] == ["Sí."]
