"""Mails and letters as the desk hands them out: the links that decide in their reader's name are cut out.

The desk is open to whoever can reach it; the record keeps every message as it came or went.
"""

import re
from email import encoders, message_from_bytes

from mou.inbound.page_token import LINK

_LINK = LINK.pattern.encode()


def redacted(raw: bytes) -> bytes:
    """Return a message without such links, in whatever encoding its parts are; one that has none comes back byte for byte."""
    message, changed = message_from_bytes(raw), False
    for part in message.walk():
        content = None if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(content, bytes) or (cut := re.sub(_LINK, rb"\1...", content)) == content:
            continue
        del part["Content-Transfer-Encoding"]
        part.set_payload(cut)
        encoders.encode_base64(part)
        changed = True
    return message.as_bytes() if changed else raw
