"""When a process must stop: on a signal, or when whoever started it is gone, however that ended."""

import asyncio
import os
import signal
import sys

LEASH = "MOU_LEASH"


def told_to_stop() -> asyncio.Event:
    """Return an event that is set by SIGTERM, SIGINT or, where our parent holds our standard input open, by its end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if os.environ.get(LEASH):
        loop.add_reader(sys.stdin.fileno(), stop.set)
    return stop
