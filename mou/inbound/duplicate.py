"""The same message delivered twice is one message on record; the same identity with other words is not the same message."""

from mou.inbound.facts import Facts, Ruling, hold


def duplicate(facts: Facts) -> Ruling | None:
    """Hold a message that claims the identity of another and says something else."""
    return hold("same-id-other-text") if facts.twin and not facts.vouched else None
