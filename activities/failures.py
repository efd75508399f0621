"""How an activity's errors enter a history: a code and ids, never the words, which may name people or quote a vendor."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from temporalio.exceptions import ApplicationError

from mou.errors import MouError

LOG = logging.getLogger(__name__)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def told(hand: Callable[Given, Awaitable[Answer]]) -> Callable[Given, Awaitable[Answer]]:
    """Turn our errors into application errors: permanent ones are not retried; unknown ones keep only their type."""

    @functools.wraps(hand)
    async def careful(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return await hand(*args, **kwargs)
        except MouError as error:
            said = f"{error.code} {error.where}".strip()
            raise ApplicationError(said, type=error.code, non_retryable=not error.retryable) from None
        except ApplicationError:
            raise
        except Exception as error:
            LOG.exception("activity %s failed", hand.__name__)
            raise ApplicationError(type(error).__name__, type="unexpected") from None

    return careful
