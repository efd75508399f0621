"""The storm: two hundred replies, a quarter of them delivered twice, while everything that runs is killed at random."""

import asyncio
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx
from sqlalchemy import RowMapping, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

import wiring
from activities.reconciling import Reconciling
from adapters.postgres.deliveries import PostgresDeliveries
from adapters.postgres.engine import engine
from adapters.postgres.tables import approvals, entries, letters, mails, outcomes
from adapters.program_files import folder_of
from adapters.system_clock import SystemClock
from commands.beginning import begin, planned
from demo.carrier import Carrier
from mou.deliveries import SILENCE, URGING
from mou.errors import Unavailable
from mou.letters.blocks import Kind
from mou.pace import squeeze
from mou.record import LetterLine
from tests.crash.vendor import StormyVendor
from tests.crash.ward import PARTS, Ward, ward
from tests.fakes.sendgrid import KEY, serving

SEED = 20261124
LEADS, EACH = 10, 20
STEP = timedelta(seconds=8)
SPREAD = 12.0
"""Seconds over which the leads' first replies come: the first reminder is due in the midst of them."""
PAUSE = 1.6
PATIENCE = 120
KILLS = 8
"""At least: it kills on until the last reply is delivered."""
UNHEARD = "p03"
"""Whom the vendor never tells of: a reviewer, whose reports wait for them when the storm is over."""
ROUNDS = 12
"""Sweeps after the silence: a carrier that hangs ends a round, so there are more than letters that stay unknown."""


@dataclass(frozen=True)
class Lead:
    """Whom a form went to, where its answers go, and the items it asks for."""

    report: str
    address: str
    reply_to: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class After:
    """What is on record after the storm, and with a vendor what it was asked: `asked` of that in the storm itself."""

    rows: dict[str, list[RowMapping]]
    mailbox: set[str]
    killed: Counter[str]
    vendor: StormyVendor | None
    asked: int = 0


@asynccontextmanager
async def storm(carrier: str) -> AsyncIterator[After]:
    """Let one pass, with the letters going by this carrier (mailbox or sendgrid)."""
    state = Path(tempfile.mkdtemp(prefix="mou-crash-"))
    chance = random.Random(SEED)  # noqa: S311 - which part is killed is no secret
    if carrier == "mailbox":
        async with ward(state, {}) as running:
            await _pass(running, chance, None)
            yield await _settled(running, None)
    else:
        (unheard,) = [one.address for one in planned(folder_of("ca-mx"), 2026)[0].program.people if one.id == UNHEARD]
        with serving(StormyVendor(SEED, unheard)) as vendor:
            assert isinstance(vendor, StormyVendor)
            async with ward(state, _by_vendor(vendor)) as running:
                telling = asyncio.create_task(vendor.tell(running.settings.desk_url))
                await _pass(running, chance, vendor)
                yield await _settled(running, vendor)
                telling.cancel()
                with suppress(asyncio.CancelledError):
                    await telling
    shutil.rmtree(state, ignore_errors=True)


def _by_vendor(vendor: StormyVendor) -> dict[str, str]:
    return {
        "MOU_POST": "sendgrid",
        "SENDGRID_API_KEY": KEY,
        "SENDGRID_HOST": vendor.host,
        "EVENTS_PUBLIC_KEY": vendor.key.public_pem.decode(),
    }


async def _pass(running: Ward, chance: random.Random, vendor: StormyVendor | None) -> None:
    leads = await _invited(running)
    delivering = asyncio.create_task(_deliver_all(running, leads, chance))
    while not delivering.done() or len(running.killed) < KILLS:
        await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))
        part = chance.choice(PARTS) if len(running.killed) >= len(PARTS) else PARTS[len(running.killed)]
        if part == "worker" and vendor is not None:
            await asyncio.to_thread(vendor.holding.wait, PAUSE)  # the worst moment: nobody will hear what it answers
        await running.kill(part)
    await delivering


async def _invited(running: Ward) -> list[Lead]:
    """Start the year and wait until every lead of the first quarter has a form."""
    folder = folder_of("ca-mx")
    _, plan = planned(folder, 2026)
    pace = squeeze(plan.instants(), start=datetime.now(UTC) + timedelta(seconds=2), gap=STEP, longest=STEP)
    async with wiring.house(running.settings) as built, asyncio.timeout(PATIENCE):
        await begin(built, wiring.stories(await wiring.client(running.settings)), folder, 2026, "Q1", pace)
        while len(found := await _sent(built, "invitation")) < LEADS:  # noqa: ASYNC110 - another process sends them
            await asyncio.sleep(0.1)
        raw = [await built.desk.letter(line.ref) for line in found]
    return [_lead(message_from_bytes(one, policy=policy.default)) for one in raw]


