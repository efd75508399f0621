"""What rules lead to: who is told, who is asked, what is kept, and that no automatic answer begets another."""

import io
import re
import zipfile
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from unicodedata import category

import pytest
from sqlalchemy import select

from activities.evidence import evidence_blob, files
from adapters.postgres.tables import letters, metadata
from mou.errors import Unknown
from mou.inbound.attachments import LARGEST
from mou.inbound.facts import Proofs
from mou.inbound.token import LIFE
from mou.steps import HeldMail, Step
from tests.fakes.stage import REPORT, Stage

BOUNCE = (Path(__file__).parents[1] / "mails" / "16-bounce.eml").read_bytes()


def _sent(stage: Stage, kind: str) -> list[str]:
    """Return to whom letters of a kind went."""
    return sorted(envelope.to.id for envelope, _ in stage.post.sent if f"/{kind}" in f"/{envelope.key}")


async def _store(stage: Stage, raw: bytes, to: str) -> str:
    return (await stage.mailroom.store(raw, recipients=[to], door="test")).digest


async def test_a_hard_bounce_tells_the_coordinators_whom_to_replace_and_how(stage: Stage) -> None:
    """A delivery report about a lead's form: told once to both coordinators, with the command; nobody answers the report."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = BOUNCE.replace(b"elena.ruiz@semarnat.example", envelope.to.address.encode())
    before = len(stage.post.sent)
    told_on = stage.clock.at = stage.clock.at + timedelta(hours=30)  # the notice is dated when it is given
    for number in (b"1", b"2"):
        digest = await _store(stage, raw.replace(b"16-bounce", b"16-bounce" + number), envelope.reply_to)
        assert (await stage.reading.read_mail(HeldMail(digest=digest))).reason == "bounce"
    assert len(stage.post.sent) == before + 2
    assert {envelope.to.id for envelope, _ in stage.post.sent[before:]} == {"p01", "p03"}
    text = str(stage.post.sent[-1][1].decode()).replace("=\r\n", "")
    assert "mou reassign ca-mx lead --party california --group wildfires" in " ".join(text.split())
    assert "5.1.1" in text
    assert {row.decided_on for row in [await stage.record.letter(one.key) for one, _ in stage.post.sent[before:]]} == {told_on}


async def test_a_bounce_is_found_by_our_message_id_where_the_token_is_lost(stage: Stage) -> None:
    """A report sent to no reply address of ours, but quoting our Message-ID, is told all the same."""
    await stage.open()
    envelope, letter = stage.letter("invitation", "p17")
    raw = BOUNCE.replace(b"elena.ruiz@semarnat.example", envelope.to.address.encode())
    raw = raw.replace(b"<form-es@reports.example>", str(letter["Message-ID"]).encode())
    await stage.reading.read_mail(HeldMail(digest=await _store(stage, raw, "bounces@reports.example")))
    assert [row for row in _sent(stage, REPORT) if row in {"p01", "p03"}] == ["p01", "p03"]


async def test_a_report_about_another_address_tells_nobody(stage: Stage) -> None:
    """Who knows a token cannot make us believe that somebody else's address is dead."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    before = len(stage.post.sent)
    await stage.reading.read_mail(HeldMail(digest=await _store(stage, BOUNCE, envelope.reply_to)))
    assert len(stage.post.sent) == before


async def test_two_dead_coordinators_write_each_other_no_letters(stage: Stage) -> None:
    """A notice of a refused letter that is itself refused ends there."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = BOUNCE.replace(b"elena.ruiz@semarnat.example", envelope.to.address.encode())
    await stage.reading.read_mail(HeldMail(digest=await _store(stage, raw, envelope.reply_to)))
    notice = next(one for one, _ in stage.post.sent if one.key.endswith("/undelivered/p01"))
    before = len(stage.post.sent)
    raw = BOUNCE.replace(b"elena.ruiz@semarnat.example", notice.to.address.encode()).replace(b"16-bounce", b"second")
    assert (await stage.reading.read_mail(HeldMail(digest=await _store(stage, raw, notice.reply_to)))).reason == "bounce"
    assert len(stage.post.sent) == before


async def test_our_own_letter_come_back_is_answered_by_nobody(stage: Stage) -> None:
    """A forwarding loop sends us our own form: it is laid aside."""
    await stage.open()
    envelope, letter = stage.letter("invitation", "p17")
    before = len(stage.post.sent)
    digest = await _store(stage, letter.as_bytes(), envelope.reply_to)
    assert (await stage.reading.read_mail(HeldMail(digest=digest))).reason == "own-loop"
    assert len(stage.post.sent) == before


async def test_a_second_question_of_the_day_is_left_to_a_coordinator(stage: Stage) -> None:
    """Two unclear answers on one day: one question goes out, the second mail waits; the next day's is asked about again."""
    await stage.open("ca-mx/2026-Q1/air-quality")
    for words in ("All went well.", "As I said."):
        read = await stage.take(await stage.reply("invitation", "p09", words))
    assert (read.verdict, read.reason) == ("held", "asked-today")
    assert len(_sent(stage, "question") or []) <= 1
    stage.clock.at = stage.clock.at.replace(day=stage.clock.at.day + 1)
    assert (await stage.take(await stage.reply("invitation", "p09", "Again."))).verdict == "done"
    async with stage.engine.connect() as connection:
        kinds = (await connection.execute(select(letters.c.status).where(letters.c.kind == "question"))).scalars().all()
    assert sorted(kinds) == ["sent", "sent", "skipped"]


