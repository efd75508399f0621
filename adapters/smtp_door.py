"""A door for mail programs of this machine: replies by SMTP, through `aiosmtpd`, on loopback only.

As with every carrier, a mail is stored before it is said to be taken. Any failure of ours is a 451, so that the program keeps
the mail and tries again; only what can never be taken is refused: more than 32 MB, and mail to another domain.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.loopback import HOST
from mou.errors import Unavailable
from mou.inbound.facts import Proofs
from mou.ports import Mailroom

log = logging.getLogger(__name__)

DOOR = "smtp"
LARGEST = 32 * 1024 * 1024
"""Bytes of a mail: as much as the web's door takes."""
_AGAIN = "451 4.3.0 Not stored. Please keep it and send it again."
_NULL_SENDER = "<>"


class SmtpDoor:
    """Puts what is sent to our mail domain into the mailroom. It proves no sender: whoever is at this machine may use it."""

    def __init__(self, mailroom: Mailroom, *, domain: str) -> None:
        """Store in `mailroom` what is for any address in `domain`."""
        # At its info level the library logs addresses.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._mailroom = mailroom
        self._domain = domain.casefold()

    @asynccontextmanager
    async def opened(self, port: int) -> AsyncIterator[int]:
        """Listen on a port of loopback (0: a free one) and give it; raise Unavailable when it is taken.

        A mail that is being stored when the door closes was not said to be taken: its program keeps it.
        """
        inside: set[_Visit] = set()
        loop = asyncio.get_running_loop()
        try:
            server = await loop.create_server(lambda: _Visit(self, domain=self._domain, inside=inside), HOST, port)
        except OSError as error:
            message = f"Port {port} of this machine is taken: choose another with MOU_SMTP_PORT (0: a free one)."
            raise Unavailable(message, where="smtp-door") from error
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await asyncio.gather(*(visit.end() for visit in tuple(inside)))
            await server.wait_closed()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take an address in our domain, known or not: a person looks at what no letter asked for."""
        if address.rpartition("@")[2].casefold() != self._domain:
            return f"550 5.7.1 Only mail to {self._domain} is taken here. Send other mail by your own mail server."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Store a mail, byte for byte and once for all its recipients; only then say that it is taken."""
        sender = "" if envelope.mail_from in {None, _NULL_SENDER} else str(envelope.mail_from)
        try:
            stored = await self._mailroom.store(
                envelope.original_content or b"", recipients=tuple(envelope.rcpt_tos), door=DOOR, proofs=Proofs(envelope=sender)
            )
        except Exception:
            log.exception("a mail from a program of this machine was not stored; it is told to try again")
            return _AGAIN
        return f"250 2.0.0 Stored as {stored.digest[:12]}"

    async def handle_exception(self, error: Exception) -> str:
        """Answer what nobody foresaw as a failure of ours, which it is."""
        log.error("a conversation with a mail program failed; it is told to try again", exc_info=error)
        return _AGAIN


class _Visit(SMTP):
    """One connection of a mail program."""

    line_length_limit = 2 * LARGEST  # a mail is judged by its size; lines longer than the standard's are stored as well

    def __init__(self, door: SmtpDoor, *, domain: str, inside: "set[_Visit]") -> None:
        # Named by the domain: the library would look this machine's name up. No version is told.
        loop = asyncio.get_running_loop()
        super().__init__(door, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname=domain, ident="ESMTP", loop=loop)
        self._inside = inside
        self._left = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note who is inside."""
        self._inside.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Note who left."""
        super().connection_lost(error)
        self._inside.discard(self)
        self._left.set()

    async def end(self) -> None:
        """Hang up and wait until that is done."""
        if self.transport is not None:
            self.transport.close()
            await self._left.wait()
