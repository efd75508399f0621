"""An answer in another language than its form's, or in two: told when it is read, kept, and translated sentence by sentence."""

from sqlalchemy import text

from mou.segments import Segment
from mou.steps import Edition, HeldMail, Settlement, Work
from mou.stories import MailStart
from mou.submission import FiledEntry
from tests.fakes.stage import REPORT, Stage

ENGLISH, SPANISH, LAST = "CAL FIRE trained twelve crews.", "Se capacitó a doce brigadas en Ensenada.", "More in May."
MIXED = f"{ENGLISH} {SPANISH}\n\n{LAST}"
WORK = Work(report=REPORT, version=1)


async def _answer(stage: Stage, words: str, person: str = "p17", status: str = "Status: on track") -> str:
    """Answer the form and return what the receipt says, without its line breaks."""
    await stage.take(await stage.reply("invitation", person, f"WF-1: {words}\n{status}\n"))
    body = stage.letter("receipt", person)[1].get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


async def _entry(stage: Stage) -> FiledEntry:
    async with stage.record.book(REPORT) as book:
        (entry,) = (one for one in await book.entries(1) if one.party == "california")
    return entry


async def _segments(stage: Stage) -> tuple[Segment, ...]:
    async with stage.record.book(REPORT) as book:
        return await book.segments(1)


async def test_an_answer_in_the_other_language_is_filed_in_it_and_translated_from_it(stage: Stage) -> None:
    """The detected language wins over the form's; the receipt says so and the engine is asked for the other direction."""
    await stage.open()
    receipt = await _answer(stage, SPANISH)
    assert "Your answer to WF-1 was read as Spanish, which is not the language of the form." in receipt
    assert (await _entry(stage)).language == "es"
    await stage.translating.translate(WORK)
    (segment,) = await _segments(stage)
    assert (segment.source_language, segment.target_language, segment.target) == ("es", "en", f"[en] {SPANISH}")


async def test_a_short_answer_goes_with_its_form_and_the_receipt_asks(stage: Stage) -> None:
    """Too few words decide nothing; what they lean to is named, and the answer sent again in a sentence is read in it."""
    await stage.open()
    receipt = await _answer(stage, "Brigadas capacitadas")
    assert "Your answer to WF-1 was read as English, the language of the form. If it is in Spanish, please send it" in receipt
    assert (await _entry(stage)).language == "en"
    await _answer(stage, SPANISH)
    assert ((await _entry(stage)).language, (await _entry(stage)).text) == ("es", SPANISH)


async def test_an_answer_in_the_forms_language_is_received_without_a_word_about_it(stage: Stage) -> None:
    """Nothing is said of what nobody doubts."""
    await stage.open()
    assert "was read as" not in await _answer(stage, ENGLISH)
    assert "se leyó como" not in await _answer(stage, SPANISH, "p19", "Estado: en curso")


async def test_each_sentence_of_a_mixed_answer_is_translated_from_its_own_language(stage: Stage) -> None:
    """One segment per sentence, in order, each in its direction; both languages' texts are whole, the original byte for byte."""
    await stage.open()
    assert "Your answer to WF-1 has sentences in Spanish; they are translated from it." in await _answer(stage, MIXED)
    await stage.translating.translate(WORK)
    assert [(one.number, one.source, one.target) for one in await _segments(stage)] == [
        (1, ENGLISH, f"[es] {ENGLISH}"),
        (2, SPANISH, f"[en] {SPANISH}"),
        (3, LAST, f"[es] {LAST}"),
    ]
    entry = await _entry(stage)
    assert (entry.text, entry.language) == (MIXED, "en")
    assert entry.said("en") == f"{ENGLISH} [en] {SPANISH}\n\n{LAST}"
    assert entry.said("es") == f"[es] {ENGLISH} {SPANISH}\n\n[es] {LAST}"
    (report,) = await stage.record.reports("ca-mx/2026")
    assert report.entries[0].translations == entry.translations


async def test_translating_again_changes_no_number_and_no_language(stage: Stage) -> None:
    """What was told when the mail was read stands: a second cut gives the same segments, also after a correction elsewhere."""
    await stage.open()
    await _answer(stage, MIXED)
    first = await stage.translating.translate(WORK)
    before = await _segments(stage)
    stage.reading._languages = None  # type: ignore[assignment]  # nobody may be asked again
    assert await stage.translating.translate(WORK) == first
    assert await _segments(stage) == before


async def test_a_mixed_answer_is_reviewed_and_published_in_both_languages(stage: Stage) -> None:
    """Each sentence is corrected under its own label, and both pages say that they are partly a translation."""
    await stage.open()
    await _answer(stage, MIXED)
    await _answer(stage, "CONAFOR capacitó a nueve brigadas.", "p19", "Estado: en curso")
    course = stage.stories.courses[REPORT]
    cut = await stage.translating.translate(WORK)
    course.set_text(cut.segments, cut.approved)
    await stage.ask(course)
    edits = (
        "ES-1: CAL FIRE capacitó a doce brigadas.\n\nEN-2: Twelve crews were trained in Ensenada.\n\n"
        "ES-3: Habrá más en mayo.\n\nEN-4: CONAFOR trained nine crews.\n"
    )
    await stage.take(await stage.reply("approval-1", "p01", f"APPROVE\n\n{edits}"))
    await stage.ask(course)
    await stage.take(await stage.reply("approval-2", "p03", "APRUEBO\n"))
    assert course.unconvinced() == ()
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))
    assembled = await stage.annual.assemble(Edition(program="ca-mx", year=2026, edition=1, revision=1))
    english = (await stage.blobs.get(f"editions/{assembled.hash}/en/index.html")).decode()
    for words in (
        "Partly original, partly translation, English",
        f"{ENGLISH} Twelve crews were trained in Ensenada.",
        f"CAL FIRE capacitó a doce brigadas. {SPANISH}",
    ):
        assert words in english


async def test_a_reading_from_before_goes_with_its_form(stage: Stage) -> None:
    """What was offered when languages were not told is filed and cut as it was then, whatever its sentences are in."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", f"WF-1: {MIXED}\nStatus: on track\n")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    async with stage.engine.begin() as connection:
        await connection.execute(text("UPDATE readings SET said = said - 'languages'"))
    await stage.filing.file_mail(MailStart(digest=stored.digest))
    await stage.write(stored.digest)
    await stage.translating.translate(WORK)
    assert (await _entry(stage)).language == "en"
    assert {(one.source_language, one.target_language) for one in await _segments(stage)} == {("en", "es")}
