"""How long the embedded servers take to start: in an empty folder, and again in the same one."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from adapters import embedded_postgres, embedded_temporal
from bench.figures import Figure
from mou.attributes import TYPES


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    folder = Path(tempfile.mkdtemp(prefix="mou-bench-"))
    try:
        first, again = (_postgres(folder / "postgres") for _ in range(2))
        yield Figure("embedded PostgreSQL, first start", first, "s", "makes the database")
        yield Figure("embedded PostgreSQL, started again", again, "s", f"{again / first:.2f} of the first start")
        first, again = (asyncio.run(_temporal(folder / "temporal")) for _ in range(2))
        yield Figure("embedded Temporal with its UI, first start", first, "s", "makes the database, registers attributes")
        yield Figure("embedded Temporal with its UI, started again", again, "s", f"{again / first:.2f} of the first start")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres(folder: Path) -> float:
    began = time.perf_counter()
    server = embedded_postgres.start(folder)
    passed = time.perf_counter() - began
    server.stop()
    return passed


async def _temporal(folder: Path) -> float:
    began = time.perf_counter()
    server = await embedded_temporal.start(folder, attributes={name.value: kind for name, kind in TYPES.items()})
    passed = time.perf_counter() - began
    await server.stop()
    return passed
