"""The port `Post` as a list of what was delivered."""

from mou.errors import MouError
from mou.ports import Envelope


class FakePost:
    """Delivers into `sent`; raises what stands in `failures` first, one per call."""

    def __init__(self) -> None:
        self.repeatable = True
        self.sent: list[tuple[Envelope, bytes]] = []
        self.failures: list[MouError] = []

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Deliver, or fail as told."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((envelope, message))
        return f"fake-{len(self.sent)}"

    def kinds(self) -> list[str]:
        """Return what was delivered, as kind/person."""
        return [f"{envelope.key.split('/')[-2]}/{envelope.to.id}" for envelope, _ in self.sent]
