"""Five reports on their way from the answers to both approvals, while their worker is killed where they stand."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import RowMapping

import wiring
from adapters import embedded_temporal
from adapters.postgres.tables import acts, approvals, drafts, letters, mails, outcomes, segments, submissions
from adapters.program_files import folder_of
from commands.beginning import begin, planned
from commands.stack import Process
from mou.pace import squeeze
from settings import Settings
from tests.crash.correspondents import Correspondents
from tests.crash.gates import WITHIN, Gate, Gates, gates
from tests.crash.translator import CountingTranslator
from tests.crash.ward import ATTRIBUTES
from tests.fakes.sentences import GROUPS, SPOKEN, written
from tests.fakes.vendor import serving

REPORTS = AIR, CLIMATE, CARS, FIRES, OTHER = tuple(f"ca-mx/2026-Q1/{group}" for group in GROUPS)
BATCH = 10
"""Sentences of one call, as promised: not the product's own number, which might grow."""
PATIENCE = 120
TABLES = (acts, approvals, drafts, letters, mails, outcomes, segments, submissions)


@dataclass(frozen=True)
class Kill:
    """How many calls the engine had had when the worker was killed, what this worker asked, and what all of them had kept."""

    calls: int
    asked: frozenset[str]
    kept: frozenset[str]

    @property
    def in_flight(self) -> frozenset[str]:
        """Return what was asked for and not kept."""
        return self.asked - self.kept


@dataclass
class After:
    """The engine, the kills, and what is on record and in the mailbox when all is over."""

    engine: CountingTranslator
    kills: list[Kill] = field(default_factory=list)
    rows: dict[str, list[RowMapping]] = field(default_factory=dict)
    mailbox: set[str] = field(default_factory=set)


@asynccontextmanager
async def killed(url: str) -> AsyncIterator[After]:
    """Play it once, over a database that is empty."""
    state = Path(tempfile.mkdtemp(prefix="mou-killed-"))
    temporal = await embedded_temporal.start(state / "temporal", attributes=ATTRIBUTES, ui=False)
    try:
        with serving(CountingTranslator()) as engine:
            given = {
                "MOU_STATE": str(state),
                "DATABASE_URL": url,
                "TEMPORAL_ADDRESS": temporal.address,
                "MOU_DESK_URL": "http://desk.example",
                "MOU_TRANSLATION": "libretranslate",
                "LIBRETRANSLATE_URL": engine.url,
            }
            settings, worker = Settings.model_validate(given), Process("worker", given, state / "worker.log")
            async with wiring.house(settings) as built, gates(built.engine) as ways:
                try:
                    async with asyncio.timeout(PATIENCE):
                        after = await _Play(built, ways, worker, engine).whole()
                finally:
                    await worker.stop(at_once=True)
            yield after
    finally:
        await temporal.stop()
        shutil.rmtree(state, ignore_errors=True)


class _Play:
    """Who starts the worker, and pulls its plug."""

    def __init__(self, built: wiring.House, ways: Gates, worker: Process, engine: CountingTranslator) -> None:
        self._built, self._gates, self._worker, self._engine = built, ways, worker, engine
        self._people = Correspondents(built)
        self._after = After(engine)

    async def whole(self) -> After:
        """Answer, approve, and be killed twice on the way: each report stands at a point of its own both times."""
        people = self._people
        await self._begin()
        await self._drafting_waits()
        await self._kill()
        await self._review_waits()
        await self._kill()
        await self._worker.start()
        await people.approve(await people.got("approval-request", *REPORTS[:-1], number=8))
        await people.got("closed", *REPORTS, number=20)
        await people.answered()
        await self._worker.stop()
        self._after.rows = {table.name: await people.rows(table) for table in TABLES}
        self._after.mailbox = {path async for path in self._built.blobs.list("mailbox/")}
        return self._after

    async def _begin(self) -> None:
        """Start a year that opens at once and in which nothing else is due for hours."""
        client, folder, hour = await wiring.client(self._built.settings), folder_of("ca-mx"), timedelta(hours=1)
        await wiring.set_up_stories(client, self._built.settings)
        await self._worker.start()
        pace = squeeze(planned(folder, 2026)[1].instants(), start=datetime.now(UTC), gap=hour, longest=hour)
        await begin(self._built, wiring.stories(client), folder, 2026, "Q1", pace)

    async def _drafting_waits(self) -> None:
        """Two calls are with the engine, one has its answer and is not kept yet, two batches are just being committed."""
        self._engine.hold(told(AIR, "en")[0], told(FIRES, "es")[0])
        await self._gates.shut(
            _kept(CLIMATE, "en", BATCH), _kept(CARS, "en", 0, commits=True), _kept(OTHER, "es", -1, commits=True)
        )
        await self._people.answer(await self._people.got("invitation", *REPORTS, number=10))

    async def _review_waits(self) -> None:
        """Drafting goes on: a call is with the engine, for the second time, and one has its answer and is not kept yet.

        Of review, one request is about to be decided and one is delivered and not noted; one approval is not read yet and
        one is taken and not recorded.
        """
        self._engine.hold(told(AIR, "en")[0])
        await self._gates.shut(
            _kept(CLIMATE, "es", -1),
            _request(CARS, "true"),
            _request(FIRES, "NEW.status = 'sent'", before="UPDATE"),
            unread := Gate("readings", "NEW.what = 'decision' AND NEW.person = 'p03'"),
            Gate("outcomes", "NEW.what = 'decision'"),
        )
        await self._worker.start()
        requests = await self._people.got("approval-request", OTHER, number=2)
        await self._people.approve(one for one in requests if one["person"] == "p03")
        await self._gates.reached(unread)  # reading takes the report's lock, which recording the other approval will keep
        await self._people.approve(one for one in requests if one["person"] == "p01")

    async def _kill(self) -> None:
        """Kill the worker once everybody stands where they shall, and note what was lost with it."""
        assert await asyncio.to_thread(self._engine.held.wait, WITHIN), "nobody asked for what the engine would hold"
        await self._gates.reached()
        await self._worker.stop(at_once=True)
        await self._gates.open()
        self._engine.hold()
        kept = frozenset(SPOKEN[row["draft"]] for row in await self._people.rows(drafts))
        before = self._after.kills[-1].calls if self._after.kills else 0
        asked = frozenset(text for call in self._engine.calls[before:] for text in call)
        self._after.kills.append(Kill(len(self._engine.calls), asked, kept))


def told(report: str, language: str) -> list[str]:
    """Return the sentences that the lead who writes this language tells in this report."""
    return written(report.rpartition("/")[2], language)


def _kept(report: str, language: str, number: int, *, commits: bool = False) -> Gate:
    """Return the gate for the drafts of the batch with this sentence."""
    return Gate("drafts", f"NEW.draft = '{SPOKEN[told(report, language)[number]]}'", commits=commits)


def _request(report: str, when: str, before: str = "INSERT") -> Gate:
    """Return the gate for a report's requests for approval."""
    return Gate("letters", f"NEW.kind = 'approval-request' AND NEW.report = '{report}' AND {when}", before)
