"""The address a message was sent to says which letter it answers, for as long as that letter may be answered."""

from datetime import timedelta

from mou.inbound.facts import Facts, Ruling, hold

LIFE = timedelta(days=180)
"""Agreement time. A quarter's form can still be amended half a year on; after that a coordinator says where it belongs."""


def token(facts: Facts) -> Ruling | None:
    """Hold what answers no letter of ours, or one too old to be answered by its own address."""
    if facts.vouched:
        return None
    if facts.letter is None:
        return hold("unknown-letter")
    return hold("expired-token") if facts.arrived - facts.letter.decided_on > LIFE else None
