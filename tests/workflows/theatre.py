"""Where stories are played: a time-skipping server of its own per test, a worker, and what the people do."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from adapters.temporal import INDEXED
from mou.attributes import TYPES
from mou.stories import (
    DECIDE,
    FILE_READING,
    TASK_QUEUE,
    DecisionOffer,
    Moment,
    ReadingOffer,
    ReportStart,
    SegmentHash,
    Taken,
    Verb,
    story_id,
)
from tests.fakes.hands import Hands
from worker import STORIES

REPORT = "ca-mx/2026-Q1/air-quality"
SERVER = str(Path(sys.executable).parent / "temporal-test-server")
LEADS = {"california": "p09", "mexico": "p11"}
REVIEWERS = {"california": "p01", "mexico": "p03"}


def moment(code: str, at: datetime) -> Moment:
    """Return a moment with both clocks alike."""
    return Moment(code=code, at=at, on=at)


class Theatre:
    """A server whose clock stands until somebody waits for a story's end or sleeps, and the people of one agreement."""

    def __init__(self, env: WorkflowEnvironment, hands: Hands, now: datetime) -> None:
        self.env, self.client, self.hands, self.now = env, env.client, hands, now
        self._offers = 0

    def days(self, **codes: float) -> tuple[Moment, ...]:
        """Return moments so many days from the start; `remind_1=3` is "remind-1" on the third day."""
        return tuple(moment(code.replace("_", "-"), self.now + timedelta(days=days)) for code, days in codes.items())

    async def start(self, story: str, given: BaseModel, name: str) -> WorkflowHandle[Any, Any]:
        """Start a story by its workflow's name."""
        return await self.client.start_workflow(story, given, id=name, task_queue=TASK_QUEUE)

    async def report(self, version: int = 1) -> WorkflowHandle[Any, Any]:
        """Start the report, or an amendment of it, and wait until its opening is asked for."""
        start = ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="air-quality", version=version)
        story = await self.start("GroupReport" if version == 1 else "Amendment", start, story_id(REPORT, version))
        await self.hands.until("open_report")
        return story

    async def reply(self, story: str, party: str, *items: str, person: str = "") -> Taken:
        """A lead's reply is filed."""
        person = person or LEADS[party]
        offer = ReadingOffer(digest=self._digest(), person=person, party=party, covers=items, content=f"of-{self._offers}")
        return await self.update(story, FILE_READING, offer, offer.digest)

    async def decide(
        self, story: str, party: str, verb: Verb = Verb.APPROVE, *, covers: Sequence[str] | None = None, **rest: Any
    ) -> Taken:
        """A reviewer decides; unless said otherwise they were shown the whole text."""
        shown = tuple(segment.hash for segment in self.hands.text) if covers is None else tuple(covers)
        person = rest.pop("person", REVIEWERS[party])
        digest = self._digest()
        offer = DecisionOffer(
            digest=digest, person=person, party=party, verb=verb, shown=f"letter-{digest}", covers=shown, **rest
        )
        return await self.update(story, DECIDE, offer, digest)

    async def update(self, story: str, name: str, message: BaseModel, update: str) -> Taken:
        """Execute an Update on a story."""
        handle = self.client.get_workflow_handle(story)
        taken: Taken = await handle.execute_update(name, message, id=update, result_type=Taken)
        return taken

    async def both_reply(self, story: str = REPORT, *items: str) -> None:
        """Both leads answer these items (by default everything owed)."""
        for party in LEADS:
            owed = [pair.partition("/")[0] for pair in self.hands.owed if pair.endswith(f"/{party}")]
            await self.reply(story, party, *(items or owed))

    async def both_approve(self, story: str = REPORT, *, covers: Sequence[str] | None = None) -> None:
        """Both reviewers approve."""
        for party in REVIEWERS:
            await self.decide(story, party, covers=covers)

    def rewrite(self, *hashes: str) -> None:
        """From now on the text is cut into these segments."""
        self.hands.text = tuple(SegmentHash(number=number, hash=text) for number, text in enumerate(hashes))

    def _digest(self) -> str:
        self._offers += 1
        return f"digest-{self._offers}"


@asynccontextmanager
async def theatre(**owed: Any) -> AsyncIterator[Theatre]:
    """Open a theatre; close it with everything in it."""
    async with await WorkflowEnvironment.start_time_skipping(
        data_converter=pydantic_data_converter, test_server_existing_path=SERVER, identity="theatre"
    ) as env:
        await register(env.client)
        hands = Hands(**owed)
        async with Worker(env.client, task_queue=TASK_QUEUE, workflows=STORIES, activities=hands.all()):
            yield Theatre(env, hands, await env.get_current_time())


async def register(client: Client) -> None:
    """Make the stories' search attributes known; without them a story's first task would fail for ever."""
    request = AddSearchAttributesRequest(
        namespace=client.namespace, search_attributes={name.value: INDEXED[kind] for name, kind in TYPES.items()}
    )
    await client.operator_service.add_search_attributes(request)
