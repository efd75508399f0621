"""How long a sentence waits for a translation memory of 20,000 entries: for the very sentence, and for similar ones."""

import asyncio
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import embedded_postgres
from adapters.postgres.engine import engine, migrate, transaction
from adapters.postgres.memory import PostgresMemory
from adapters.similar import Similar
from adapters.system_clock import SystemClock
from bench.figures import Figure
from mou.keeping import Act
from mou.memory import MemoryEntry
from mou.segments import Direction

ENTRIES = 20_000
LOOKUPS = 300
ON = datetime(2026, 4, 20, tzinfo=UTC)
DIRECTION = Direction(source="en", target="es")
WORDS = (
    "air water fire crews plan basin monitors trained held joint audit border data sites quality waste seized agreed samples"
    " permits reviewed shared protocol exchange inspectors"
)
ACT = Act(actor="p01", role="coordinator", door="bench", verb="memory-import", subject="bench")


class Times:
    """What calls took in milliseconds: the median, and the quickest, to which other work of the machine only adds."""

    def __init__(self, took: Sequence[float]) -> None:
        self.usual, self.quickest = statistics.median(took) * 1000, min(took) * 1000

    def __str__(self) -> str:
        return f"{self.quickest:.2f}, median {self.usual:.2f}"


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    folder = Path(tempfile.mkdtemp(prefix="mou-bench-"))
    server = embedded_postgres.start(folder / "postgres")
    try:
        yield from asyncio.run(_measured(server.url))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _measured(url: str) -> list[Figure]:
    dice = random.Random(1)  # noqa: S311 - the same sentences every time
    sources = [_sentence(dice) for _ in range(ENTRIES)]
    asked = [_sentence(dice) for _ in range(LOOKUPS)]
    of = engine(url)
    await migrate(of)
    kept = PostgresMemory(of, SystemClock())
    took = await _took(lambda: kept.take_in("bench", [_entry(one) for one in sources], act=ACT, on=ON))
    first = await _took(lambda: kept.suggestions("bench", asked[0], DIRECTION))
    similar = await _each(asked, lambda one: kept.suggestions("bench", one, DIRECTION))
    exact = await _each(sources[:LOOKUPS], lambda one: kept.exact("bench", [one], DIRECTION))
    around = await _each(asked, lambda _: _nothing(of))
    await of.dispose()
    scan = _scanned(sources, asked)
    return [
        Figure("similar sentences among 20,000", similar.quickest, "ms", f"median {similar.usual:.1f}; comparing alone {scan}"),
        Figure("the same, first time in a process", first, "s", f"reads them all; to take them in {took:.1f} s"),
        Figure(
            "the very sentence among 20,000", exact.quickest, "ms", f"median {exact.usual:.2f}; an empty transaction {around}"
        ),
    ]


async def _nothing(of: AsyncEngine) -> None:
    async with transaction(of):
        return


def _sentence(dice: random.Random) -> str:
    """Return five to eighteen words with a number, most often unlike any other."""
    words = dice.choices(WORDS.split(), k=dice.randint(5, 18))
    return f"{' '.join(words).capitalize()} {dice.randint(2, 900)}."


def _entry(source: str) -> MemoryEntry:
    return MemoryEntry(source_language="en", target_language="es", source=source, target=source.upper(), approved_on=ON)


def _scanned(sources: Sequence[str], asked: Sequence[str]) -> Times:
    """Return what of a look-up is the comparing, without the record."""
    index, took = Similar(), list[float]()
    for one in sources:
        index.add(one, one.upper(), ON)
    for one in asked:
        began = time.perf_counter()
        index.near(one)
        took.append(time.perf_counter() - began)
    return Times(took)


async def _took(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _each(asked: Sequence[str], work: Callable[[str], Awaitable[object]]) -> Times:
    """Time one call for each; the first of all warms up and does not count."""
    await work(asked[0])
    return Times([await _took(lambda one=one: work(one)) for one in asked])  # type: ignore[misc] # a lambda's default has no annotation
