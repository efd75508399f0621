"""The machine's clock: the one place that asks what time it is for the record, the letters and the stories' hands."""

from datetime import UTC, datetime


class SystemClock:
    """The port `Clock`."""

    def now(self) -> datetime:
        """Return the current instant."""
        return datetime.now(UTC)
