"""The embedded stack: PostgreSQL, Temporal with its UI, a worker and the web, started together and ended together."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import httpx

import wiring
from adapters import embedded_postgres, embedded_temporal
from adapters.loopback import free_port
from adapters.postgres.engine import engine, migrate
from leash import LEASH
from mou.attributes import TYPES
from mou.errors import Unavailable
from settings import NOTE, Settings

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
PAUSE = 0.05


class Process:
    """One of our processes, with its own log; its standard input is its leash, so it never outlives us."""

    def __init__(self, module: str, settings: Mapping[str, str], log: Path) -> None:
        self._module = module
        self._environment = {**os.environ, **settings, LEASH: "1"}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, cwd=ROOT, env=self._environment, stdin=PIPE, stdout=log, stderr=log
            )

    async def stop(self, *, at_once: bool = False) -> None:
        """End it in good order, or (`at_once`) as a crash would."""
        if self._process is None or self._process.returncode is not None:
            return
        if at_once:
            self._process.kill()
        else:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), timeout=15)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self._process is not None and self._process.returncode is not None


class Stack:
    """A running stack. `settings` has every address filled in."""

    def __init__(self, settings: Settings, ui: str, worker: Process, web: Process) -> None:
        self.settings = settings
        self.ui = ui
        self.worker = worker
        self.web = web

    def check(self) -> None:
        """Raise Unavailable when one of our processes ended by itself."""
        for process, name in ((self.worker, "worker"), (self.web, "web")):
            if process.ended():
                raise Unavailable(f"The {name} process ended by itself; its log is {self.settings.state / name}.log.")


@asynccontextmanager
async def stack(settings: Settings) -> AsyncIterator[Stack]:
    """Start what the settings leave to be embedded, migrate, set up Temporal, and serve; end it all in reverse order."""
    async with AsyncExitStack() as after:
        joined, ui = await _servers(settings, after)
        environment = _environment(joined)
        worker = Process("worker", environment, joined.state / "worker.log")
        web = Process("web", environment, joined.state / "web.log")
        for process in (worker, web):
            await process.start()
            after.push_async_callback(process.stop)
        await _answers(joined.desk_url, web, joined.state / "web.log")
        note = joined.state / NOTE
        note.write_text(json.dumps(_note(joined, ui)), encoding="utf-8")
        after.callback(note.unlink, missing_ok=True)
        yield Stack(joined, ui, worker, web)


async def _servers(settings: Settings, after: AsyncExitStack) -> tuple[Settings, str]:
    state = settings.state.resolve()
    state.mkdir(parents=True, exist_ok=True)
    found: dict[str, object] = {"state": state}
    if not settings.database_url:
        postgres = await asyncio.to_thread(embedded_postgres.start, state / "postgres")
        after.callback(postgres.stop)
        if postgres.shared:
            raise Unavailable(f"A stack runs in {state} already: use it, or choose another folder with MOU_STATE.", where="stack")
        found["database_url"] = postgres.url
    ui = ""
    if not settings.temporal_address:
        temporal = await embedded_temporal.start(
            state / "temporal",
            attributes={name.value: kind for name, kind in TYPES.items()},
            port=settings.temporal_port or None,
            ui_port=settings.temporal_ui_port or None,
        )
        after.push_async_callback(temporal.stop)
        found["temporal_address"], ui = temporal.address, temporal.ui_url
    port = settings.web_port or free_port()
    found["web_port"] = port
    if settings.smtp_port == 0:
        found["smtp_port"] = free_port()
    found["desk_url"] = settings.desk_url or f"http://127.0.0.1:{port}"
    joined = settings.model_copy(update=found)
    await _prepare(joined)
    return joined, ui


async def _prepare(settings: Settings) -> None:
    database = engine(settings.database_url)
    await migrate(database)
    await database.dispose()
    await wiring.set_up_stories(await wiring.client(settings), settings)


async def _answers(url: str, web: Process, log: Path) -> None:
    """Wait until the web process answers, which is the last to be ready."""
    async with httpx.AsyncClient(timeout=5) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not web.ended():
                    with suppress(httpx.HTTPError):
                        if (await client.get(f"{url}/health")).is_success:
                            return
                    await asyncio.sleep(PAUSE)  # it is on its way up: only asking again can tell
    raise Unavailable(f"The web process did not start; its log is {log}.", where="web")


def _note(settings: Settings, ui: str) -> dict[str, str]:
    return {
        "database_url": settings.database_url,
        "temporal_address": settings.temporal_address,
        "desk_url": settings.desk_url,
        "ui_url": ui,
    }


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "MOU_STATE": str(settings.state),
        "DATABASE_URL": settings.database_url,
        "TEMPORAL_ADDRESS": settings.temporal_address,
        "TEMPORAL_NAMESPACE": settings.temporal_namespace,
        "MOU_DESK_URL": settings.desk_url,
        "MOU_WEB_PORT": str(settings.web_port),
        "MOU_SMTP_PORT": str(settings.smtp_port),
        "MOU_TRANSLATION": settings.translation,
    }
