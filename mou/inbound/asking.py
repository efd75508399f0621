"""Some letters only tell: a reply to them is read by a person."""

from mou.inbound.facts import Facts, Ruling, hold
from mou.letters.blocks import ASKING


def asking(facts: Facts) -> Ruling | None:
    """Hold an answer to a letter that asked for none, whoever vouches for it: nothing says what it would answer."""
    return hold("not-asked") if facts.letter is not None and facts.letter.kind not in ASKING else None
