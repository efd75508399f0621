"""What a program wrote (out of office, read receipts, RFC 3834) is nobody's answer, and must never be answered."""

from mou.inbound.facts import Facts, Ruling, discard

_BY_PROGRAMS = {"auto-submitted", "auto-reply"}


def automatic(facts: Facts) -> Ruling | None:
    """Discard an automatic reply; that somebody is away is told to those who can stand in."""
    return discard("auto-reply") if facts.auto in _BY_PROGRAMS else None
