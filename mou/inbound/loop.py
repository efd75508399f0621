"""A letter of our own that comes back is nobody's answer, and must never be answered."""

import re

from mou.inbound.facts import Facts, Ruling, discard

_HEADS_END = re.compile(rb"\r?\n\r?\n")
_OURS = re.compile(rb"^X-MOU-Key[ \t]*:", re.IGNORECASE | re.MULTILINE)


def carries_our_header(raw: bytes) -> bool:
    """Whether the message's own headers (not those of a letter quoted in it) hold the one that all our letters carry."""
    return bool(_OURS.search(_HEADS_END.split(raw, maxsplit=1)[0]))


def loop(facts: Facts) -> Ruling | None:
    """Discard what carries our own header."""
    return discard("own-loop") if facts.ours else None
