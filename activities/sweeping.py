"""The sweep: whatever is stored without an outcome is offered again, and letters of unknown outcome are reconciled."""

import asyncio

from temporalio import activity

from activities import names
from activities.failures import told
from activities.reconciling import Reconciling
from mou.keeping import Record
from mou.ports import Stories
from mou.stories import MailStart, SweepStart, mail_id


class Sweeping:
    """Starts the InboundMail story of every mail that waits.

    One that runs already is left alone; one that was terminated is told again. After the mails come the letters
    (`reconciling`): no carrier that hangs keeps a mail waiting.
    """

    def __init__(self, record: Record, stories: Stories, reconciling: Reconciling | None = None) -> None:
        self._record = record
        self._stories = stories
        self._reconciling = reconciling

    @activity.defn(name=names.SWEEP)
    @told
    async def sweep(self, start: SweepStart) -> int:
        """Return how many stories were started."""
        del start  # the reason is for whoever reads the history
        digests = await self._record.waiting_mails()
        started = await asyncio.gather(*(self._start(digest) for digest in digests))
        if self._reconciling is not None:
            await self._reconciling.reconcile()
        return sum(started)

    async def _start(self, digest: str) -> bool:
        start = MailStart(digest=digest)
        return await self._stories.start(
            "InboundMail", mail_id(digest), start, attributes={}, summary="one incoming mail", again=True
        )
