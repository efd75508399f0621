"""A mailroom in memory: stores by digest, knows a mail that came twice, and can be made to fail."""

from collections.abc import Sequence
from hashlib import sha256

from mou.inbound.facts import NO_PROOFS, Proofs
from mou.ports import Stored


class FakeMailroom:
    """Keeps (raw, recipients, door) per digest; with `failure` set, nothing is stored and it is raised."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, tuple[str, ...], str]] = {}
        self.proofs: dict[str, Proofs] = {}
        self.failure: Exception | None = None

    async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
        if self.failure is not None:
            raise self.failure
        digest = sha256(raw).hexdigest()
        new = digest not in self.kept
        self.proofs[digest] = proofs
        self.kept.setdefault(digest, (raw, tuple(recipients), door))
        return Stored(digest=digest, new=new)

    @property
    def only(self) -> tuple[bytes, tuple[str, ...], str]:
        """Return what was stored when it was one mail; fail otherwise."""
        (kept,) = self.kept.values()
        return kept
