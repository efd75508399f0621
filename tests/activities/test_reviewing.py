"""Review: approvals bound to what was shown, edits that void only what they change, never the author, never one alone."""

import re

from mou.segments import Direction, Origin
from mou.steps import Ask, Settlement, Work
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage


def _text(stage: Stage, kind: str, person: str) -> str:
    body = stage.letter(kind, person)[1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_a_request_shows_exactly_what_its_manifest_binds(stage: Stage) -> None:
    """Every numbered sentence of the letter is in the manifest, the facts are number 0, and the hash shown is the row's."""
    await stage.under_review()
    letter, text = stage.letter("approval-1", "p01")[0], _text(stage, "approval-1", "p01")
    row = await stage.record.letter(letter.key)
    numbers = {int(number) for number in re.findall(r"^\[(\d+)\] WF-1", text, re.MULTILINE)}
    assert numbers | {0} == set(row.manifest)
    assert row.shown in text


async def test_both_approvals_settle_it_and_neither_alone_does(stage: Stage) -> None:
    """After one party's approval the report is still under review; after both it is approved."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    phases = [course.phase]
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    assert [*phases, course.phase] == [Phase.REVIEWING, Phase.APPROVED]


async def test_an_edit_voids_the_other_partys_approval_of_that_sentence_alone(stage: Stage) -> None:
    """Mexico approves all; California then corrects one translation: Mexico has that sentence to approve again, no other."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    number, language = _label(_text(stage, "approval-1", "p01"))
    correction = f"APPROVE\n\n{language}-{number}: CONAFOR trained 9 brigades.\n"
    await stage.take(await stage.reply("approval-1", "p01", correction))
    assert course.open_segments("mexico") == (int(number),)
    assert course.open_segments("california") == ()
    async with stage.record.book(REPORT) as book:
        edited = next(one for one in await book.segments(1) if one.number == int(number))
    assert (edited.target, edited.origin, edited.editor) == ("CONAFOR trained 9 brigades.", Origin.PERSON, "p01")
    assert edited.hash == course.current[int(number)]


def _label(text: str) -> tuple[str, str]:
    match = re.search(r"^(EN)-(\d+):", text, re.MULTILINE)
    assert match is not None
    return match[2], match[1]


async def test_an_approval_of_an_older_text_is_refused_in_words(stage: Stage) -> None:
    """Answering the first letter after every sentence changed is refused as superseded, and the reviewer is told why."""
    course = await stage.under_review()
    await stage.take(await stage.reply("receipt", "p17", "WF-1: CAL FIRE trained 14 crews.\nStatus: delayed\n"))
    await stage.take(await stage.reply("receipt", "p19", "WF-1: CONAFOR capacitó a 8 brigadas.\nEstado: con retraso\n"))
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course.set_text(text.segments, text.approved)
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    assert course.open_segments("california")
    assert "The text changed after the message you answered" in " ".join(_text(stage, "decision-receipt", "p01").split())


async def test_who_wrote_it_may_not_approve_it(stage: Stage) -> None:
    """A coordinator who answered as a lead's stand-in is refused, in words."""
    course = await stage.under_review()
    course.authors.add("p01")
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    assert "nobody may approve their own text" in " ".join(_text(stage, "decision-receipt", "p01").split())
    assert course.open_segments("california")


async def test_a_sentence_without_translation_cannot_be_approved(stage: Stage) -> None:
    """Where no engine drafts, an approval leaves the empty sentences open and the receipt says which."""
    stage.machine.silent = True
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    assert course.open_segments("california") == tuple(number for number in course.current if number)
    assert course.phase is Phase.REVIEWING


async def test_an_approval_does_not_outlive_the_same_partys_return(stage: Stage) -> None:
    """Mexico approves, then sends it back: on record it has approved nothing, and the next request is for all of it."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    await stage.take(await stage.reply("approval-1", "p03", "DEVOLVER: falta la fecha del curso\n"))
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course.set_text(text.segments, text.approved)
    assert set(course.open_segments("mexico")) == set(course.current)
    await stage.ask(course)
    assert "changed since you last decided" not in _text(stage, "approval-", "p03")


async def test_a_correction_under_an_older_letter_overwrites_nothing(stage: Stage) -> None:
    """California corrects a sentence; Mexico's correction of it, made under the letter before, is refused in words."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "EN-2: CONAFOR trained nine (9) brigades.\n"))
    newer = course.current[2]
    await stage.take(await stage.reply("approval-1", "p03", "EN-2: CONAFOR taught 9 brigades.\n"))
    assert course.current[2] == newer
    assert "El texto cambió" in " ".join(_text(stage, "decision-receipt", "p03").split())


async def test_a_return_quotes_the_reason_and_gives_the_leads_their_answers_back(stage: Stage) -> None:
    """Both leads get the reviewer's words and their own answers to change."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p03", "DEVOLVER: falta la fecha del curso\n"))
    assert course.phase is Phase.RETURNED
    ask = Ask(report=REPORT, version=1, round=course.round, revision=course.revision, parties=("california", "mexico"))
    asked = await stage.reviewing.send_back(ask)
    text = _text(stage, "return-2", "p17")
    assert "falta la fecha del curso" in text
    assert "CAL FIRE trained 12 crews." in text
    assert [moment.code for moment in asked.moments] == ["return-close"]


async def test_asking_twice_sends_no_second_request(stage: Stage) -> None:
    """The same revision is asked for once per reviewer."""
    course = await stage.under_review()
    before = len(stage.post.sent)
    await stage.ask(course)
    parties = ("california", "mexico")
    again = Ask(report=REPORT, version=1, round=course.round, revision=course.revision, parties=parties)
    await stage.reviewing.ask_approval(again)
    assert len(stage.post.sent) == before


async def test_translations_are_recalled_from_approved_reports(stage: Stage) -> None:
    """A sentence approved in one report comes from memory in the next, and the engine is not asked again."""
    course = await stage.under_review()
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-1", person, word))
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))
    (known,) = await stage.memory.exact("ca-mx", ["CAL FIRE trained 12 crews."], _english_to_spanish())
    assert known.target == "[es] CAL FIRE capacitó a 12 brigadas."


def _english_to_spanish() -> Direction:
    return Direction(source="en", target="es")


async def test_recording_twice_writes_once(stage: Stage) -> None:
    """The story's main loop repeated after a crash changes nothing in the record."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: CAL FIRE trained 12 crews.")
    await stage.take(stored)
    before = await stage.record.reports("ca-mx/2026")
    await stage.write(stored.digest)
    assert await stage.record.reports("ca-mx/2026") == before
