"""Translation by people: the engine that drafts nothing, so that a reviewer writes every sentence."""

from collections.abc import Sequence

from mou.segments import Direction, Draft


class HumanTranslation:
    """The port Translator where no engine is: always there, always empty."""

    name = "human"
    version = "1"

    async def draft(self, sources: Sequence[str], direction: Direction) -> Sequence[Draft]:  # noqa: ARG002 - the port's words
        """Return an empty draft for each source: a person must write it."""
        return [Draft(text="") for _ in sources]

    async def close(self) -> None:
        """Nothing runs, nothing ends."""
