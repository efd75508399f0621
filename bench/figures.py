"""What a measure returns, and the two ways of measuring: how often per second, and how long in seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `beside` compares it with another one of the same run, which a slow machine slows down alike."""

    what: str
    value: float
    unit: str
    beside: str = ""


def rate(work: Callable[[], object], *, seconds: float = 2.0, of: int = 1) -> float:
    """Return how many of `of` things per call are done in a second; the first call warms up and does not count."""
    work()
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        work()
        done += of
    return done / passed


def lasting(work: Callable[[], object], *, times: int = 3) -> float:
    """Return the seconds of the quickest of some calls: what else the machine did only ever adds."""
    return min(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
