"""Mail in: stored first, read, handed to its story, answered; what is not sure is held and nothing is lost."""

from sqlalchemy import func, select

from adapters.postgres.tables import entries, mails
from mou.steps import HeldMail
from mou.stories import MailStart, SweepStart
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage


async def test_a_reply_is_filed_and_its_receipt_repeats_it_word_for_word(stage: Stage) -> None:
    """The lead's sentence stands in the record and in the receipt exactly as written."""
    await stage.open()
    said = "CAL FIRE trained 12 crews at Cuyamaca, and no crew was left out."
    await stage.take(await stage.reply("invitation", "p17", f"WF-1: {said}\nStatus: on track"))
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [(entry.item, entry.party, entry.text) for entry in report.entries] == [("WF-1", "california", said)]
    receipt = " ".join(stage.letter("receipt", "p17")[1].get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # ours has one
    assert said in receipt


async def test_the_same_mail_twice_is_one_mail(stage: Stage) -> None:
    """Delivered twice, a mail is stored once, filed once and answered once."""
    await stage.open()
    first = await stage.reply("invitation", "p17", "WF-1: twelve crews.", message_id="<same@mail.example>")
    again = await stage.reply("invitation", "p17", "WF-1: twelve crews.", message_id="<same@mail.example>")
    for stored in (first, again):
        await stage.take(stored)
    assert (first.new, again.new, first.digest == again.digest) == (True, False, True)
    assert stage.post.kinds().count("receipt/p17") == 0
    assert len([one for one in stage.post.sent if "/receipt/" in one[0].key]) == 1
    assert await _count(stage, entries) == 1


async def test_the_same_message_id_with_other_words_is_held(stage: Stage) -> None:
    """Another text under a known Message-ID is kept under its own digest and waits for a coordinator."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews.", message_id="<same@mail.example>"))
    other = await stage.reply("invitation", "p17", "WF-1: ninety crews.", message_id="<same@mail.example>")
    read = await stage.take(other)
    assert (read.verdict, read.reason) == ("held", "same-id-other-text")
    assert await _count(stage, mails) == 2
    assert await _count(stage, entries) == 1


async def test_a_stranger_is_held_and_the_coordinators_are_told(stage: Stage) -> None:
    """A reply from an address that may not answer is held; a coordinator's word files it."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.", sender="mallory@elsewhere.example")
    assert (await stage.take(stored)).reason == "unknown-sender"
    told = {sent.key for sent, _ in stage.post.sent if stored.digest in sent.key}
    assert told == {f"held/{stored.digest}/p01", f"held/{stored.digest}/p03", f"confirm/{stored.digest}/p17"}
    assert [mail.digest for mail in await stage.record.held_mails()] == [stored.digest]
    read = await stage.reading.read_mail(HeldMail(digest=stored.digest, report=REPORT, person="p17"))
    assert read.verdict == "file"


async def test_an_older_mail_settled_late_replaces_no_newer_answer(stage: Stage) -> None:
    """Held first, filed by a coordinator after the lead has written again: the newer answer stands, and the lead is told."""
    await stage.open()
    held = await stage.reply("invitation", "p17", "WF-1: Nine crews.", sender="p17@private.example")
    await stage.take(held)
    await stage.take(await stage.reply("invitation", "p17", "WF-1: Twelve crews."))
    await stage.reading.read_mail(HeldMail(digest=held.digest, report=REPORT, person="p17"))
    await stage.filing.file_mail(MailStart(digest=held.digest))
    await stage.write(held.digest)
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [entry.text for entry in report.entries] == ["Twelve crews."]
    receipt = " ".join(stage.letter("receipt", "p17")[1].get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # ours has one
    assert "this earlier answer was not used: Nine crews." in receipt.replace("> ", "")
    assert "Twelve crews." in receipt


async def test_a_held_mail_laid_aside_is_kept_and_files_nothing(stage: Stage) -> None:
    """Laying aside leaves the mail on record with its reason."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.", sender="mallory@elsewhere.example")
    await stage.take(stored)
    await stage.reading.read_mail(HeldMail(digest=stored.digest, aside=True))
    row = await stage.record.mail(stored.digest)
    assert (row.status, await _count(stage, entries)) == ("aside", 0)


async def test_a_mail_to_no_letter_of_ours_is_held(stage: Stage) -> None:
    """An unknown reply address is stored and held."""
    await stage.begin()
    raw = b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nhello"
    stored = await stage.mailroom.store(raw, recipients=["reply+" + "0" * 32 + "@reports.example"], door="test")
    assert (await stage.take(stored)).reason == "unknown-letter"


async def test_an_out_of_office_reply_is_laid_aside_and_those_who_can_stand_in_are_told(stage: Stage) -> None:
    """It files nothing and is not answered; the lead's alternate and the co-lead learn of it, once a day."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = (
        f"From: {envelope.to.address}\r\nTo: {envelope.reply_to}\r\nSubject: Automatic reply: report\r\n"
        "Auto-Submitted: auto-replied\r\nMessage-ID: <away@mail.example>\r\n\r\nI am out of the office."
    ).encode()
    before = len(stage.post.sent)
    stored = await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test")
    assert (await stage.take(stored)).reason == "auto-reply"
    again = raw.replace(b"<away@", b"<away2@")
    await stage.take(await stage.mailroom.store(again, recipients=[envelope.reply_to], door="test"))
    told = [(sent.to.id, sent.key.split("/")[3]) for sent, _ in stage.post.sent[before:]]
    assert sorted(told) == [("p18", "away"), ("p19", "away")]
    assert "I am out of the office." in str(stage.letter("away", "p19")[1].get_body(("plain",)))


async def test_an_answer_that_fits_nowhere_is_asked_back(stage: Stage) -> None:
    """Words under no item on a form of several are never filed: the sender is asked, with the words quoted."""
    await stage.open("ca-mx/2026-Q1/air-quality")
    await stage.take(await stage.reply("invitation", "p09", "Everything went well this quarter."))
    question = stage.letter("question", "p09")[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]  # ours has one
    assert "Everything went well this quarter." in question
    assert await _count(stage, entries) == 0


async def test_a_reply_after_the_end_starts_one_amendment_and_the_next_joins_it(stage: Stage) -> None:
    """A settled story refuses; the record opens version 2 once, and a second late reply joins it."""
    await stage.open()
    stage.stories.courses[REPORT].phase = Phase.NOT_REPORTED
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    await stage.take(await stage.reply("invitation", "p19", "WF-1: nueve brigadas."))
    assert stage.stories.started == [f"Amendment {REPORT}/v2"]
    async with stage.record.book(REPORT) as book:
        assert [row.version for row in await book.submissions()] == [1, 2]
        assert {entry.party for entry in await book.entries(2)} == {"california", "mexico"}


async def test_a_missing_story_holds_the_mail(stage: Stage) -> None:
    """When the record says open and Temporal knows no story, the mail is held, never filed into a new one."""
    await stage.open()
    del stage.stories.courses[REPORT]
    read = await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    assert (read.verdict, read.reason, stage.stories.started) == ("held", "story-missing", [])


async def test_the_sweep_offers_what_has_no_outcome(stage: Stage) -> None:
    """A mail stored while Temporal was away gets its story with the next sweep, once."""
    await stage.open()
    stored = await stage.reply("invitation", "p17", "WF-1: twelve crews.")
    assert await stage.sweeping.sweep(SweepStart()) == 1
    assert await stage.sweeping.sweep(SweepStart()) == 0
    assert stage.stories.started == [f"InboundMail mail/{stored.digest}"]


async def _count(stage: Stage, table: object) -> int:
    async with stage.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]  # any table
