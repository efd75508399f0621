"""Mail programs of this machine send replies by SMTP: stored before they are said to be taken, or kept by their program."""

import asyncio
import os
import shutil
import smtplib
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from adapters.loopback import free_port
from adapters.postgres.engine import engine
from adapters.postgres.tables import mails
from adapters.smtp_door import LARGEST, SmtpDoor
from mou.errors import Unavailable
from mou.form import read_form
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.ports import Mailroom, Stored
from mou.reply.message import parse
from mou.reply.read import read_reply
from tests.conftest import fresh
from tests.fakes.mailroom import FakeMailroom
from tests.fakes.mutt import answer
from tests.fakes.stage import REPORT, Stage

ROOT = Path(__file__).parents[2]
DOMAIN = "reports.example"
TO = f"reply+0123456789abcdef0123456789abcdef@{DOMAIN}"
SENDER = "samuel.ortega@calfire.example"
OPENING = (b"HELO x\r\n", f"MAIL FROM:<{SENDER}>\r\n".encode(), f"RCPT TO:<{TO}>\r\n".encode(), b"DATA\r\n")
RAW = b"From: samuel.ortega@calfire.example\r\nMessage-ID: <one@mail.example>\r\n\r\nWF-1: twelve crews.\r\n"
EDITS = [r"s/^\(> *\)\(Status\|Estado\) (.*/&\non track/", r"s/^\(> *\)\(Progress\|Avance\):.*/&\nTwelve crews, señor./"]
needs_swaks = pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed (apt-get install swaks)")
needs_mutt = pytest.mark.skipif(shutil.which("mutt") is None, reason="mutt is not installed (apt-get install mutt)")


class Remembering:
    """Another mailroom, and what it said of each mail."""

    def __init__(self, mailroom: Mailroom) -> None:
        self._mailroom = mailroom
        self.stored: list[Stored] = []

    async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
        """Store it there."""
        self.stored.append(await self._mailroom.store(raw, recipients=recipients, door=door, proofs=proofs))
        return self.stored[-1]


@asynccontextmanager
async def opened(mailroom: Mailroom) -> AsyncIterator[int]:
    """Open a door to a mailroom on a free port."""
    async with SmtpDoor(mailroom, domain=DOMAIN).opened(0) as port:
        yield port


async def send(port: int, raw: bytes = RAW, *, to: Sequence[str] = (TO,), sender: str = SENDER) -> dict[str, tuple[int, bytes]]:
    """Send a mail as a program would; return the recipients that were refused, or raise smtplib's error."""

    def sent() -> dict[str, tuple[int, bytes]]:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as program:
            return program.sendmail(sender, list(to), raw)

    return await asyncio.to_thread(sent)


