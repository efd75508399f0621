"""One letter of the mailbox, opened: both parts as a mail program shows them, and its Reply button."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from mou.errors import Refused, Unavailable
from mou.letters.blocks import T
from mou.ports import Desk
from mou.record import LetterLine
from web.headers import LETTER
from web.mailbox_reply import RULE, Written, compose
from web.opened import Opened, opened
from web.pages import Pages
from web.same_origin import same_origin
from web.webhook import Deliver
from web.words import KINDS, STYLES, said

ATTRIBUTIONS = {
    "gmail": T("On %(date)s %(sender)s wrote:"),
    "apple": T("On %(date)s, %(sender)s wrote:"),
    "outlook": T("%(sender)s wrote:"),
    "undated": T("%(sender)s wrote:"),
}
"""The line above a quoted letter, by mail program. Outlook prints the letter's headers instead."""

log = logging.getLogger(__name__)


LISTED = 200
"""Letters of one thread."""


@dataclass(frozen=True)
class Choice:
    """Which letter is open, and how its reply is to be written: in which mail program's style, set to which language."""

    ref: str
    style: str
    tongue: str = ""


class Answering:
    """Takes what a person wrote in the mailbox to the inbound door. Without `deliver` the mailbox is read-only."""

    def __init__(self, *, deliver: Deliver | None, domain: str) -> None:
        """Keep the way in and the domain of the reply addresses."""
        self._deliver = deliver
        self._at = f"@{domain.lower()}"

    def possible(self, letter: Opened) -> bool:
        """Whether a letter can be answered here: its Reply-To is an address of ours."""
        return self._deliver is not None and letter.reply_to.lower().endswith(self._at)

    async def post(self, letter: Opened, written: Written) -> None:
        """Compose the reply and deliver it. Raise Refused when the letter takes none, Unavailable when it was not stored."""
        if self._deliver is None or not self.possible(letter):
            raise Refused("this letter takes no reply here: its Reply-To is not an address of ours")
        await self._deliver(compose(letter, written, on=datetime.now(UTC)), [letter.reply_to])


def router(*, desk: Desk, pages: Pages, answering: Answering) -> APIRouter:
    """Return the room with a letter's page, its HTML part alone, and the reply form's target."""
    room = APIRouter(prefix="/mailbox/{ref}")

    @room.get("/html")
    async def html(ref: str) -> HTMLResponse:
        return HTMLResponse(opened(await desk.letter(ref)).html, headers={"Content-Security-Policy": LETTER})

    @room.get("")
    async def letter(request: Request, ref: str, style: str = "gmail", tongue: str = "", replied: str = "") -> HTMLResponse:
        found = opened(await desk.letter(ref))
        choice = Choice(ref=ref, style=style, tongue=tongue)
        thread = await _thread(desk, found, ref)
        return await _page(request, pages, answering, found, choice, thread=thread, replied=bool(replied))

    @room.post("/reply", dependencies=[Depends(same_origin)])
    async def reply(request: Request, ref: str, style: Annotated[str, Form()], text: Annotated[str, Form()]) -> Response:
        found = opened(await desk.letter(ref))
        try:
            await answering.post(found, Written(style=style, text=text))
        except Unavailable:
            log.exception("a reply from the mailbox was not stored; its writer sees it again")
            choice = Choice(ref=ref, style=style)
            return await _page(request, pages, answering, found, choice, thread=(), kept=text, status=503)
        return RedirectResponse(pages.frame(request).to(f"/mailbox/{ref}", replied="1"), status_code=303)

    return room


async def _page(
    request: Request,
    pages: Pages,
    answering: Answering,
    letter: Opened,
    choice: Choice,
    *,
    thread: tuple[LetterLine, ...],
    replied: bool = False,
    kept: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the letter's page; `kept` is a reply that could not be stored, shown again so that nothing is lost."""
    style = choice.style if choice.style in STYLES else next(iter(STYLES))
    await pages.programs()
    tongue = pages.reader_of(choice.tongue or letter.language, pages.reader(request)).language
    return pages.known(
        request,
        "letter.html",
        status=status,
        ref=choice.ref,
        letter=letter,
        thread=thread,
        tongue=tongue,
        kind=said(KINDS, letter.kind),
        answerable=answering.possible(letter),
        style=style,
        styles=STYLES,
        box=_box(request, pages, letter, style=style, tongue=tongue, kept=kept),
        replied=replied,
        failed=kept is not None,
    )


async def _thread(desk: Desk, letter: Opened, ref: str) -> tuple[LetterLine, ...]:
    """Return the letters about the same report to the same person, oldest first, this one among them."""
    if not letter.report:
        return ()
    about = await desk.letters(report=letter.report, most=LISTED)
    person = next((line.person for line in about if line.ref == ref), "")
    return tuple(line for line in reversed(about) if line.person == person)


def _box(request: Request, pages: Pages, letter: Opened, *, style: str, tongue: str, kept: str | None) -> str:
    """Return the text box with the letter quoted as a mail program does that is set to this language."""
    reader = pages.reader_of(tongue, pages.reader(request))
    words = ATTRIBUTIONS[style] if letter.date else ATTRIBUTIONS["undated"]
    attribution = T(words.msgid, date=letter.date, sender=letter.sender)
    return pages.fragment("reply_box.html", reader, letter=letter, style=style, rule=RULE, kept=kept, attribution=attribution)
