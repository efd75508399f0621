"""Where no draft is kept: a text drafted by hand leaves nothing behind. The port `Drafts`."""

from collections.abc import Mapping, Sequence

from mou.segments import Draft


class NoDrafts:
    """Knows none and keeps none."""

    async def known(self, keys: Sequence[str]) -> Mapping[str, Draft]:  # noqa: ARG002 - the port's words
        """Return none."""
        return {}

    async def keep(self, made: Mapping[str, Draft]) -> None:
        """Let them go."""
