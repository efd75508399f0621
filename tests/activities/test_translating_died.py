"""Translating dies at each step it takes, and is done again: the end is the same, and the engine is paid once per sentence."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import cast

import pytest
from sqlalchemy import delete, select
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.translating import Translating
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.tables import drafts, segments
from mou.drafting import Drafting
from mou.keeping import Record
from mou.segments import Segment
from mou.steps import Text, Work
from tests.fakes.fate import Fate, FatedRecord
from tests.fakes.sentences import SPOKEN, written
from tests.fakes.stage import REPORT, Stage

WORK = Work(report=REPORT, version=1)
ENGLISH, SPANISH = written("air-quality", "en"), written("air-quality", "es")[:3]
TOLD = [*ENGLISH, *SPANISH]
LEAST = 20
"""Steps it takes at the least: two books, the memory, three batches into Spanish and one into English."""


async def _answered(stage: Stage) -> None:
    """Let both leads answer, one with more sentences than two batches hold."""
    await stage.open()
    for person, told in (("p17", ENGLISH), ("p19", SPANISH)):
        await stage.take(await stage.reply("invitation", person, f"WF-1: {' '.join(told)}\n"))
    stage.machine.learnt = SPOKEN


async def _translated(stage: Stage, fate: Fate) -> Text:
    """Translate, with every port under this fate."""
    drafting = Drafting([fate.shared(stage.machine)], fate.shared(PostgresDrafts(stage.engine, stage.clock)))
    hand = Translating(cast("Record", FatedRecord(stage.record, fate)), fate.shared(stage.memory), drafting)
    return await ActivityEnvironment().run(hand.translate, WORK)


async def _kept(stage: Stage) -> Mapping[str, int]:
    """Return the sentences whose drafts are kept."""
    async with stage.engine.connect() as connection:
        found = (await connection.execute(select(drafts.c.draft))).scalars().all()
    return Counter(SPOKEN[text.partition("] ")[2]] for text in found)


async def _end(stage: Stage) -> tuple[Segment, ...]:
    async with stage.record.book(REPORT) as book:
        return await book.segments(1)


async def _forgotten(stage: Stage) -> None:
    """Take back what translating did."""
    stage.machine.asked.clear()
    async with stage.engine.begin() as connection:
        for table in (segments, drafts):
            await connection.execute(delete(table))


@pytest.mark.parametrize("death", [asyncio.CancelledError, MemoryError])
async def test_wherever_it_dies_the_second_try_ends_alike(stage: Stage, death: type[BaseException]) -> None:
    """Text and segments are those of an undisturbed run; only texts whose batch was not kept are asked for twice, ten at most."""
    await _answered(stage)
    undisturbed = await _translated(stage, Fate(0, death)), await _end(stage)
    assert Counter(text for text, _ in stage.machine.asked) == Counter(TOLD)
    lost: set[int] = set()
    for at in count(1):
        await _forgotten(stage)
        fate = Fate(at, death)
        with suppress(asyncio.CancelledError, ApplicationError):
            await _translated(stage, fate)
        if fate.steps < at:
            break
        in_flight = Counter(text for text, _ in stage.machine.asked) - Counter(await _kept(stage))
        lost.add(in_flight.total())
        again = await _translated(stage, Fate(0, death)), await _end(stage)
        assert again == undisturbed
        assert Counter(text for text, _ in stage.machine.asked) == Counter(TOLD) + in_flight
    assert at > LEAST
    assert lost == {0, 3, 4, 10}
