"""What the stories themselves cost: a year of group reports on the embedded Temporal, with hands that do nothing.

Every report is opened, answered by both leads, approved by both reviewers and settled. The hands are the tests' own.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities import names
from adapters import embedded_temporal
from adapters.temporal import connect
from bench.figures import Figure
from mou.attributes import TYPES
from mou.stories import TASK_QUEUE, ReportStart, report_id
from tests.fakes.hands import Hands
from tests.fakes.sample_report import sample
from tests.workflows.theatre import Theatre
from worker import STORIES


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    program = sample().program
    starts = [
        ReportStart(
            report=report_id(program.code, quarter, group.code),
            program=program.code,
            year=2026,
            quarter=quarter,
            group=group.code,
        )
        for quarter in (f"2026-Q{number}" for number in range(1, 5))
        for group in program.groups
    ]
    seconds, events = asyncio.run(_played(starts))
    yield Figure("a year of group reports, stories alone", seconds, "s", f"{len(starts)} reports, {len(starts) / seconds:.1f}/s")
    yield Figure("events of one report's history", events / len(starts), "", "answered and approved at once, nobody reminded")


async def _played(starts: list[ReportStart]) -> tuple[float, int]:
    folder = Path(tempfile.mkdtemp(prefix="mou-bench-"))
    server = await embedded_temporal.start(folder, attributes={name.value: kind for name, kind in TYPES.items()}, ui=False)
    try:
        client, hands = await connect(server.address, "default"), Hands()
        stage = Theatre(WorkflowEnvironment.from_client(client), hands, datetime.now(UTC))
        async with Worker(client, task_queue=TASK_QUEUE, workflows=STORIES, activities=hands.all()):
            return await _year(stage, starts)
    finally:
        await server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _year(stage: Theatre, starts: list[ReportStart]) -> tuple[float, int]:
    began = time.perf_counter()
    stories = [await stage.start("GroupReport", start, start.report) for start in starts]
    await _all(stage, names.OPEN_REPORT, starts, stage.both_reply)
    await _all(stage, names.ASK_APPROVAL, starts, stage.both_approve)
    await asyncio.gather(*(story.result() for story in stories))
    passed = time.perf_counter() - began
    return passed, sum([(await story.describe()).history_length for story in stories])


async def _all(stage: Theatre, hand: str, starts: list[ReportStart], act: Callable[[str], Awaitable[None]]) -> None:
    """Once every story has asked this hand, let people act on each."""
    await stage.hands.until(hand, len(starts))
    await asyncio.gather(*(act(start.report) for start in starts))
