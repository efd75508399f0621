"""The port `Bounces` by flufl.bounce, which knows the dialects of the mail servers of thirty years."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from flufl.bounce import all_failures

from mou.answering import Bounced

LARGEST = 1024 * 1024
"""Bytes of a report that are read: what it says stands at its beginning, the letter it returns after that."""
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
_CRASHES = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)


class FluflBounces:
    """Delivery reports as flufl.bounce reads them; a report it cannot read names nobody."""

    def permanent(self, raw: bytes) -> tuple[Bounced, ...]:
        """Return the addresses a report gives up on."""
        try:
            message = message_from_bytes(raw[:LARGEST])
            _, given_up = all_failures(message)
        except _CRASHES:  # hostile or broken bytes: then it is a report about nobody
            return ()
        code = _code(message)
        addresses = sorted(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in given_up)
        return tuple(Bounced(address=address.casefold(), code=code) for address in addresses)


def _code(message: Message) -> str:
    """Return the first permanent status that the machine-readable part names."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            found = _STATUS.search("\n".join(str(block) for block in part.get_payload()))
            return found.group(0) if found else ""
    return ""
