"""Whether a message really comes from the domain it names: SPF and DKIM, aligned with the From address as DMARC has it.

The secret address a letter is answered at proves much already, so an answer is only held when a check has failed. A decision
binds a party, so it also needs a check that passed; without one its reviewer confirms it on a page.
"""

from mou.inbound.facts import Facts, Proofs, Ruling, hold

_FAILED = {"fail", "softfail", "permerror"}
_FEWEST_LABELS = 2


def proof(facts: Facts) -> Ruling | None:
    """Hold a message whose sender check failed, and a decision whose sender nobody has proved.

    A coordinator's word proves no decision: that is its reviewer's alone.
    """
    spoken_for = facts.vouched == "writer" or (facts.vouched and not facts.decides)
    if spoken_for or (proven(facts.proofs, facts.sender) and not facts.vouched):
        return None
    if facts.proofs.spf in _FAILED:
        return hold("sender-check-failed")
    return hold("unconfirmed") if facts.decides else None


def proven(proofs: Proofs, sender: str) -> bool:
    """Whether SPF passed for a domain aligned with the sender's, or a good signature is of one."""
    theirs = _domain(sender)
    by_path = proofs.spf == "pass" and _aligned(_domain(proofs.envelope), theirs)
    return by_path or any(_aligned(one.casefold(), theirs) for one in proofs.dkim)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold().strip(" .>")


def _aligned(proved: str, named: str) -> bool:
    """Equal, or one below the other: `mail.semarnat.gob.mx` speaks for `semarnat.gob.mx`. Siblings do not."""
    shorter, longer = sorted((proved, named), key=len)
    return shorter.count(".") + 1 >= _FEWEST_LABELS and (shorter == longer or longer.endswith(f".{shorter}"))
