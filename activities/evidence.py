"""Files that came with a mail: taken out of its bytes, judged by the limits, kept by their hash."""

from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

from mou.inbound.attachments import Evidence, accepted, evidence
from mou.ports import Blobs

_CRASHES = (AssertionError, AttributeError, IndexError, KeyError, LookupError, RecursionError, TypeError, ValueError)
_DEEPEST = 20


async def keep(blobs: Blobs, raw: bytes) -> tuple[Evidence, ...]:
    """Store the files of a mail that are within limits, each once whatever its name; return all with why one was refused."""
    judged = evidence(files(raw))
    for one, content in accepted(judged):
        await blobs.put(evidence_blob(one.sha256), content)
    return tuple(one for one, _ in judged)


def evidence_blob(sha256: str) -> str:
    """Return where a file lies: by its content's hash, so that no name ever becomes a path."""
    return f"evidence/{sha256}"


def files(raw: bytes) -> list[tuple[str, str, bytes]]:
    """Return a mail's attached files as (name, media type, content); pictures within its text are no files. Never raises."""
    try:
        return list(_files(message_from_bytes(raw), 0))
    except _CRASHES:  # broken bytes: the mail itself is kept whole all the same
        return []


def _files(part: Message, depth: int) -> Iterator[tuple[str, str, bytes]]:
    media = part.get_content_type()
    name, disposition = _name(part), part.get_content_disposition()
    if media == "message/rfc822" or not part.is_multipart():
        in_text = media.startswith("image/") and part.get("Content-ID") and disposition != "attachment"
        if (name or disposition == "attachment" or media == "message/rfc822") and not in_text:
            yield name, media, _content(part)
    elif depth < _DEEPEST:
        for child in part.get_payload():
            if isinstance(child, Message):
                yield from _files(child, depth + 1)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""


def _name(part: Message) -> str:
    name = str(part.get_filename() or "")
    try:
        return str(make_header(decode_header(name)))
    except _CRASHES:
        return name
