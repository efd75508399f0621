"""Drafts kept in memory: the port `Drafts`."""

from collections.abc import Mapping, Sequence

from mou.segments import Draft


class Remembered:
    """Keeps what was made first."""

    def __init__(self) -> None:
        self.made: dict[str, Draft] = {}

    async def known(self, keys: Sequence[str]) -> Mapping[str, Draft]:
        """Return what was kept."""
        return {key: self.made[key] for key in keys if key in self.made}

    async def keep(self, made: Mapping[str, Draft]) -> None:
        """Keep."""
        self.made = {**made, **self.made}
