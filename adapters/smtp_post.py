"""Mail out by SMTP, through `aiosmtplib`: for those who have a mail server and no vendor.

A server's own words stay in this file: they quote addresses, and errors enter histories. Until a letter's last byte was
written nothing can have been accepted, whatever happens; from then until the server's answer nobody knows.
"""

import asyncio
import re
import ssl
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from adapters.smtp_line import as_sent, plain, promised
from adapters.smtp_server import Server
from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.ports import Envelope

_T = TypeVar("_T")
_GO_AHEAD = 354
_TAKEN, _NOT_NOW, _NEVER = 2, 4, 5
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")
_FAREWELL = 2.0


class SmtpPost:
    """The port Post by SMTP: a connection per letter, the bytes as composed. A bounce comes back to the letter's own address."""

    repeatable = False

    def __init__(
        self, server: Server, *, within: float = 30.0, answer_within: float = 100.0, trust: ssl.SSLContext | None = None
    ) -> None:
        """Hand letters to a server: `within` seconds for all up to the letter's last byte, `answer_within` for its answer.

        Its certificate is checked by `trust`, else by what this machine trusts.
        """
        self._server = server
        self._within = within
        self._answer_within = answer_within
        self._trust = trust

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Hand the letter over and return its Message-ID, by which the server's log knows it too.

        Raise Unavailable (nothing was accepted: try again), Invalid (it never will be: mend the address, the letter or
        SMTP_URL) or OutcomeUnknown (it may have been: do not send it again). `where` holds the server's status codes.
        """
        sender, to = plain(envelope.reply_to), plain(envelope.to.address)
        client = _client(self._server, name=sender.rpartition("@")[2], trust=self._trust, within=self._within)
        try:
            protocol = await _before_anything_left(self._written(client, sender, to, message), within=self._within)
            await _answered(protocol, within=self._answer_within)
            await _farewell(client)
        finally:
            client.close()
        return envelope.message_id

    async def _written(self, client: SMTP, sender: str, to: str, message: bytes) -> SMTPProtocol:
        """Go as far as the letter's last byte; what fails before has left nothing that a server could accept."""
        await _greet(client, self._server)
        content = as_sent(message)
        options, encoding = promised(client.supports_extension, sender, to, content)
        await client.mail(sender, options=options, encoding=encoding)
        await client.rcpt(to, encoding=encoding)
        answer = await client.execute_command(b"DATA")
        if answer.code != _GO_AHEAD:
            raise SMTPResponseException(answer.code, answer.message)
        if client.protocol is None:
            raise SMTPServerDisconnected("gone before the letter left")
        client.protocol.write(content)
        return client.protocol


async def reachable(server: Server, *, name: str = "localhost", within: float = 10.0, trust: ssl.SSLContext | None = None) -> str:
    """Greet a server as a letter would, sign in, send nothing, and return in words what was found.

    `name` is what we greet with: the mail domain. Raise Unavailable or Invalid, as for a letter.
    """
    client = _client(server, name=name, trust=trust, within=within)
    try:
        await _before_anything_left(_greet(client, server), within=within)
        secured = "encrypted" if client.get_transport_info("sslcontext") else "not encrypted"
        await _farewell(client)
    finally:
        client.close()
    return f"answers at {server.name}, {secured}, {'signed in' if server.user else 'nobody signs in'}"


def _client(server: Server, *, name: str, trust: ssl.SSLContext | None, within: float) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "from-start",
        start_tls=False,  # decided by us, after its greeting
        tls_context=trust,
        timeout=within,
        local_hostname=name if name.isascii() else "localhost",  # its default is this machine's own name
    )


async def _greet(client: SMTP, server: Server) -> None:
    """Connect, secure the connection and sign in, as the server's entry demands."""
    await client.connect()
    await client.ehlo()
    if server.tls in {"required", "offered"}:
        if client.supports_extension("starttls"):
            await client.starttls()
            await client.ehlo()
        elif server.tls == "required":
            raise Unavailable(
                f"The mail server {server.name} offers no STARTTLS, so no password is sent to it: ask those who run it, "
                "or use smtps://",
                where="smtp/no-tls",
            )
    if server.user:
        # One method, once: asking again in other ways looks like guessing the password.
        ways = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
        way = next((ways[one] for one in ways if one in client.server_auth_methods), None)
        if way is None:
            raise Unavailable(
                f"The mail server {server.name} offers no sign-in by user and password: ask those who run it, or take them "
                "out of SMTP_URL",
                where="smtp/no-sign-in",
            )
        await way(server.user, server.password)


async def _before_anything_left(steps: Awaitable[_T], *, within: float) -> _T:
    """Take steps during which no letter can have been accepted; tell what goes wrong as Unavailable or Invalid."""
    try:
        async with asyncio.timeout(within):
            return await steps
    except MouError:
        raise
    except SMTPResponseException as answer:
        failure = _refusal(answer.code, answer.message)
    except (SMTPException, OSError) as error:
        failure = _unsafe(error) or _unsafe(error.__cause__) or _away()
    # Raised out here so that the library's exception, which may quote addresses, is not its context.
    raise failure


async def _answered(protocol: SMTPProtocol, *, within: float) -> None:
    """Wait for the server's word on a letter that has left; return when it has taken it."""
    try:
        code, words = await protocol.read_response(timeout=within)
    except (SMTPException, OSError):
        code, words = 0, ""
    if code // 100 in {_NOT_NOW, _NEVER}:
        raise _refusal(code, words)
    if code // 100 != _TAKEN:
        raise OutcomeUnknown(
            "The mail server gave no clear answer after the letter had left: do not send it again before its log was read",
            where="smtp/no-answer",
        )


async def _farewell(client: SMTP) -> None:
    """Take leave as a server expects it; how that goes changes nothing."""
    with suppress(SMTPException, OSError):
        await client.quit(timeout=_FAREWELL)


def _refusal(code: int, words: str) -> MouError:
    """Return what a server's answer means for the letter; `where` is its code and enhanced status, such as smtp/550/5.1.1."""
    enhanced = _ENHANCED.match(words)
    status = f"{code}/{enhanced[0]}" if enhanced else f"{code}"
    if code // 100 == _NEVER:
        return Invalid(
            f"The mail server refuses the letter (status {status}): 530 and 535 mean user and password in SMTP_URL, 550 and 553 "
            "an address, 552 the size, 554 mostly where or what it comes from",
            where=f"smtp/{status}",
        )
    return Unavailable(f"The mail server takes no letter just now (status {status}): try again later", where=f"smtp/{status}")


def _away() -> MouError:
    return Unavailable("The mail server does not answer: check the network and SMTP_URL", where="smtp/unreached")


def _unsafe(error: BaseException | None) -> MouError | None:
    """Return what is to be said of a failure to secure the connection; None for any other failure."""
    if isinstance(error, ssl.SSLCertVerificationError):
        mend = "check the host in SMTP_URL, or name the file of its authority in SSL_CERT_FILE"
        return Unavailable(
            f"The mail server's certificate is not trusted here, so nothing was sent: {mend}", where="smtp/untrusted"
        )
    if isinstance(error, ssl.SSLError):
        mend = "smtps:// is for servers that encrypt from the start (465), smtp:// for the others (587, 25)"
        return Unavailable(f"The mail server and we cannot agree on an encryption: {mend}", where="smtp/tls")
    return None
