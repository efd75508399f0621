"""A worker whose carrier and engine fail now and then, in words that must never reach a history."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import count

import wiring
import worker
from adapters.postgres.drafts import PostgresDrafts
from engines import engines
from mou.drafting import Drafting
from mou.engines import Engine
from mou.errors import Unavailable
from mou.glossary import Glossary
from mou.ports import Envelope, Post
from mou.segments import Direction, Draft
from settings import Settings

EVERY = 9


class FaultyPost:
    """Every ninth letter fails when it is first sent, quoting the address as vendors do."""

    def __init__(self, post: Post) -> None:
        self.repeatable = post.repeatable
        self._post = post
        self._calls = count(1)
        self._asked: set[str] = set()

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Deliver, or fail."""
        new = envelope.key not in self._asked
        self._asked.add(envelope.key)
        if new and next(self._calls) % EVERY == 0:  # the same letter is not refused again by bad luck
            raise Unavailable(f"452 mailbox of {envelope.to.name} <{envelope.to.address}> is full", where="carrier/452")
        return await self._post.send(envelope, message)


class FaultyEngine:
    """Every ninth batch fails at first, quoting what it was given; every eighteenth with an error nobody expected."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.version = engine.name, engine.version
        self._engine = engine
        self._calls = count(1)

    async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
        """Draft, or fail."""
        call = next(self._calls)
        if call % (2 * EVERY) == 0:
            raise RuntimeError(f"cannot parse {masked}")
        if call % EVERY == 0:
            raise Unavailable(f"quota exceeded at {masked}", where="engine/456")
        return await self._engine.draft(masked, direction, glossary)

    async def close(self) -> None:
        """End the engine."""
        await self._engine.close()


class FaultyWorker:
    """A worker in this process with those faults; it can be stopped and started like the real one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to serve."""
        self._serving = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        of = await wiring.client(self._settings)
        async with wiring.house(self._settings) as built:
            built.__dict__["post"] = FaultyPost(built.post)
            faulty = [FaultyEngine(one) for one in engines(self._settings)]
            built.__dict__["drafting"] = Drafting(faulty, PostgresDrafts(built.engine, built.clock))
            async with worker.worker(of, built, grace=timedelta(0)):
                await worker.sweep_once(of, built)
                await asyncio.Event().wait()

    async def stop(self, *, at_once: bool = False) -> None:
        """End it."""
        del at_once
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait({self._serving})

    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self._serving is not None and self._serving.done() and not self._serving.cancelled()
