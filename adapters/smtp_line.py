"""What goes over the line to a mail server: addresses, what a letter needs of the server, and its bytes (RFC 5321)."""

import re
from collections.abc import Callable
from email.utils import parseaddr

from mou.errors import Invalid

_SPECIAL = re.compile(r"[\s<>()\[\]\\,;:\"]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"(?m)^\.")


def plain(address: str) -> str:
    """Return the bare address of an envelope; raise Invalid for what could end the command it stands in, or start another."""
    bare = parseaddr(address)[1] if "<" in address else address
    if not address.isprintable() or _SPECIAL.search(bare) or bare.count("@") != 1 or not all(bare.split("@")):
        raise Invalid("This is no address a letter can be sent to: mend it in the program or the settings", where="smtp/address")
    return bare


def as_sent(message: bytes) -> bytes:
    """Return a letter as the line carries it: its own bytes, dots at the start of a line doubled, a lone dot at the end."""
    whole = _LINE_END.sub(b"\r\n", message)
    return _DOT.sub(b"..", whole if whole.endswith(b"\r\n") else whole + b"\r\n") + b".\r\n"


def promised(offers: Callable[[str], bool], sender: str, to: str, content: bytes) -> tuple[list[str], str]:
    """Return what MAIL FROM says beyond the address, and the encoding of addresses.

    Raise Invalid when the letter needs what the server does not offer: it would be changed on its way, or lost.
    """
    options = [f"SIZE={len(content)}"] if offers("size") else []
    beyond = not (sender.isascii() and to.isascii())
    if beyond:
        options.append(_needed("SMTPUTF8", "SMTPUTF8", offers))
    if not content.isascii():
        options.append(_needed("8BITMIME", "BODY=8BITMIME", offers))
    return options, "utf-8" if beyond else "ascii"


def _needed(extension: str, option: str, offers: Callable[[str], bool]) -> str:
    if not offers(extension):
        message = f"The mail server offers no {extension}, which this letter needs: use an address in ASCII, or another server"
        raise Invalid(message, where=f"smtp/no-{extension.lower()}")
    return option
