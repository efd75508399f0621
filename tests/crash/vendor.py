"""The vendor in a storm: takes most letters, stumbles over the others in every way it has, and tells its events meanwhile."""

import asyncio
import random
import time
from collections.abc import Mapping
from itertools import cycle
from typing import Any

import httpx

from tests.fakes.sendgrid import LIMITED, TAKES_AND_HANGS, Answer, FakeSendGrid

STUMBLES = (
    TAKES_AND_HANGS,
    Answer(trick="hang"),
    Answer(trick="close", takes=True),
    Answer(trick="reset"),
    Answer(503, takes=True),
    Answer(500),
    Answer(429, {"Retry-After": "1"}, LIMITED),
)
MOSTLY = 14
TAKES_WITHOUT_A_WORD = Answer(trick="close", takes=True)
PAUSE = 0.2
_SERVER_ERROR = 500


class StormyVendor(FakeSendGrid):
    """Stumbles over a third of the letters; of what it takes for `unheard` it tells nothing, neither at once nor later."""

    def __init__(self, seed: int, unheard: str) -> None:
        super().__init__()
        self.chance = random.Random(seed)  # noqa: S311 - which letter is stumbled over is no secret
        self.unheard = unheard
        self.stormy = True
        self.patience = 2.0
        deck = [Answer()] * MOSTLY + list(STUMBLES)
        self.chance.shuffle(deck)
        self._deck = cycle(deck)
        self._told = 0

    def next_answer(self, letter: Mapping[str, Any]) -> Answer:
        """Return the next of the deck, once the storm is over the best one."""
        if address(letter) == self.unheard:
            return TAKES_WITHOUT_A_WORD
        return next(self._deck) if self.stormy else Answer()

    async def tell(self, desk: str) -> None:
        """Post the events of everything taken, for ever: out of order, a quarter twice, again until it is acknowledged."""
        async with httpx.AsyncClient(base_url=desk, timeout=10) as client:
            while True:
                until = len(self.taken)
                numbers = [one for one in range(self._told, until) if address(self.taken[one]) != self.unheard]
                await self._tell(client, numbers)
                self._told = until
                await asyncio.sleep(PAUSE)

    def told_everything(self) -> bool:
        """Whether nothing that was taken waits to be told."""
        return self._told == len(self.taken)

    async def _tell(self, client: httpx.AsyncClient, numbers: list[int]) -> None:
        now = int(time.time())
        events = [self.event("processed", now, letter=one) for one in numbers]
        events += [self.event("delivered", now + 1, letter=one) for one in numbers]
        events += [one for one in events if self.chance.random() < 1 / 4]
        self.chance.shuffle(events)
        for one in (events[: len(events) // 2], events[len(events) // 2 :]):
            while one and not await self._post(client, one):  # noqa: ASYNC110 - until it is acknowledged
                await asyncio.sleep(PAUSE)

    async def _post(self, client: httpx.AsyncClient, events: list[dict[str, object]]) -> bool:
        body, headers = self.delivery(*events, at=int(time.time()))
        try:
            answer = await client.post("/inbound/sendgrid/events", content=body, headers=headers)
        except httpx.TransportError:
            return False
        return answer.status_code < _SERVER_ERROR


def address(letter: Mapping[str, Any]) -> str:
    """Return whom a request to send is for."""
    to: str = letter["personalizations"][0]["to"][0]["email"]
    return to
