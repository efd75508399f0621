"""The page behind a confirmation letter: it shows a held message and has two buttons. Opening it changes nothing."""

from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from mou.errors import Refused, Unknown
from web.confirmations import Waiting
from web.pages import Pages
from web.same_origin import same_origin


class Confirming(Protocol):
    """Finds the message behind a token, and takes the word on it."""

    async def waiting(self, token: str) -> Waiting:
        """Return the message or raise Unknown."""
        ...

    async def settle(self, token: str, *, mine: bool) -> None:
        """Take the word; raise Unknown, Refused or Unavailable."""
        ...


def router(*, confirming: Confirming, pages: Pages) -> APIRouter:
    """Return the room. A mail program that opens links ahead of its user gets the page and decides nothing by it."""
    room = APIRouter(prefix="/confirm/{token}")

    @room.get("")
    async def ask(request: Request, token: str) -> HTMLResponse:
        return await pages.show(request, "confirm.html", waiting=await confirming.waiting(token), token=token, word="")

    @room.post("", dependencies=[Depends(same_origin)])
    async def answer(request: Request, token: str, word: Annotated[Literal["mine", "not-mine"], Form()]) -> HTMLResponse:
        waiting = await confirming.waiting(token)
        if waiting.open:
            try:
                await confirming.settle(token, mine=word == "mine")
            except (Refused, Unknown):  # somebody else was first, or its story ended meanwhile: it is decided
                waiting = waiting.model_copy(update={"open": False})
        return await pages.show(request, "confirm.html", waiting=waiting, token=token, word=word if waiting.open else "")

    return room
