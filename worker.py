"""The worker process: carries the stories and does their work until it is told to stop."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker

import wiring
from activities.absences import Absences
from activities.annual import Annual
from activities.filing import Filing
from activities.holding import Holding
from activities.mail_facts import MailFacts
from activities.quarterly import Quarterly
from activities.reading_mail import ReadingMail
from activities.reconciling import Reconciling
from activities.recording import Recording
from activities.reviewing import Reviewing
from activities.sweeping import Sweeping
from activities.translating import Translating
from adapters.bounces import FluflBounces
from adapters.language import LinguaLanguages
from leash import told_to_stop
from mou.ports import Stories
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
        activities=hands(built, wiring.stories(of)),
        max_concurrent_activities=20,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),  # a dead worker's stories move on after this
        graceful_shutdown_timeout=grace,
    )


def hands(built: wiring.House, way: Stories) -> list[Callable[..., Any]]:
    """Return every activity, its ports filled in."""
    record, post = built.record, built.correspondence
    reviewing = Reviewing(record, post)
    collecting = wiring.asking(built)
    desk = built.settings.desk_url
    holding = Holding(record, post, desk)
    mail_facts, absences = MailFacts(record, built.answers), Absences(record, post, built.clock)
    reading = ReadingMail(
        record,
        built.blobs,
        facts=mail_facts,
        holding=holding,
        absences=absences,
        bounces=FluflBounces(),
        languages=LinguaLanguages(),
    )
    reconciling = Reconciling(
        deliveries=built.deliveries,
        record=record,
        press=built.press,
        post=built.post,
        blobs=built.blobs,
        clock=built.clock,
        tell=absences.undelivered,
    )
    annual = Annual(
        record=record,
        editions=built.editions,
        correspondence=post,
        typesetter=wiring.typesetter(),
        blobs=built.blobs,
        public=built.public,
        clock=built.clock,
        desk_url=desk,
    )
    return [
        collecting.open_report,
        collecting.take_step,
        collecting.announce,
        collecting.hand_over,
        Recording(record).record,
        Translating(record, built.memory, built.drafting).translate,
        reviewing.ask_approval,
        reviewing.send_back,
        reviewing.settle,
        reading.read_mail,
        Filing(record, way, post, holding, built.blobs).file_mail,
        Quarterly(record, post, built.clock, desk).send_quarterly,
        annual.assemble,
        annual.ask_annual,
        annual.take_annual_step,
        annual.record_annual,
        annual.publish,
        Sweeping(record, way, reconciling).sweep,
    ]


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
