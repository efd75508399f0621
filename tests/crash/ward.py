"""The four processes of a small installation, each of which can be killed at any moment and is started again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import wiring
from adapters import embedded_postgres, embedded_temporal
from adapters.loopback import free_port
from adapters.postgres.engine import engine, migrate
from commands.stack import Process
from mou.attributes import TYPES
from settings import Settings

PARTS = ("worker", "web", "postgres", "temporal")
ATTRIBUTES = {name.value: kind for name, kind in TYPES.items()}


class Ward:
    """PostgreSQL, Temporal, a worker and a web process over one folder, at addresses that outlive each of them."""

    def __init__(self, given: Mapping[str, str], postgres: embedded_postgres.Server, temporal: embedded_temporal.Server) -> None:
        self._postgres = postgres
        self._temporal = temporal
        self.settings = Settings.model_validate(given)
        state = self.settings.state
        self._processes = {name: Process(name, given, state / f"{name}.log") for name in ("worker", "web")}
        self.killed: list[str] = []

    async def start(self) -> None:
        """Start the worker and the web."""
        database = engine(self.settings.database_url)
        await migrate(database)
        await database.dispose()
        await wiring.set_up_stories(await wiring.client(self.settings), self.settings)
        for process in self._processes.values():
            await process.start()

    async def kill(self, part: str) -> None:
        """Kill a part as a power cut would, and start it again."""
        self.killed.append(part)
        if part in self._processes:
            await self._processes[part].stop(at_once=True)
            await self._processes[part].start()
        elif part == "postgres":
            folder = self.settings.state / "postgres"
            os.kill(_child(self._postgres._guarded.pid), signal.SIGKILL)  # type: ignore[union-attr]  # ours
            await asyncio.to_thread(self._postgres.stop)
            self._postgres = await asyncio.to_thread(embedded_postgres.start, folder)
        else:
            os.kill(_child(self._temporal._guarded.pid), signal.SIGKILL)
            await self._temporal.stop()
            port = int(self.settings.temporal_address.rpartition(":")[2])
            folder = self.settings.state / "temporal"
            self._temporal = await embedded_temporal.start(folder, attributes=ATTRIBUTES, ui=False, port=port)

    async def calm(self) -> None:
        """End the worker in good order: what it has begun it finishes."""
        await self._processes["worker"].stop()

    async def stop(self) -> None:
        """End everything that still runs."""
        for process in self._processes.values():
            await process.stop(at_once=True)
        await self._temporal.stop()
        await asyncio.to_thread(self._postgres.stop)


def _child(guard: int) -> int:
    """Return the process a guard watches."""
    return int(Path(f"/proc/{guard}/task/{guard}/children").read_text(encoding="utf-8").split()[0])


@asynccontextmanager
async def ward(state: Path, carrier: Mapping[str, str]) -> AsyncIterator[Ward]:
    """Open a ward over a folder, with the settings of its carrier, and close it after."""
    postgres = await asyncio.to_thread(embedded_postgres.start, state / "postgres")
    temporal = await embedded_temporal.start(state / "temporal", attributes=ATTRIBUTES, ui=False)
    web = free_port()
    given = {
        "MOU_STATE": str(state),
        "DATABASE_URL": postgres.url,
        "TEMPORAL_ADDRESS": temporal.address,
        "MOU_DESK_URL": f"http://127.0.0.1:{web}",
        "MOU_WEB_PORT": str(web),
        "MOU_TRANSLATION": "human",
        "MOU_SWEEP_MINUTES": "0.05",
        **carrier,
    }
    running = Ward(given, postgres, temporal)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()
