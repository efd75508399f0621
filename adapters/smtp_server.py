"""Which mail server letters are handed to, read from one address such as smtp://user:password@mail.example:587."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import unquote, urlsplit

from mou.errors import Invalid

_FORM = "SMTP_URL is a mail server's address, such as smtp://user:password@mail.example:587 or smtps://mail.example"
_SUBMISSION, _RELAY, _OVER_TLS = 587, 25, 465
_CONTROL = " "


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server. `tls`: "from-start"; "required" (STARTTLS or no letter); "offered" (STARTTLS where it is); "none"."""

    host: str
    port: int
    tls: Literal["from-start", "required", "offered", "none"]
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Return what people call it: its host and port, without who signs in."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def server_at(url: str) -> Server:
    """Return the server an SMTP_URL names; raise Invalid, which never repeats the address: it may hold a password.

    smtps:// is TLS from the start (port 465). smtp:// is STARTTLS: required when somebody signs in (port 587), used where
    it is offered otherwise (port 25). At this machine itself there is no network to hide from: no TLS.
    """
    if any(character <= _CONTROL or character == "\x7f" for character in url):
        raise Invalid(f"{_FORM}: it holds a blank or a control character.", where="settings")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")  # as it is looked up
    except ValueError:
        raise Invalid(f"{_FORM}: its host or port cannot be read.", where="settings") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in {"smtp", "smtps"} or not host or port == 0:
        raise Invalid(f"{_FORM}.", where="settings")
    if parts.path.strip("/") or parts.query or parts.fragment:
        unclear = "in a user or password write / as %2F, ? as %3F, # as %23, @ as %40 and : as %3A"
        raise Invalid(f"{_FORM}: nothing follows the port; {unclear}.", where="settings")
    if bool(user) != bool(password):
        raise Invalid(f"{_FORM}: whoever signs in has a user and a password.", where="settings")
    if parts.scheme == "smtps":
        return Server(host=host, port=port or _OVER_TLS, tls="from-start", user=user, password=password)
    usual = _SUBMISSION if user else _RELAY
    careful: Literal["required", "offered"] = "required" if user else "offered"
    return Server(host=host, port=port or usual, tls="none" if _here(host) else careful, user=user, password=password)


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
