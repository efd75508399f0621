"""No mail is stuck for ever or lost at the door, whatever its bytes: each of these once was."""

import asyncio
from email import message_from_bytes, policy

import pytest

from mou.inbound.attachments import LISTED
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.steps import HeldMail
from mou.stories import MailStart
from tests.fakes.stage import REPORT, Stage

STRANGER = b"From: spam@elsewhere.example\r\nMessage-ID: <%d@elsewhere.example>\r\n\r\nhello"


async def _held_letter(stage: Stage) -> tuple[str, str]:
    """Return the reply address and reader's address of a letter about a stranger's mail."""
    stored = await stage.mailroom.store(STRANGER % 1, recipients=["info@reports.example"], door="test")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    envelope = next(envelope for envelope, _ in stage.post.sent if envelope.key == f"held/{stored.digest}/p01")
    return envelope.reply_to, envelope.to.address


async def test_a_reply_to_a_letter_about_a_strangers_mail_is_stored_and_read(stage: Stage) -> None:
    """Such a letter is about no report; its answer is held like any that answers a notice."""
    await stage.open()
    reply_to, address = await _held_letter(stage)
    raw = f"From: {address}\r\nMessage-ID: <2@calepa.example>\r\n\r\nPlease ignore it.".encode()
    stored = await stage.mailroom.store(raw, recipients=[reply_to], door="test")
    assert (await stage.reading.read_mail(HeldMail(digest=stored.digest))).reason == "not-asked"


async def test_strangers_mail_is_told_once_a_day(stage: Stage) -> None:
    """Twenty unknown mails are on record and held; each coordinator has one letter about them."""
    await stage.open()
    before = len(stage.post.sent)
    for number in range(20):
        stored = await stage.mailroom.store(STRANGER % number, recipients=["info@reports.example"], door="test")
        await stage.reading.read_mail(HeldMail(digest=stored.digest))
    assert len(await stage.record.held_mails()) == 20
    assert len(stage.post.sent) == before + 2


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b";a" * 400_000,
        b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
        + b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(3000)),
        b"Content-Disposition: attachment" + b";a" * 400_000,
    ],
    ids=["one header", "3000 levels", "one disposition"],
)
async def test_no_bytes_keep_the_door_or_the_worker_busy(stage: Stage, head: bytes) -> None:
    """Hostile headers and nesting are stored and read while everything else goes on."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = b"From: %s\r\nMessage-ID: <x@b.example>\r\n%s\r\n\r\nWF-1: twelve." % (envelope.to.address.encode(), head)
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(beat())
    stored = await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test")
    read = await stage.reading.read_mail(HeldMail(digest=stored.digest))
    beating.cancel()
    assert read.verdict in {"file", "held", "done"}
    assert beats > 50  # the loop went round while the work was done beside it


@pytest.mark.parametrize(
    ("kind", "name"),
    [("application/pdf", "=?utf-8?b?A?="), ("application/p\0df", "x.pdf"), ("application/pdf", "a\0b.pdf")],
)
async def test_an_attachment_with_broken_headers_is_kept(stage: Stage, kind: str, name: str) -> None:
    """A broken encoded word or a NUL in a part's headers costs neither the mail nor the file."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = (
        f"From: {envelope.to.address}\r\nMessage-ID: <x@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/plain\r\n\r\nWF-1: twelve crews.\r\n"
        f'--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nbytes\r\n--b--\r\n'
    ).encode()
    stored = await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test")
    assert (await stage.take(stored)).verdict == "done"
    said = (await stage.record.offered(stored.digest)).said["evidence"]
    assert isinstance(said, list)
    assert [(one["size"], one["refused"]) for one in said] == [(5, "")]