async def _sent(built: wiring.House, kind: str, report: str = "") -> list[LetterLine]:
    """Return the letters of a kind that have gone, as far as the record can be asked."""
    try:
        return [line for line in await built.desk.letters(report=report, most=1000) if line.kind == kind]
    except Unavailable:
        return []


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
    async with httpx.AsyncClient(base_url=running.settings.desk_url, timeout=10) as client, asyncio.timeout(PATIENCE):
        carrier = Carrier(client, key.read_bytes())
        late = max(lead.report for lead in leads)
        own = {lead: random.Random(chance.random()) for lead in leads}  # noqa: S311 - when a mail comes is no secret
        soon = {lead: asyncio.sleep(chance.uniform(0, SPREAD)) for lead in leads if lead.report != late}
        begins = {lead: soon.get(lead) or _reminded(running, late) for lead in leads}
        await asyncio.gather(*(_deliver(carrier, lead, begins[lead], own[lead]) for lead in leads))


async def _reminded(running: Ward, report: str) -> None:
    """Wait until a reminder of this report has gone."""
    async with wiring.house(running.settings) as built:
        while not await _sent(built, "reminder", report):  # noqa: ASYNC110 - another process sends it
            await asyncio.sleep(0.1)


async def _deliver(carrier: Carrier, lead: Lead, begins: Awaitable[None], chance: random.Random) -> None:
    """Deliver one lead's replies, each a full answer newer than the one before; a quarter of them twice at the same time."""
    await begins
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


async def _settled(running: Ward, vendor: StormyVendor | None) -> After:
    """Wait until every mail has its outcome and every letter has gone; let the worker end, and read everything then."""
    database = engine(running.settings.database_url)
    begun = time.monotonic()
    while (restless := await _restless(database, vendor)) and time.monotonic() < begun + PATIENCE:  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    assert not restless, restless
    await running.calm()  # the year goes on: what is compared below must be of one moment
    async with wiring.house(running.settings) as built:
        asked = await _after_the_silence(built, vendor)
        mailbox = {path async for path in built.blobs.list("mailbox/")}
    rows = {table.name: await _rows(database, table) for table in (mails, outcomes, letters, entries, approvals)}
    await database.dispose()
    return After(rows, mailbox, Counter(running.killed), vendor, asked)


async def _after_the_silence(built: wiring.House, vendor: StormyVendor | None) -> int:
    """Sweep as a day later, when no event comes any more; return how often the vendor had been asked until then."""
    asked = 0
    if vendor is not None:
        async with asyncio.timeout(PATIENCE):
            while not vendor.told_everything():  # noqa: ASYNC110 - what the worker sent in its last second
                await asyncio.sleep(0.1)
        asked, vendor.stormy = len(vendor.asked), False
    clock = _Later()
    reconciling = Reconciling(
        deliveries=PostgresDeliveries(built.engine, clock),
        record=built.record,
        press=built.press,
        post=built.post,
        blobs=built.blobs,
        clock=clock,
    )
    for _ in range(ROUNDS):
        await reconciling.reconcile()
    return asked


class _Later(SystemClock):
    """The port `Clock`, past the silence of whatever was handed over until now."""

    def now(self) -> datetime:
        """Return the instant."""
        return super().now() + SILENCE + timedelta(minutes=1)


async def _restless(database: AsyncEngine, vendor: StormyVendor | None) -> dict[str, object]:
    """Return what is still under way: mails, receipts, reports without review, letters on their way, events to tell."""
    stored = Counter(row["status"] for row in await _rows(database, mails))
    read = {row["ref"] for row in await _rows(database, outcomes)}
    gone = await _rows(database, letters)
    receipts = [row for row in gone if row["kind"] == "receipt" and row["status"] in {"sent", "unknown"}]
    reviewing = {row["report"] for row in gone if row["kind"] == "approval-request"}
    # A reminder whose worker died is left where it stood once an answer has come: the last sweep settles it.
    waits = {row["kind"]: {"decided", "sending"} - ({"sending"} if Kind(row["kind"]) in URGING else set()) for row in gone}
    under_way = Counter((row["kind"], row["status"]) for row in gone if row["status"] in waits[row["kind"]])
    done = {
        "mails": stored == {"filed": LEADS * EACH} and len(read) >= LEADS * EACH,
        "receipts": len(receipts) == LEADS * EACH,
        "reports": len(reviewing) == LEADS // 2,
        "letters": not under_way,
        "events": vendor is None or vendor.told_everything(),
    }
    return {} if all(done.values()) else {**done, "stored": stored, "under way": under_way, "reviewing": reviewing}


async def _rows(database: AsyncEngine, table: Table) -> list[RowMapping]:
    async with database.connect() as connection:
        return list((await connection.execute(select(table).order_by(*table.primary_key))).mappings())
