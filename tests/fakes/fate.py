"""Ports through which a hand dies at its n-th step, as a killed or cancelled process would."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

from mou.keeping import Book, Record


class Fate:
    """Raises `death` at step number `at`, counted from 1 in the order in which a hand asks its ports."""

    def __init__(self, at: int, death: type[BaseException]) -> None:
        self.at, self.death, self.steps = at, death, 0

    def step(self) -> None:
        """Take one, or die."""
        self.steps += 1
        if self.steps == self.at:
            raise self.death

    def shared(self, port: Any) -> Any:
        """Return the port with a step before each of its calls that is awaited."""
        return _Fated(port, self)


class _Fated:
    def __init__(self, port: Any, fate: Fate) -> None:
        self._port, self._fate = port, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        return self._stepping(found) if inspect.iscoroutinefunction(found) else found

    def _stepping(self, call: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        @wraps(call)
        async def stepped(*given: object, **named: object) -> object:
            self._fate.step()
            return await call(*given, **named)

        return stepped


class FatedRecord:
    """The books of a record: a step before one is opened, before each call, before its transaction ends and after."""

    def __init__(self, record: Record, fate: Fate) -> None:
        self._record, self._fate = record, fate

    @asynccontextmanager
    async def book(self, report: str) -> AsyncIterator[Book]:
        """Open a book."""
        self._fate.step()
        async with self._record.book(report) as book:
            yield self._fate.shared(book)
            self._fate.step()
        self._fate.step()