async def test_every_reply_that_files_something_gets_its_receipt(stage: Stage) -> None:
    """Receipts prove what was understood: three corrections on one day get three."""
    await stage.open()
    for crews in ("ten", "eleven", "twelve"):
        await stage.take(await stage.reply("invitation", "p17", f"WF-1: {crews} crews."))
    receipts = [envelope for envelope, _ in stage.post.sent if "/receipt/" in envelope.key]
    assert len(receipts) == 3


async def test_a_decision_that_was_understood_is_always_answered(stage: Stage) -> None:
    """A reviewer refused twice on one day is told why both times; one that was not understood twice is asked once."""
    course = await stage.under_review()
    course.authors.add("p01")
    for words in ("APPROVE", "Approved, thanks"):
        read = await stage.take(await stage.reply("approval-1", "p01", f"{words}\n"))
        assert read.verdict == "done"
    assert len([envelope for envelope, _ in stage.post.sent if "/decision-receipt/" in envelope.key]) == 2
    read = [await stage.take(await stage.reply("approval-1", "p03", f"{words}\n")) for words in ("Apruebo pero", "Tal vez")][-1]
    assert (read.verdict, read.reason) == ("held", "asked-today")


async def test_a_failed_sender_check_holds_an_answer_and_asks_at_the_known_address(stage: Stage) -> None:
    """A forged From with the right token: nothing is filed, the lead is asked, the coordinators are told."""
    await stage.open()
    forged = Proofs(envelope="mallory@elsewhere.example", spf="fail")
    stored = await stage.reply("invitation", "p17", "WF-1: ninety crews.", proofs=forged)
    assert (await stage.take(stored)).reason == "sender-check-failed"
    (asked,) = [envelope for envelope, _ in stage.post.sent if envelope.key.startswith("confirm/")]
    assert (asked.to.id, asked.to.address) == ("p17", stage.letter("invitation", "p17")[0].to.address)
    read = await stage.reading.read_mail(HeldMail(digest=stored.digest, confirmed=True))
    assert read.verdict == "file"


async def test_attachments_are_kept_as_evidence_by_their_hash(stage: Stage) -> None:
    """What is within limits is stored under its content's hash, what is not is listed with its reason; the receipt says both."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = envelope.to.address, envelope.reply_to, "<a@b.example>"
    message.set_content("WF-1: twelve crews.\n")
    message.add_attachment(b"photo", maintype="image", subtype="jpeg", filename="../../crew.jpg")
    message.add_attachment(b"MZ", maintype="application", subtype="pdf", filename="report.pdf.exe")
    message.add_attachment(b"x" * (LARGEST + 1), maintype="application", subtype="zip", filename="all.zip")
    stored = await stage.mailroom.store(message.as_bytes(), recipients=[envelope.reply_to], door="test")
    await stage.take(stored)
    said = (await stage.record.offered(stored.digest)).said["evidence"]
    assert isinstance(said, list)
    assert [(one["name"], one["refused"]) for one in said] == [
        ("crew.jpg", ""), ("report.pdf.exe", "program"), ("all.zip", "too-large"),
    ]  # fmt: skip
    assert await stage.blobs.get(evidence_blob(said[0]["sha256"])) == b"photo"
    for refused in said[1:]:
        with pytest.raises(Unknown):
            await stage.blobs.get(evidence_blob(refused["sha256"]))
    receipt = " ".join(stage.letter("receipt", "p17")[1].get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # ours has one
    assert "crew.jpg" in receipt
    assert "report.pdf.exe: programs and pages are not accepted" in receipt
    assert "all.zip: it is larger than 10 MB" in receipt


HOSTILE = (
    "=?utf-8?q?Re:_report=0D=0ABcc:_victim@elsewhere.example=0D=0A=0D=0A<script>alert(1)</script>?=",
    "{{ 7*7 }} {% for x in y %} %(sender)s %s \u202e txt.exe",
    "<img src=x onerror=alert(1)> \x00\x1b[31m",
    "x" * 5000,
)


@pytest.mark.parametrize("subject", HOSTILE)
async def test_a_hostile_message_is_held_and_told_as_plain_words(stage: Stage, subject: str) -> None:
    """Header, HTML, template and terminal injection in subject, sender's name and text reach people as text and nothing else."""
    await stage.open()
    envelope, _ = stage.letter("invitation", "p17")
    raw = (
        f'From: "{{{{ config }}}} <b>lead</b>" <mallory@elsewhere.example>\r\nTo: {envelope.reply_to}\r\nSubject: {subject}\r\n'
        f"Message-ID: <x@elsewhere.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nWF-1: {subject}\r\n"
    ).encode()
    before = len(stage.post.sent)
    digest = await _store(stage, raw, envelope.reply_to)
    assert (await stage.reading.read_mail(HeldMail(digest=digest))).reason == "unknown-sender"
    told = [message_from_bytes(sent, policy=policy.default) for _, sent in stage.post.sent[before:]]
    assert len(told) == 3
    for message in told:
        assert [name for name in message if name.lower() in {"bcc", "cc"}] == []
        html, text = (message.get_body((kind,)).get_content() for kind in ("html", "plain"))  # type: ignore[union-attr]  # ours have both
        assert not re.search(r"<(?:script|img|b)\b", html)
        assert "49" not in text.replace(digest, "").replace(digest[:12], "")
        assert not [letter for letter in str(message["Subject"]) + text if category(letter) == "Cc" and letter not in "\r\n"]


