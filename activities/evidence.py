"""Files that came with a mail: taken out of its bytes, judged by the limits, kept by their hash."""

import asyncio
from collections.abc import Iterator

from mou.inbound.attachments import Evidence, accepted, evidence
from mou.ports import Blobs
from mou.reply.mime import Part, take_apart
from mou.reply.parts import is_text, name_of


async def keep(blobs: Blobs, raw: bytes) -> tuple[Evidence, ...]:
    """Store the files of a mail that are within limits, each once whatever its name; return all with why one was refused."""
    judged = await asyncio.to_thread(lambda: evidence(files(raw)))  # a large mail takes its time, heartbeats go on
    for one, content in accepted(judged):
        await blobs.put(evidence_blob(one.sha256), content)
    return tuple(one for one, _ in judged)


def evidence_blob(sha256: str) -> str:
    """Return where a file lies: by its content's hash, so that no name ever becomes a path."""
    return f"evidence/{sha256}"


def files(raw: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield a mail's files as (name, media type, content): all that is no text and no picture within it. Never raises."""
    yield from _files(take_apart(raw))


def _files(part: Part) -> Iterator[tuple[str, str, bytes]]:
    for child in part.parts:
        yield from _files(child)
    if not part.parts and not is_text(part) and not _within_text(part):
        yield name_of(part), part.media, part.content()


def _within_text(part: Part) -> bool:
    return part.media.startswith("image/") and bool(part.head("content-id")) and part.disposition != "attachment"
