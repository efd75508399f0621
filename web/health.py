"""Whether this process can do its work: 200 when the record answers, else 503."""

import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from mou.ports import Desk

log = logging.getLogger(__name__)


def router(*, desk: Desk) -> APIRouter:
    """Return the room with `/health`."""
    room = APIRouter()

    @room.get("/health")
    async def health() -> Response:
        try:
            await desk.programs()
        except Exception:
            log.exception("the record does not answer")
            return JSONResponse({"record": "silent"}, status_code=503)
        return JSONResponse({"record": "answers"})

    return room
