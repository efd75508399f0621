"""A delivery report says that a letter of ours did not arrive: it is acted on, never answered (RFC 3464)."""

from mou.inbound.facts import Facts, Ruling, discard


def bounce(facts: Facts) -> Ruling | None:
    """Discard a delivery report as a message; what it reports is told to the coordinators."""
    return discard("bounce") if facts.auto == "bounce" else None
