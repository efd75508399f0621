"""A letter is answered by the one it went to, or by somebody who holds the role it asked with them."""

from mou.inbound.facts import Asked, Facts, Ruling, hold
from mou.program import Program, Role


def sender(facts: Facts) -> Ruling | None:
    """Hold a message from nobody who may answer this letter."""
    return None if facts.writer else hold("unknown-sender")


def writer(program: Program, letter: Asked, *, party: str, decides: bool, written_from: str) -> str:
    """Return who may answer this letter from the address `written_from`; "" when nobody there may.

    A form is answered by its recipient, at the address it went to or theirs of today, or by the lead or alternate of today. A
    decision only by who holds or stands in for the role of reviewer (of an edition: coordinator) today. Addresses are
    compared letter by letter, case aside: a look-alike from another alphabet is another address.
    """
    people = may_answer(program, letter, party=party, decides=decides)
    known = {one.address.casefold(): one.id for one in program.people if one.id in people}
    if letter.person in people:
        known[letter.address.casefold()] = letter.person
    return known.get(written_from.casefold(), "")


def may_answer(program: Program, letter: Asked, *, party: str, decides: bool) -> frozenset[str]:
    """Return the people who may answer this letter."""
    held = _role(program, letter, party, decides=decides)
    today = frozenset(one for one in (held.holder, held.alternate) if one) if held else frozenset()
    return today if decides else today | {letter.person}


def _role(program: Program, letter: Asked, party: str, *, decides: bool) -> Role | None:
    if decides:
        home = program.party(party)
        return home.coordinator if "/annual/" in letter.report else home.reviewer
    group = letter.report.rpartition("/")[2]
    return next((one.leads.get(party) for one in program.groups if one.code == group), None)
