"""The sweep: whatever is stored without an outcome is offered again."""

import asyncio

from temporalio import activity

from activities import names
from activities.failures import told
from mou.keeping import Record
from mou.ports import Stories
from mou.stories import MailStart, SweepStart, mail_id


class Sweeping:
    """Starts the InboundMail story of every mail that waits.

    One that runs already is left alone; one that was terminated is told again.
    """

    def __init__(self, record: Record, stories: Stories) -> None:
        self._record = record
        self._stories = stories

    @activity.defn(name=names.SWEEP)
    @told
    async def sweep(self, start: SweepStart) -> int:
        """Return how many stories were started."""
        del start  # the reason is for whoever reads the history
        digests = await self._record.waiting_mails()
        started = await asyncio.gather(*(self._start(digest) for digest in digests))
        return sum(started)

    async def _start(self, digest: str) -> bool:
        start = MailStart(digest=digest)
        return await self._stories.start(
            "InboundMail", mail_id(digest), start, attributes={}, summary="one incoming mail", again=True
        )
