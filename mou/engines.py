"""The ports of drafting: the machines that draft, and the place where their drafts are kept."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from mou.glossary import Glossary
from mou.segments import Direction, Draft


class Engine(Protocol):
    """A machine that drafts. It sees masked texts only (`mou.masks`): masks, repair and checks are ours, and the same for all."""

    name: str
    version: str

    async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
        """Draft each text, in order; an empty one means that it cannot. The masks in them come back as they are, or it is none.

        The texts of one call stand in their document's order, and may serve each other as context. Terms of the glossary are
        masked already; an engine that takes a glossary of its own may use it for the forms that are not.

        Raise Unavailable when it is away (asking again may help) and Refused when it will not (quota, key, an answer that
        makes no sense): then the next engine is asked.
        """
        ...

    async def close(self) -> None:
        """Let go of whatever the engine runs on."""
        ...


class Drafts(Protocol):
    """What engines made before, by key: asking again for the same costs nothing."""

    async def known(self, keys: Sequence[str]) -> Mapping[str, Draft]:
        """Return those of these drafts that were made before."""
        ...

    async def keep(self, made: Mapping[str, Draft]) -> None:
        """Keep drafts; one kept before stays as it is."""
        ...
