"""Deciding about an incoming message: one small rule per file, asked in this order; the first that speaks decides.

What no rule speaks against is accepted, and read. Whether its report is still open is for the report's story to say, and
what it holds for the reader: neither is decided twice.
"""

from mou.inbound.asking import asking
from mou.inbound.automatic import automatic
from mou.inbound.bounce import bounce
from mou.inbound.duplicate import duplicate
from mou.inbound.facts import Facts, Rule, Ruling
from mou.inbound.loop import loop
from mou.inbound.proof import proof
from mou.inbound.sender import sender
from mou.inbound.token import token
from mou.reading import Outcome

RULES: tuple[Rule, ...] = (loop, bounce, automatic, duplicate, token, asking, sender, proof)
"""Programs' mail first: before any doubt, so that a bounce of our own question is never answered by another."""


def decide(facts: Facts) -> Ruling:
    """Return what becomes of a message, by the first rule that speaks."""
    rulings = (rule(facts) for rule in RULES)
    return next((ruling for ruling in rulings if ruling), Ruling(outcome=Outcome.ACCEPT, reason="accepted"))
