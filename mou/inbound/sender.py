"""A letter is answered by the one it went to, or by somebody who holds the same role with them."""

from mou.inbound.facts import Facts, Ruling, hold
from mou.program import Program


def sender(facts: Facts) -> Ruling | None:
    """Hold a message from an address that may not answer this letter."""
    return hold("unknown-sender") if not facts.vouched and not facts.writer else None


def writer(program: Program, *, person: str, party: str, address: str, group: str, written_from: str) -> str:
    """Return who may answer a letter to `person` from the address `written_from`; "" when nobody there may.

    That is its recipient, at the letter's `address` too, and who shares a role with them: holder and alternate. Addresses
    are compared letter by letter, case aside: a look-alike from another alphabet is another address.
    """
    roles = [program.party(party).coordinator, program.party(party).reviewer]
    roles += [one.leads[party] for one in program.groups if one.code == group and party in one.leads]
    people = {person}
    for role in roles:
        if person in {role.holder, role.alternate}:
            people |= {one for one in (role.holder, role.alternate) if one}
    known = {one.address.casefold(): one.id for one in program.people if one.id in people}
    return {**known, address.casefold(): person}.get(written_from.casefold(), "")
