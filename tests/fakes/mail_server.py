"""A mail server on loopback that behaves as it is told: it answers, refuses, falls silent or hangs up at any point."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG = "hang"
DROP = "drop"
USER, PASSWORD = "mou", "0pen sésame"


@dataclass
class Temper:
    """What the server does: per point ("greeting", "MAIL", "RCPT", "DATA", "354", "QUIT") an answer, HANG or DROP."""

    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    sign_in: bool = False
    utf8: bool = False
    got: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)
    most_at_once: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)


class MailServer(SMTP):
    """One connection to it."""

    def __init__(self, temper: Temper, open_ones: set["MailServer"]) -> None:
        super().__init__(
            Habits(temper),
            hostname="mail.example",
            tls_context=temper.tls,
            auth_require_tls=temper.tls is not None,
            authenticator=_knows,
            enable_SMTPUTF8=temper.utf8,
            loop=asyncio.get_running_loop(),
        )
        self._temper = temper
        self._open = open_ones

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note who is connected."""
        self._open.add(self)
        self._temper.most_at_once = max(self._temper.most_at_once, len(self._open))
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Note who left."""
        self._open.discard(self)
        super().connection_lost(error)

    async def push(self, status: str | bytes) -> None:
        """Answer, unless told otherwise for the greeting, the go-ahead or the farewell."""
        words = status.decode() if isinstance(status, bytes) else status
        points = {"220 mail.example": "greeting", "354 ": "354", "221 ": "QUIT"}
        point = next((point for start, point in points.items() if words.startswith(start)), "")
        await super().push(await told(self, self._temper, point, words))

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - the library's name
        """Count who tries to sign in."""
        self._temper.asked.append("AUTH")
        await super().smtp_AUTH(arg)


class Habits:
    """What it does with an envelope and a letter."""

    def __init__(self, temper: Temper) -> None:
        self._temper = temper

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender or not."""
        self._temper.asked.append("MAIL")
        if self._temper.sign_in and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from, envelope.mail_options = address, options
        return await told(server, self._temper, "MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient or not."""
        envelope.rcpt_tos.append(address)
        return await told(server, self._temper, "RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """Take a letter; the answer is another thing."""
        content = envelope.original_content or b""
        self._temper.got.append((str(envelope.mail_from), tuple(envelope.rcpt_tos), content))
        self._temper.secured.append(session.ssl is not None)
        return await told(server, self._temper, "DATA", "250 2.0.0 Ok: queued as 4Xy7")


async def told(server: SMTP, temper: Temper, point: str, usual: str) -> str:
    """Return the answer at a point; before it, fall silent until the test is over, or hang up."""
    answer = temper.answers.get(point, usual)
    if answer == HANG:
        await temper.over.wait()
    if answer == DROP and isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    return answer


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
    good = (login.login.decode(), login.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=good, handled=False)


@asynccontextmanager
async def mail_server(temper: Temper, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Open the server (with `tls`: encrypted from the start), give its port, and close it with all its connections."""
    open_ones: set[MailServer] = set()
    server = await asyncio.get_running_loop().create_server(lambda: MailServer(temper, open_ones), "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        temper.over.set()
        server.close()
        for one in list(open_ones):
            if one.transport is not None:
                one.transport.close()
        await server.wait_closed()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server at 127.0.0.1 shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "shown.pem").write_bytes(shown + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "shown.pem")
    return server, ssl.create_default_context(cadata=shown.decode())
