"""An Engine for tests: a visible, reversible draft of every text, or none, or away, or refusing."""

from collections.abc import Mapping, Sequence

from mou.errors import Refused, Unavailable
from mou.glossary import Glossary
from mou.segments import Direction, Draft


class FakeEngine:
    """Drafts "[es] text", remembers what it was asked, is away while `away` is set and refuses while `refusing` is."""

    def __init__(self, *, name: str = "fake", silent: bool = False, learnt: Mapping[str, str] | None = None) -> None:
        """Draft nothing when `silent`; `learnt` are masked texts it can translate, for tests in which its drafts are checked."""
        self.learnt = learnt or {}
        self.name = name
        self.version = "0"
        self.silent = silent
        self.away = False
        self.refusing = ""
        self.asked: list[tuple[str, Direction]] = []
        self.closed = False

    async def close(self) -> None:
        """Nothing runs."""
        self.closed = True

    async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:  # noqa: ARG002 - the port's words
        """Return one draft per text; raise Unavailable while away, Refused with its code while refusing."""
        if self.away:
            raise Unavailable("the fake engine is away: set `away` to False", where=self.name)
        if self.refusing:
            raise Refused("the fake engine refuses: empty `refusing`", where=f"{self.name}/{self.refusing}")
        self.asked += [(text, direction) for text in masked]
        return [Draft(text="" if self.silent else f"[{direction.target}] {self.learnt.get(text, text)}") for text in masked]
