"""A reply ready for the carrier."""

from dataclasses import dataclass

from demo.events import Event


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail's bytes, what to tell when it is delivered, how often it is delivered, and whether it waits for the outage."""

    raw: bytes
    event: Event
    times: int = 1
    outage: bool = False
