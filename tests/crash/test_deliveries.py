"""Two hundred replies, a quarter of them delivered twice, while everything that runs is killed at random: nothing is lost."""

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from sqlalchemy import RowMapping, Table, select

import wiring
from adapters.mailbox_post import mailbox_path
from adapters.postgres.engine import engine
from adapters.postgres.tables import approvals, entries, letters, mails, outcomes
from adapters.program_files import folder_of
from commands.beginning import begin, planned
from demo.carrier import Carrier
from mou.pace import squeeze
from tests.crash.ward import PARTS, Ward, ward

SEED = 20261124
LEADS, EACH = 10, 20
STEP = timedelta(seconds=6)
SPREAD = 11.0
"""Seconds over which the leads' first replies come: the first reminder is due in the midst of them."""
PAUSE = 1.6
DEADLINE = 120


@dataclass(frozen=True)
class Lead:
    """Whom a form went to, where its answers go, and the items it asks for."""

    report: str
    address: str
    reply_to: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class After:
    """What is on record after the storm."""

    rows: dict[str, list[RowMapping]]
    mailbox: set[str]
    killed: Counter[str]


@pytest.fixture(scope="module")
async def after() -> AsyncIterator[After]:
    """Let the storm pass once."""
    state = Path(tempfile.mkdtemp(prefix="mou-crash-"))
    chance = random.Random(SEED)  # noqa: S311 - which part is killed is no secret
    async with ward(state) as running:
        leads = await _invited(running)
        delivering = asyncio.create_task(_deliver_all(running, leads, chance))
        while not delivering.done():
            await asyncio.wait({delivering}, timeout=PAUSE * chance.uniform(0.5, 1.5))
            if not delivering.done():
                await running.kill(chance.choice(PARTS) if len(running.killed) >= len(PARTS) else PARTS[len(running.killed)])
        await delivering
        yield await _settled(running)
    shutil.rmtree(state, ignore_errors=True)


async def _invited(running: Ward) -> list[Lead]:
    """Start the year and wait until every lead of the first quarter has a form."""
    folder = folder_of("ca-mx")
    _, plan = planned(folder, 2026)
    pace = squeeze(plan.instants(), start=datetime.now(UTC) + timedelta(seconds=2), gap=STEP, longest=STEP)
    async with wiring.house(running.settings) as built, asyncio.timeout(DEADLINE):
        await begin(built, wiring.stories(await wiring.client(running.settings)), folder, 2026, "Q1", pace)
        while len(found := await built.desk.letters(most=50)) < LEADS:  # noqa: ASYNC110 - another process sends them
            await asyncio.sleep(0.1)
        raw = [await built.desk.letter(line.ref) for line in found if line.kind == "invitation"]
    return [_lead(message_from_bytes(one, policy=policy.default)) for one in raw]


