"""A Translator for tests: a visible, reversible draft of every sentence, or none, or away."""

from collections.abc import Sequence

from mou.errors import Unavailable
from mou.segments import Direction, Draft


class FakeTranslator:
    """Drafts "[es] source", remembers what it was asked, and is away while `away` is set."""

    def __init__(self, *, name: str = "fake", silent: bool = False) -> None:
        """Draft nothing when `silent`."""
        self.name = name
        self.version = "0"
        self.silent = silent
        self.away = False
        self.asked: list[tuple[str, Direction]] = []

    async def close(self) -> None:
        """Nothing runs."""

    async def draft(self, sources: Sequence[str], direction: Direction) -> Sequence[Draft]:
        """Return one draft per source; raise Unavailable while away."""
        if self.away:
            raise Unavailable("the fake translator is away: set `away` to False", where=self.name)
        self.asked += [(source, direction) for source in sources]
        return [Draft(text="" if self.silent else f"[{direction.target}] {source}") for source in sources]
