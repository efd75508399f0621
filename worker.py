"""The worker process: carries the stories and does their work until it is told to stop."""

import asyncio
import logging
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

import wiring
from leash import told_to_stop
from mou.stories import TASK_QUEUE, SweepStart
from settings import Settings, load
from workflows.amendment import Amendment
from workflows.annual_report import AnnualReport
from workflows.cycle import Cycle
from workflows.group_report import GroupReport
from workflows.inbound_mail import InboundMail
from workflows.quarter import Quarter
from workflows.sweep import Sweep

STORIES = (Cycle, Quarter, GroupReport, InboundMail, Amendment, AnnualReport, Sweep)


def worker(of: Client, built: wiring.House, *, grace: timedelta = timedelta(seconds=10)) -> Worker:
    """Return a worker for every story and activity."""
    return Worker(
        of,
        task_queue=TASK_QUEUE,
        workflows=STORIES,
        activities=wiring.hands(built, wiring.stories(of)),
        max_concurrent_activities=20,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),  # a dead worker's stories move on after this
        graceful_shutdown_timeout=grace,
    )


async def serve(settings: Settings) -> None:
    """Serve until told to stop; the sweep runs once at the start."""
    stop = told_to_stop()
    of = await wiring.client(settings)
    async with wiring.house(settings) as built, worker(of, built):
        await sweep_once(of, built)
        await stop.wait()


async def sweep_once(of: Client, built: wiring.House) -> None:
    """Have whatever is stored without an outcome offered again."""
    start = SweepStart(reason="a worker started")
    story = f"sweep/{built.clock.now():%Y%m%dT%H%M%S%f}"
    await wiring.stories(of).start("Sweep", story, start, attributes={}, summary="a worker started: sweep")


def main() -> None:
    """Run the worker with the environment's settings."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    asyncio.run(serve(load().joined()))


if __name__ == "__main__":
    main()