def _lead(form: EmailMessage) -> Lead:
    text = str(form.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # ours has one
    items = tuple(line[1:].partition("]")[0] for line in text.splitlines() if line.startswith("[") and "-" in line)
    return Lead(
        str(form["X-MOU-Report"]),
        address=form["To"].addresses[0].addr_spec,
        reply_to=form["Reply-To"].addresses[0].addr_spec,
        items=items,
    )


async def _deliver_all(running: Ward, leads: list[Lead], chance: random.Random) -> None:
    key = running.settings.state / "inbound.pem"
    while not key.exists():  # noqa: ASYNC110 - the web process makes it
        await asyncio.sleep(0.1)
    async with httpx.AsyncClient(base_url=running.settings.desk_url, timeout=10) as client, asyncio.timeout(DEADLINE):
        carrier = Carrier(client, key.read_bytes())
        late = max(lead.report for lead in leads)  # these two are reminded once before they answer
        first = {lead: STEP.total_seconds() * 1.5 if lead.report == late else chance.uniform(0, SPREAD) for lead in leads}
        own = {lead: random.Random(chance.random()) for lead in leads}  # noqa: S311 - when a mail comes is no secret
        await asyncio.gather(*(_deliver(carrier, lead, first[lead], own[lead]) for lead in leads))


async def _deliver(carrier: Carrier, lead: Lead, first: float, chance: random.Random) -> None:
    """Deliver one lead's replies, each a full answer newer than the one before; a quarter of them twice at the same time."""
    await asyncio.sleep(first)
    for number in range(EACH):
        raw = _reply(lead, number)
        times = 2 if chance.random() < 0.25 else 1
        await asyncio.gather(*(carrier.deliver(raw) for _ in range(times)))
        await asyncio.sleep(chance.uniform(0, 0.4))


def _reply(lead: Lead, number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = lead.address, lead.reply_to, "Re: report"
    message["Message-ID"] = f"<{number}.{lead.address}>"
    message.set_content("".join(f"{item}: Answer number {number} about {item}.\n\n" for item in lead.items))
    return message.as_bytes()


async def _settled(running: Ward) -> After:
    """Wait until every mail has its outcome and every letter has gone; let the worker end, and read everything then."""
    database = engine(running.settings.database_url)
    async with asyncio.timeout(DEADLINE):
        while not await _quiet(database):  # noqa: ASYNC110 - other processes work it off
            await asyncio.sleep(0.5)
    await running.calm()  # the year goes on: what is compared below must be of one moment
    rows = {table.name: await _rows(database, table) for table in (mails, outcomes, letters, entries, approvals)}
    await database.dispose()
    async with wiring.house(running.settings) as built:
        mailbox = {path async for path in built.blobs.list("mailbox/")}
    return After(rows, mailbox, Counter(running.killed))


async def _quiet(database: object) -> bool:
    stored = [row["status"] for row in await _rows(database, mails)]
    read = {row["ref"] for row in await _rows(database, outcomes)}
    sent = Counter(row["status"] for row in await _rows(database, letters))
    receipts = [row for row in await _rows(database, letters) if row["kind"] == "receipt" and row["status"] == "sent"]
    done = len(stored) == LEADS * EACH and set(stored) == {"filed"} and len(read) >= len(stored) and len(receipts) == len(stored)
    return done and not sent["decided"] and not sent["sending"]


async def _rows(database: object, table: Table) -> list[RowMapping]:
    async with database.connect() as connection:  # type: ignore[attr-defined]  # an engine
        return list((await connection.execute(select(table))).mappings())


async def test_every_part_was_killed(after: After) -> None:
    """The storm was one."""
    assert set(after.killed) == set(PARTS)
    assert after.killed.total() >= 8


async def test_every_reply_is_filed_exactly_once(after: After) -> None:
    """Two hundred mails on record, each filed, each taken by its story under one seq alone."""
    digests = [row["digest"] for row in after.rows["mails"]]
    assert len(digests) == LEADS * EACH
    taken = Counter(row["ref"] for row in after.rows["outcomes"] if row["what"] == "reading")
    assert taken == Counter(digests)
    filed = Counter((row["digest"], row["item"]) for row in after.rows["entries"])
    assert filed
    assert set(filed.values()) == {1}


async def test_the_newest_answer_stands(after: After) -> None:
    """Whatever order the stories took them in, the entry on record is the one that was stored last."""
    stored = {row["digest"]: row["stored_real"] for row in after.rows["mails"]}
    newest: dict[tuple[str, int, str, str], RowMapping] = {}
    for row in sorted(after.rows["entries"], key=lambda row: row["seq"]):
        newest[row["report"], row["version"], row["item"], row["party"]] = row
    assert len(newest) == 22
    for (report, version, item, party), row in newest.items():
        rivals = [
            one["digest"]
            for one in after.rows["entries"]
            if (one["report"], one["version"], one["item"], one["party"]) == (report, version, item, party)
        ]
        assert stored[row["digest"]] == max(stored[digest] for digest in rivals)
        assert f"number {EACH - 1} " in row["text"]


async def test_every_letter_was_decided_once_and_delivered_once(after: After) -> None:
    """One row per key, one message in the mailbox for each that was sent, one receipt per reply."""
    sent = [row["key"] for row in after.rows["letters"] if row["status"] == "sent"]
    assert {row["status"] for row in after.rows["letters"]} <= {"sent", "skipped"}
    assert len(sent) == len(set(sent))
    assert after.mailbox == {mailbox_path(key) for key in sent}
    receipts = [row for row in after.rows["letters"] if row["kind"] == "receipt"]
    assert len(receipts) == LEADS * EACH


async def test_nobody_is_reminded_after_their_answer_was_stored(after: After) -> None:
    """Nothing urged a lead once a full answer of theirs lay in the record, nor anybody about a party that had answered."""
    answered: dict[tuple[str, str], datetime] = {}
    whose = {row["key"]: (row["report"], row["party"]) for row in after.rows["letters"]}
    for row in after.rows["mails"]:
        key = whose[row["letter"]]
        answered[key] = min(row["stored_real"], answered.get(key, row["stored_real"]))
    assert len(answered) == LEADS
    reminded = [row for row in after.rows["letters"] if row["kind"] == "reminder" and (row["report"], row["party"]) in answered]
    assert reminded  # the storm began before the first reminder and went on after it
    late = [row for row in reminded if row["status"] == "sent" and row["decided_real"] > answered[row["report"], row["party"]]]
    assert [row["key"] for row in late] == []
    complete = {report: max(at for (of, _), at in answered.items() if of == report) for report, _ in answered}
    urged = [row for row in after.rows["letters"] if row["kind"] == "escalation" and row["report"] in complete]
    assert [row["key"] for row in urged if row["status"] == "sent" and row["decided_real"] > complete[row["report"]]] == []
