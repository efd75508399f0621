"""Hands that are retried as Temporal retries them, and ports that fail the first time."""

from collections.abc import Awaitable, Callable
from functools import wraps

from temporalio.exceptions import ApplicationError

from mou.errors import Unavailable
from mou.keeping import LetterRow
from mou.ports import Envelope

Hand = Callable[..., Awaitable[object]]


def insistent(hand: Hand, *, repeated: bool) -> Hand:
    """Return a hand that is retried until it succeeds, as Temporal does, and then (`repeated`) once more."""

    @wraps(hand)
    async def retried(*given: object) -> object:
        for _ in range(60):
            try:
                answer = await hand(*given)
            except ApplicationError as error:
                if error.type != "unavailable":
                    raise
                continue
            return await hand(*given) if repeated else answer
        raise AssertionError(f"{hand.__name__} never succeeded")

    return retried


def failing_first(once: Hand, *, after: bool) -> Hand:
    """Return a port's call that fails the first time for each thing, before or after it did its work."""
    failed: set[object] = set()

    async def call(thing: object, *given: object, **named: object) -> object:
        name = thing.key if isinstance(thing, Envelope | LetterRow) else thing
        if name in failed:
            return await once(thing, *given, **named)
        failed.add(name)
        if after:
            await once(thing, *given, **named)
        raise Unavailable("away", where="test")

    return call