async def test_ten_thousand_files_make_no_long_receipt(stage: Stage) -> None:
    """Only so many are looked at and listed."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    part = b"--b\r\nContent-Disposition: attachment; filename=x\r\n\r\nx\r\n"
    raw = b"From: %s\r\nMessage-ID: <x@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" % (
        envelope.to.address.encode()
    )
    raw += b"--b\r\nContent-Type: text/plain\r\n\r\nWF-1: twelve crews.\r\n" + part * 10_000 + b"--b--\r\n"
    stored = await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test")
    await stage.take(stored)
    assert len((await stage.record.offered(stored.digest)).said["evidence"]) == LISTED  # type: ignore[arg-type]  # a list
    assert len(stage.post.sent[-1][1]) < 30_000


@pytest.mark.parametrize("message_id", ["<a\x01b@c.example>", "<a\x7fb@c.example>", f"<{'a' * 15_000}@c.example>", "none", "<>"])
async def test_an_odd_message_id_never_keeps_a_receipt_back(stage: Stage, message_id: str) -> None:
    """What cannot stand in a header is not referred to; the receipt goes out all the same."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    envelope, _ = stage.letter("invitation", "p17")
    raw = f"From: {envelope.to.address}\r\nMessage-ID: {message_id}\r\n\r\nWF-1: thirteen crews.\r\n".encode()
    stored = await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test")
    assert (await stage.take(stored)).verdict == "done"
    assert "thirteen crews" in str(message_from_bytes(stage.post.sent[-1][1], policy=policy.default))


async def test_the_same_mail_by_another_way_is_the_same_mail(stage: Stage) -> None:
    """Delivered again with other trace headers it is one mail, and nobody is asked about it."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    message = f"From: {envelope.to.address}\r\nMessage-ID: <x@b.example>\r\n\r\nWF-1: twelve crews.\r\n".encode()
    ways = [b"Received: from a\r\n\tby b; Mon\r\n" + message, b"Received: from c\r\nDKIM-Signature: v=1;\r\n b=x\r\n" + message]
    stored = [await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test") for raw in ways]
    assert [(one.digest == stored[0].digest, one.new) for one in stored] == [(True, True), (True, False)]
    other = await stage.mailroom.store(message.replace(b"twelve", b"ninety"), recipients=[envelope.reply_to], door="test")
    assert other.digest != stored[0].digest


async def test_a_second_unproved_decision_of_the_day_is_never_silent(stage: Stage) -> None:
    """Each report's decision is asked about; a second about the same report on one day is told to the coordinators."""
    await stage.under_review()
    told = []
    for words in ("APPROVE", "APPROVE please"):
        before = len(stage.post.sent)
        await stage.take(await stage.reply("approval-1", "p01", f"{words}\n", proofs=NO_PROOFS))
        told.append(sorted(envelope.key.partition("/")[0] for envelope, _ in stage.post.sent[before:]))
    assert told == [["confirm"], ["held", "held"]]


async def test_an_accepted_mail_that_still_cannot_be_filed_is_answered(stage: Stage) -> None:
    """Held because its sender was asked once that day, and accepted by a coordinator: the question goes out after all."""
    await stage.open("ca-mx/2026-Q1/air-quality")
    for words in ("All went well.", "As I said."):
        stored = await stage.reply("invitation", "p09", words)
        read = await stage.take(stored)
    assert read.reason == "asked-today"
    before = len(stage.post.sent)
    assert (await stage.reading.read_mail(HeldMail(digest=stored.digest, accepted=True))).verdict == "file"
    assert (await stage.filing.file_mail(MailStart(digest=stored.digest))).verdict == "done"
    assert len(stage.post.sent) == before + 1


async def test_somebody_away_who_has_answered_needs_nobody(stage: Stage) -> None:
    """An out-of-office reply to a receipt is laid aside: nothing is owed, so nobody is asked to stand in."""
    await stage.open()
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    envelope, _ = stage.letter("invitation", "p17")
    before = len(stage.post.sent)
    raw = f"From: {envelope.to.address}\r\nSubject: Automatic reply\r\nAuto-Submitted: auto-replied\r\n\r\nAway.".encode()
    await stage.take(await stage.mailroom.store(raw, recipients=[envelope.reply_to], door="test"))
    assert len(stage.post.sent) == before


async def test_a_lead_may_not_be_vouched_into_a_decision(stage: Stage) -> None:
    """A coordinator's word files answers; a decision stays its reviewer's, also under another report and person."""
    await stage.under_review()
    stored = await stage.reply("approval-1", "p01", "APPROVE\n", proofs=Proofs())
    await stage.take(stored)
    for word in (HeldMail(digest=stored.digest, accepted=True), HeldMail(digest=stored.digest, report=REPORT, person="p01")):
        assert (await stage.reading.read_mail(word)).verdict == "held"
