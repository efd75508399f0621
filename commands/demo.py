"""`mou demo`: a whole year of the sample agreement, squeezed into about a minute, with its players and its accidents."""

import asyncio
import shutil
import sys
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import wiring
from adapters.files_lock import LOCK, locked
from adapters.program_files import folder_of
from commands.beginning import begin, planned
from commands.demo_screen import Screen
from commands.stack import Stack, stack
from demo.events import Event
from demo.players import Players
from leash import told_to_stop
from mou.errors import MouError, Unavailable
from mou.pace import squeeze
from settings import Settings, load

PROGRAM, YEAR = "ca-mx", 2026
LEAD = timedelta(seconds=1.5)
GAP = timedelta(seconds=1.9)
EXTENDED_TO = "2026-11-10"
FOLDERS = ("demo", "demo-2", "demo-3", "demo-4")


def demo(
    exit_: Annotated[bool, typer.Option("--exit", help="Stop everything once both reports are published.")] = False,  # noqa: FBT002 - typer's way
    limit: Annotated[float, typer.Option(help="Give up after this many seconds.")] = 150.0,
) -> None:
    """Play year 2026 of the California–Mexico sample on the embedded stack."""
    asyncio.run(Demo(load(), Console(), stay=not exit_, limit=limit).run())


class Demo:
    """The stage: stack, players, and the stage-hand who gives an extension and lets the worker crash."""

    def __init__(self, settings: Settings, console: Console, *, stay: bool, limit: float) -> None:
        self._settings = settings
        self._console = console
        self._stay = stay
        self._limit = limit
        self._errands: set[asyncio.Task[None]] = set()
        self._outage = asyncio.Event()
        self._screen = Screen(console)
        self._counts: Counter[str] = Counter()

    async def run(self) -> None:
        """Play the year until told to stop; raise Unavailable when the reports were not both published in time."""
        playing = asyncio.create_task(self._run())
        stopping = asyncio.create_task(told_to_stop().wait())
        await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not playing.done():
            playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing

    async def _run(self) -> None:
        settings = _fresh(self._settings)
        async with stack(settings) as running:
            await self.play(running)
            self._screen.links(running, PROGRAM, YEAR)
            if self._stay:
                self._console.print("Everything stays up until Ctrl-C.")
                await asyncio.Event().wait()

    async def play(self, running: Stack) -> None:
        """Play the year on a running stack; raise Unavailable when it was not over in time."""
        await self._begin(running)
        players = Players(
            base=running.settings.desk_url,
            key_pem=(running.settings.state / "inbound.pem").read_bytes(),
            note=lambda event: self._note(running, event),
            outage=self._outage,
        )
        try:
            async with asyncio.timeout(self._limit):
                await players.play()
        except TimeoutError:
            raise Unavailable(
                f"The year was not over after {self._limit:g} s; the logs are in {running.settings.state}.", where="demo"
            ) from None
        running.check()
        await asyncio.gather(*self._errands)
        self._published(running.settings.state)

    async def _begin(self, running: Stack) -> None:
        folder = folder_of(PROGRAM)
        _, plan = planned(folder, YEAR)
        pace = squeeze(plan.instants(), start=datetime.now(UTC) + LEAD, gap=GAP)
        async with wiring.house(running.settings) as built:
            way = wiring.stories(await wiring.client(running.settings))
            cycle = await begin(built, way, folder, YEAR, "Q1", pace)
        self._screen.begin(cycle, pace)

    def _note(self, running: Stack, event: Event) -> None:
        self._screen.note(event)
        errand = {"extend-please": self._extend, "outage-please": self._stop, "outage-answers-in": self._restart}
        if event.kind in errand:
            task = asyncio.create_task(errand[event.kind](running, event))
            self._errands.add(task)

    async def _extend(self, running: Stack, event: Event) -> None:
        """The coordinator in Sacramento uses the same command as in service."""
        arguments = ["extend", *event.report.split("/"), "--until", EXTENDED_TO, "--as", "p01"]
        arguments += ["--reason", "Waste figures of both cities arrive late this quarter."]
        environment = {"MOU_STATE": str(running.settings.state)}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            *arguments,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        self._screen.say("mou extend", (out or err).decode().strip())

    async def _stop(self, running: Stack, _event: Event) -> None:
        await running.worker.stop(at_once=True)
        self._screen.say("worker", "killed; the web still stores what comes")
        self._outage.set()

    async def _restart(self, running: Stack, _event: Event) -> None:
        await running.worker.start()
        self._screen.say("worker", "started again")

    def _published(self, state: Path) -> None:
        folder = state / "public" / PROGRAM / str(YEAR)
        wanted = ["en/index.html", "es/index.html", "report-en.pdf", "report-es.pdf", "data/entries.csv", "data/entries.json"]
        missing = [name for name in wanted if not (folder / name).is_file()]
        if missing:
            raise MouError(f"Not published: {', '.join(missing)} in {folder}.", where="demo")


def _fresh(settings: Settings) -> Settings:
    """Return the settings on a state folder no other demo uses, emptied."""
    for name in FOLDERS:
        state = Path("var") / name
        state.mkdir(parents=True, exist_ok=True)
        if locked(state) is not None:  # held until this process ends
            _empty(state)
            return settings.model_copy(update={"state": state})
    raise Unavailable(f"{len(FOLDERS)} demos run already: end one of them first.", where="demo")


def _empty(state: Path) -> None:
    for one in state.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.name != LOCK:
            one.unlink()
