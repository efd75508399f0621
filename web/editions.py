"""Drafts of the annual report, for those who were sent their address: exactly the bytes that will be published."""

from mimetypes import guess_type

from fastapi import APIRouter
from fastapi.responses import Response

from mou.errors import Unknown
from mou.ports import Blobs

HASH_LENGTH = 16


def router(*, blobs: Blobs) -> APIRouter:
    """Return the room that serves the files of an edition by the hash that is to be approved."""
    room = APIRouter()

    @room.get("/editions/{hash_}/{path:path}")
    async def draft(hash_: str, path: str) -> Response:
        if len(hash_) != HASH_LENGTH or not hash_.isalnum() or ".." in path or path == "tree.json":
            raise Unknown(f"There is no such edition file: {path}", where=hash_)
        content = await blobs.get(f"editions/{hash_}/{path}")
        return Response(content, media_type=guess_type(path)[0] or "application/octet-stream")

    return room
