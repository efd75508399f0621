"""The mailbox keeps every letter exactly once."""

import asyncio

from adapters.blobs import ObstoreBlobs
from adapters.mailbox_post import MailboxPost
from mou.ports import Envelope, Post
from mou.program import Person


def envelope(key: str) -> Envelope:
    """Return an envelope with this key."""
    return Envelope(
        key=key,
        sender="mou@reports.example",
        reply_to="reply+t0k@reports.example",
        to=Person(id="p01", name="Elena Ruiz", address="elena.ruiz@semarnat.example", language="es"),
        message_id="<1@reports.example>",
        language="es",
        expects_reply=True,
    )


async def test_a_letter_is_stored_as_it_was_composed() -> None:
    """The path returned opens the very bytes, and tells neither name nor key."""
    blobs = ObstoreBlobs("memory:///")
    post: Post = MailboxPost(blobs)
    ref = await post.send(envelope("ca-mx/2026-Q1/air-quality/invitation/p01"), b"Subject: Hola\r\n\r\nHola")
    assert await blobs.get(ref) == b"Subject: Hola\r\n\r\nHola"
    assert ref.startswith("mailbox/")
    assert "p01" not in ref


async def test_the_same_key_is_delivered_once() -> None:
    """However often and however concurrently a key is sent, one letter lies there: the first."""
    blobs = ObstoreBlobs("memory:///")
    post = MailboxPost(blobs)
    first = await post.send(envelope("k"), b"first")
    again = await asyncio.gather(*(post.send(envelope("k"), b"again %d" % n) for n in range(10)))
    other = await post.send(envelope("k2"), b"other")
    assert {*again} == {first}
    assert await blobs.get(first) == b"first"
    assert [path async for path in blobs.list("mailbox")] == sorted([first, other])