async def talk(port: int, *lines: bytes) -> list[bytes]:
    """Say lines as they are, each after the answer to the one before; return the answers that came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = [await reader.readline()]
    try:
        for line in lines:
            writer.write(line)
            answers.append(await reader.readline())
    finally:
        writer.close()
    return answers


@pytest.mark.parametrize(
    "body",
    [
        b"WF-1: twelve.\r\n",
        b".\r\r\n..two dots\r\n.a\r\n...\r\n",
        b"bare\nline\rends\r\n\r\n\r\n",
        b"\xf1and\xfa\x00\xff\r\n",
        b"<p>" + b"x" * 300_000 + b"\r\n",
    ],
)
async def test_a_mail_is_stored_byte_for_byte(body: bytes) -> None:
    """Bare line ends, leading dots, bytes beyond ASCII and long lines are what was sent."""
    room = FakeMailroom()
    raw = RAW + body
    on_the_line = b"\r\n".join(b"." + one if one.startswith(b".") else one for one in raw.split(b"\r\n"))
    async with opened(room) as port:
        answers = await talk(port, *OPENING, on_the_line + b".\r\n")
    assert answers[-1].startswith(b"250 2.0.0 Stored as ")
    assert room.only == (raw, (TO,), "smtp")
    assert list(room.proofs.values()) == [Proofs(envelope=SENDER)]


async def test_several_recipients_are_one_mail() -> None:
    """They are handed over together, in their order."""
    room = FakeMailroom()
    other = f"Reports@{DOMAIN.upper()}"
    async with opened(room) as port:
        assert await send(port, to=[other, TO]) == {}
    assert room.only == (RAW, (other, TO), "smtp")


@pytest.mark.parametrize("failure", [Unavailable("the record is away"), RuntimeError("a bug"), TimeoutError()])
async def test_a_failure_of_ours_keeps_the_mail_with_its_program(failure: Exception) -> None:
    """It is told to try again, never that the mail is refused; tried again, the mail is stored."""
    room = FakeMailroom()
    room.failure = failure
    async with opened(room) as port:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            await send(port)
        assert (refused.value.smtp_code, room.kept) == (451, {})
        room.failure = None
        await send(port)
    assert room.only == (RAW, (TO,), "smtp")


async def test_what_nobody_foresaw_is_a_failure_of_ours_too() -> None:
    """An error inside the conversation is a 451 as well, and says nothing of itself."""
    answer_ = await SmtpDoor(FakeMailroom(), domain=DOMAIN).handle_exception(ValueError(SENDER))
    assert answer_.startswith("451 ")
    assert SENDER not in answer_


async def test_mail_to_another_domain_is_refused_and_the_rest_is_stored() -> None:
    """This is no relay; look-alike domains are other domains."""
    room = FakeMailroom()
    others = ["x@other.example", f"x@{DOMAIN}.other.example", f"x@not{DOMAIN}", f"x@{DOMAIN}@other.example"]
    async with opened(room) as port:
        refused = await send(port, to=[*others, TO])
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            await send(port, to=others)
    assert {code for code, _ in refused.values()} <= {550, 553}
    assert sorted(refused) == sorted(others)
    assert room.only == (RAW, (TO,), "smtp")


@pytest.mark.parametrize("line", [b"x" * 76 + b"\r\n", b"x" * (LARGEST + 1) + b"\r\n"])
async def test_a_mail_over_the_limit_is_refused(line: bytes) -> None:
    """By what it says of its size or by what comes, in lines or in one."""
    room = FakeMailroom()
    over = line * (LARGEST // len(line) + 1)
    async with opened(room) as port:
        with pytest.raises(smtplib.SMTPSenderRefused) as said:
            await send(port, RAW + over)
        answers = await talk(port, *OPENING, RAW + over + b".\r\n")
    assert said.value.smtp_code == 552
    assert answers[-1].startswith(b"552 ")
    assert room.kept == {}


async def test_a_mail_at_the_limit_is_stored() -> None:
    """Thirty-two megabytes to the byte."""
    room = FakeMailroom()
    raw = RAW + b"x" * (LARGEST - len(RAW) - 2) + b"\r\n"
    async with opened(room) as port:
        await send(port, raw)
    assert len(room.only[0]) == LARGEST


async def test_a_bounce_comes_in() -> None:
    """Delivery reports have no sender in their envelope."""
    room = FakeMailroom()
    async with opened(room) as port:
        await send(port, sender="")
    assert list(room.proofs.values()) == [Proofs()]


async def test_the_same_mail_twice_is_one_mail(stage: Stage) -> None:
    """A program that did not hear our answer sends it again: both times it is told that the mail is stored."""
    await stage.open()
    to = stage.letter("invitation", "p17")[0].reply_to
    room = Remembering(stage.mailroom)
    async with opened(room) as port:
        await send(port, to=[to])
        await send(port, to=[to])
    assert [(one.new, one.report) for one in room.stored] == [(True, REPORT), (False, REPORT)]


async def test_a_web_page_cannot_speak_to_it() -> None:
    """A browser's request that carries a conversation in its body is hung up on before its body is heard."""
    room = FakeMailroom()
    said = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: x\r\nAccept: */*\r\nOrigin: x\r\nContent-Length: 99\r\n\r\n"
    spoken = f"EHLO x\r\nMAIL FROM:<{SENDER}>\r\nRCPT TO:<{TO}>\r\nDATA\r\n".encode() + RAW + b".\r\n"
    async with opened(room) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said + spoken)
        assert b"250" not in await reader.read()
        writer.close()
    assert room.kept == {}


async def test_only_this_machine_is_let_in() -> None:
    """It listens on loopback's own address: the same port is free on every other."""
    async with opened(FakeMailroom()) as port:
        with socket.socket() as another:
            another.bind(("127.0.0.2", port))


async def test_a_taken_port_is_told() -> None:
    """Whoever starts a second one is told which setting to change."""
    async with opened(FakeMailroom()) as port:
        with pytest.raises(Unavailable, match="MOU_SMTP_PORT"):
            async with SmtpDoor(FakeMailroom(), domain=DOMAIN).opened(port):
                pass


async def test_a_door_that_closes_says_nothing_was_taken() -> None:
    """A mail that is being stored just then is not confirmed, so its program keeps it."""
    inside = asyncio.Event()

    class Slow(FakeMailroom):
        async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
            inside.set()
            await asyncio.Event().wait()
            return await super().store(raw, recipients=recipients, door=door, proofs=proofs)

    room = Slow()
    async with opened(room) as port:
        sending = asyncio.create_task(send(port))
        await inside.wait()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        await sending
    assert room.kept == {}


@needs_swaks
async def test_swaks_sends_a_reply_with_a_file(tmp_path: Path) -> None:
    """A mail program that is not ours is understood, and understands us."""
    room = FakeMailroom()
    (tmp_path / "año.csv").write_bytes(b"crews\r\n12\r\n")
    async with opened(room) as port:
        command = ["swaks", "--hide-all", "--server", f"127.0.0.1:{port}", "--from", SENDER, "--body", "WF-1: twelve crews."]
        taken = await asyncio.create_subprocess_exec(*command, "--to", TO, "--attach", f"@{tmp_path / 'año.csv'}")
        assert await taken.wait() == 0
        refused = await asyncio.create_subprocess_exec(*command, "--to", "x@other.example")
        assert await refused.wait() != 0
    raw, recipients, _ = room.only
    message = message_from_bytes(raw, policy=policy.default)
    assert recipients == (TO,)
    assert [one.get_content() for one in message.iter_attachments()] == [b"crews\r\n12\r\n"]


@needs_mutt
async def test_mutt_answers_a_form(stage: Stage, tmp_path: Path) -> None:
    """A lead quotes the form in mutt, writes under its labels and attaches a file: the answers are read under their items."""
    await stage.open()
    envelope, raw = next(one for one in stage.post.sent if "/invitation" in one[0].key and one[0].to.id == "p17")
    (tmp_path / "crews.csv").write_bytes(b"crews\n12\n")
    room = Remembering(stage.mailroom)
    async with opened(room) as port:
        await asyncio.to_thread(
            answer, raw, sender=SENDER, port=port, edits=EDITS, attach=tmp_path / "crews.csv", folder=tmp_path
        )
    (stored,) = room.stored
    assert (stored.new, stored.report) == (True, REPORT)
    form = read_form(parse(raw).text, quarter="2026-Q1", group="wildfires", language=envelope.language)
    reading = read_reply(parse(await stage.desk.mail(stored.digest)), form)
    assert {entry.item: (entry.standing, entry.text) for entry in reading.entries} == {
        item.code: ("on_track", "Twelve crews, señor.") for item in form.items
    }
    assert (reading.unclear, reading.missing, reading.attachments) == ((), (), ("crews.csv",))


async def test_the_web_process_opens_it_where_a_port_is_set(postgres: str, tmp_path: Path) -> None:
    """What a program sends to it is on the record, with no worker and no Temporal running."""
    url = await fresh(postgres)
    web, door, nobody = free_port(), free_port(), free_port()
    surroundings = {"MOU_STATE": str(tmp_path), "DATABASE_URL": url, "TEMPORAL_ADDRESS": f"127.0.0.1:{nobody}"}
    ports = {"MOU_WEB_PORT": str(web), "MOU_SMTP_PORT": str(door), "MOU_DESK_URL": f"http://127.0.0.1:{web}"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "web", cwd=ROOT, env={**os.environ, **surroundings, **ports}
    )
    try:
        async with httpx.AsyncClient() as client, asyncio.timeout(30):
            while process.returncode is None:
                try:
                    await client.get(f"http://127.0.0.1:{web}/health")
                    break
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)  # it is on its way up: only asking again can tell
        await send(door)
    finally:
        process.terminate()
        assert await process.wait() == 0
    record = engine(url)
    async with record.connect() as connection:
        assert (await connection.execute(select(mails.c.door, mails.c.recipients))).all() == [("smtp", [TO])]
    await record.dispose()
