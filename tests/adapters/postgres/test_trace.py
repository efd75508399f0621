"""A sentence's trace in the record: its mail, how it was translated, who changed it, who approved it, what stood before."""

from email import message_from_bytes, policy

import pytest

from adapters.postgres.trace import PostgresTraces
from mou.errors import Unknown
from mou.segment_state import SegmentState
from mou.segments import Origin
from mou.submission import Phase
from mou.trace import Trace, holding
from tests.adapters.postgres.test_memory import NEXT, SENTENCE, approve, entry, recalled, reopened, take_in
from tests.fakes.stage import REPORT, Stage

BETTER = "CAL FIRE capacitó a 12 cuadrillas."


async def traced(stage: Stage, report: str = REPORT, *, version: int = 0) -> tuple[Trace, ...]:
    """Return a report's traces."""
    return await PostgresTraces(stage.engine).of(report, version=version)


async def test_an_approved_sentence_leads_to_its_mail_and_its_people(stage: Stage) -> None:
    """Who wrote the original in which mail, who worded the translation, and each party's approval with its door and mail."""
    await approve(stage)
    one, _ = await traced(stage)
    assert (one.state, one.segment.target, one.segment.origin) == (SegmentState.APPROVED, BETTER, Origin.PERSON)
    assert (one.segment.engine, one.segment.glossary != "") == ("fake 0", True)
    assert one.written is not None
    assert (one.written.person, one.written.door) == ("p17", "mail")
    assert SENTENCE.encode() in await stage.desk.mail(one.written.mail)
    assert one.edited is not None
    assert (one.edited.person, one.edited.door, one.edited.on is not None) == ("p03", "mail", True)
    assert BETTER.encode("utf-8") in await decoded(stage, one.edited.mail)
    assert {(each.party, each.person, each.door) for each in one.approvals} == {
        ("california", "p01", "mail"),
        ("mexico", "p03", "mail"),
    }
    assert all(each.mail and each.shown and each.name for each in one.approvals)


async def decoded(stage: Stage, digest: str) -> bytes:
    """Return the text of a mail on record."""
    body = message_from_bytes(await stage.desk.mail(digest), policy=policy.default).get_body()
    assert body is not None
    return str(body.get_content()).encode()


async def test_the_history_of_a_number_is_whole_and_ends_with_the_present(stage: Stage) -> None:
    """Each earlier translation with what made it, oldest first."""
    await approve(stage)
    one, other = await traced(stage)
    assert [(each.target, each.origin, each.editor, each.live) for each in one.history] == [
        ("[es] CAL FIRE capacitó a 12 brigadas.", Origin.DRAFT, "", True),
        (BETTER, Origin.PERSON, "p03", True),
    ]
    assert one.history[-1].editor_name
    assert [each.origin for each in other.history] == [Origin.DRAFT]


async def test_what_nobody_approved_shows_no_approval(stage: Stage) -> None:
    """Under review, a drafted sentence has its mail and its engine and nothing more."""
    await stage.under_review()
    one, _ = await traced(stage)
    assert (one.state, one.approvals, one.edited, one.known) == (SegmentState.DRAFTED, (), None, None)


async def test_the_memorys_sentence_names_the_report_it_came_from(stage: Stage) -> None:
    """The report that had approved the very pair, even after the next one approved it again; with its editor."""
    await approve(stage)
    await reopened(stage, NEXT, {"p17": f"WF-1: {SENTENCE}"})
    (one,) = await traced(stage, NEXT)
    assert one.known is not None
    assert (one.known.report, one.known.version, one.known.number) == (REPORT, 1, 1)
    assert (one.segment.origin, one.segment.in_context) == (Origin.MEMORY, True)
    assert one.edited is not None
    assert (one.edited.person, one.edited.on) == ("p03", None)
    async with stage.record.book(NEXT) as book:
        await book.set_phase(1, seq=99, phase=Phase.APPROVED, round_=1)
    (again,) = await traced(stage, NEXT)
    assert again.known == one.known


async def test_an_imported_translation_gives_its_note(stage: Stage) -> None:
    """Where no report had approved it, the words of the import stand."""
    await stage.begin()
    imported = entry("It passed.", "Se aprobó.").model_copy(update={"note": "from other.tmx, vouched for by p01"})
    await take_in(stage, imported)
    await recalled(stage, "It passed.")
    (one,) = await traced(stage, NEXT)
    assert one.known is not None
    assert (one.known.report, one.known.note) == ("", "from other.tmx, vouched for by p01")


async def test_an_older_version_is_told_as_it_was(stage: Stage) -> None:
    """The newest by default, another by its number; one that is not there names those that are."""
    await approve(stage)
    async with stage.record.book(REPORT) as book:
        await book.open_version(2)
        first = await book.segments(2)
        await book.put_segments(2, [first[0].model_copy(update={"target": "Otra frase.", "origin": Origin.PERSON}), *first[1:]])
    newest, oldest = (await traced(stage))[0], (await traced(stage, version=1))[0]
    assert (newest.version, newest.segment.target, newest.approvals) == (2, "Otra frase.", ())
    assert (oldest.version, oldest.segment.target, oldest.state) == (1, BETTER, SegmentState.APPROVED)
    assert [one.version for one in newest.history] == [1, 1, 2, 2]
    with pytest.raises(Unknown, match=r"has no version 7\. There are: 1, 2\."):
        await traced(stage, version=7)


async def test_a_return_withdraws_the_partys_approval(stage: Stage) -> None:
    """What a party sent back after approving it is no longer told as approved."""
    course = await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await stage.ask(course)
    await stage.take(await stage.reply("approval-1", "p01", "RETURN: Please check the figures.\n"))
    assert [one.approvals for one in await traced(stage)] == [(), ()]


async def test_a_mail_is_found_by_the_beginning_of_its_digest(stage: Stage) -> None:
    """Twelve digits, as the report prints them, are enough; too few and unknown ones are refused."""
    await stage.under_review()
    one, _ = await traced(stage)
    traces = PostgresTraces(stage.engine)
    assert one.written is not None
    assert (await traces.mail(one.written.mail[:12])).digest == one.written.mail
    for wrong in (one.written.mail[:4], "0" * 12, "", "%" * 12):
        with pytest.raises(Unknown, match="Give its digest"):
            await traces.mail(wrong)


async def test_approved_sentences_are_found_by_their_words(stage: Stage) -> None:
    """In original or translation, in any case; nothing that is not approved."""
    await approve(stage)
    approved = await stage.desk.approved_segments("ca-mx")
    assert [one.segment.number for one in holding(approved, "capacitó  a 12 CUADRILLAS")] == [1]
    assert [one.segment.number for one in holding(approved, "cal fire TRAINED")] == [1]
    assert holding(approved, "brigadas de otro lado") == ()
