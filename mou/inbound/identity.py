"""What a message is known by: its Message-ID, and its bytes without what each delivery writes above them anew."""

import re

HEADS = 262_144
"""Bytes at most that are looked at as headers: no mail program writes as many."""
_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:", re.MULTILINE)
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_TRACES = frozenset(
    b"received x-received return-path delivered-to dkim-signature authentication-results received-spf arc-seal "
    b"arc-message-signature arc-authentication-results x-spam-status x-spam-score x-originating-ip".split()
)


def message_id(raw: bytes) -> str:
    """Return the Message-ID with its angle brackets; "" when there is none, or none that could be written into a reply."""
    for name, value in _fields(raw):
        if name == b"message-id":
            found = _ID.fullmatch(value.decode("latin-1").strip())
            return found.group(0) if found else ""
    return ""


def stable(raw: bytes) -> bytes:
    """Return the message without the headers that carriers add on the way: the same mail delivered twice gives the same."""
    end = _END.search(raw, 0, HEADS)
    body = raw[end.start() :] if end else b""
    kept = [name + b":" + value for name, value in _fields(raw) if name not in _TRACES]
    return b"\n".join(kept) + body if end else raw


def _fields(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Return the headers of the message itself, names in lower case, values as they stand; the work is that of one pass."""
    end = _END.search(raw, 0, HEADS)
    head = raw[: end.start() if end else HEADS]
    starts = list(_FIELD.finditer(head))
    ends = [*(match.start() for match in starts[1:]), len(head)]
    return [(match[1].lower(), head[match.end() : at].strip()) for match, at in zip(starts, ends, strict=True)]
