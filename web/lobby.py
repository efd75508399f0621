"""Mail in, second step: once a message is stored, its story is started. Failing that changes nothing: the sweep will."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from mou.errors import Unavailable
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.ports import Mailroom, Stored, Stories
from mou.stories import MailStart, mail_id

LOG = logging.getLogger(__name__)


class Lobby:
    """A Mailroom that also knocks on the stories' door. The way to the stories is opened when the first mail comes."""

    def __init__(self, mailroom: Mailroom, stories: Callable[[], Awaitable[Stories]]) -> None:
        self._mailroom = mailroom
        self._open = stories
        self._stories: Stories | None = None

    async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
        """Store a message and start its story; raise Unavailable only when it could not be stored."""
        stored = await self._mailroom.store(raw, recipients=recipients, door=door, proofs=proofs)
        try:
            if self._stories is None:
                self._stories = await self._open()
            start = MailStart(digest=stored.digest)
            await self._stories.start("InboundMail", mail_id(stored.digest), start, attributes={}, summary="one incoming mail")
        except Unavailable:
            LOG.warning("mail %s is stored; its story starts with the next sweep", stored.digest[:12])
        return stored