def test_pictures_within_a_text_are_no_files() -> None:
    """A signature's logo is not evidence; broken bytes hold none."""
    message = EmailMessage()
    message.set_content("<img src='cid:1'>", subtype="html")
    message.add_related(b"logo", maintype="image", subtype="png", cid="<1>", filename="image001.png", disposition="inline")
    assert list(files(message.as_bytes())) == []
    assert list(files(b"\x00Content-Type: multipart/mixed; boundary\r\n\r\n--\xff")) == []


async def test_a_reply_token_is_nowhere_on_record_and_of_use_to_its_reader_alone(stage: Stage) -> None:
    """128 bits, another for each letter and person, kept as a hash; from another reader's address it files nothing."""
    await stage.open()
    await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    tokens = [envelope.reply_to.partition("+")[2].partition("@")[0] for envelope, _ in stage.post.sent]
    assert len(set(tokens)) == len(tokens) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}", token) for token in tokens)
    async with stage.engine.connect() as connection:
        for table in metadata.sorted_tables:
            kept = str((await connection.execute(select(table))).mappings().all())
            assert not [token for token in tokens if token in kept], table.name
    stored = await stage.reply("invitation", "p17", "WF-1: ninety crews.", sender="rodrigo.nunez@conafor.example")
    assert (await stage.take(stored)).reason == "unknown-sender"
    assert (await stage.record.reports("ca-mx/2026"))[0].entries == ()


async def test_a_letter_half_a_year_old_is_answered_through_a_person(stage: Stage) -> None:
    """Its address no longer files by itself; the lead confirms, or a coordinator accepts."""
    await stage.open()
    stage.clock.at += LIFE + timedelta(days=1)
    stored = await stage.reply("invitation", "p17", "WF-1: Twelve crews.")
    assert (await stage.take(stored)).reason == "expired-token"
    assert (await stage.reading.read_mail(HeldMail(digest=stored.digest, confirmed=True))).verdict == "file"


async def test_a_zip_bomb_is_bytes_like_any_other(stage: Stage) -> None:
    """Nothing opens an attached archive: it is kept as it came, a few kilobytes that would be a gigabyte."""
    await stage.open()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as inside:
        for _ in range(64):
            inside.write(b"\0" * (1 << 20))
    envelope, _ = stage.letter("invitation", "p17")
    message = EmailMessage()
    message["From"], message["Message-ID"] = envelope.to.address, "<bomb@b.example>"
    message.set_content("WF-1: twelve crews.\n")
    message.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="photos.zip")
    stored = await stage.mailroom.store(message.as_bytes(), recipients=[envelope.reply_to], door="test")
    await stage.take(stored)
    said = (await stage.record.offered(stored.digest)).said["evidence"]
    assert isinstance(said, list)
    (kept,) = said
    assert kept["size"] == len(packed.getvalue()) < 100_000
    assert await stage.blobs.get(evidence_blob(kept["sha256"])) == packed.getvalue()
