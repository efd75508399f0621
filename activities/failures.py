"""How an activity's errors enter a history: a code and ids, never the words, which may name people or quote a vendor."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from temporalio import activity
from temporalio.exceptions import ApplicationError

from mou.errors import MouError

LOG = logging.getLogger(__name__)
BEAT = timedelta(seconds=2)
MENDED_LATER = timedelta(minutes=1)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


async def _beat() -> None:
    """Tell Temporal that this worker lives, so that a dead one's work is given to another within seconds."""
    while activity.in_activity():
        activity.heartbeat()
        await asyncio.sleep(BEAT.total_seconds())


def told(hand: Callable[Given, Awaitable[Answer]]) -> Callable[Given, Awaitable[Answer]]:
    """Turn our errors into application errors; unknown ones keep only their type.

    A story never ends by a failing activity: what will not heal by itself is tried again every minute, in plain sight of
    ops, until somebody has mended it.
    """

    @functools.wraps(hand)
    async def careful(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        beats = asyncio.create_task(_beat())
        try:
            return await hand(*args, **kwargs)
        except MouError as error:
            said = f"{error.code} {error.where}".strip()
            later = error.after if error.retryable else MENDED_LATER
            raise ApplicationError(said, type=error.code, next_retry_delay=later) from None
        except ApplicationError:
            raise
        except Exception as error:
            LOG.exception("activity %s failed", hand.__name__)
            raise ApplicationError(type(error).__name__, type="unexpected", next_retry_delay=MENDED_LATER) from None
        finally:
            beats.cancel()

    return careful
