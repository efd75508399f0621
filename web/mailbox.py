"""The mailbox of the embedded stack: every letter that went out, as a list for people and as an index for programs."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from mou.ports import Desk
from mou.record import LetterLine
from web.desk import as_mail
from web.pages import Pages
from web.words import KINDS, STATUSES, said

LISTED = 1000
"""Letters on one page: a year has some hundreds; older ones are found by person or report."""

ALL = 1_000_000
"""More letters than an embedded record ever holds: whoever asks what is new must not miss one."""


def router(*, desk: Desk, pages: Pages) -> APIRouter:
    """Return the room with the list, the index and every letter's bytes."""
    room = APIRouter(prefix="/mailbox")

    @room.get("")
    async def letters(request: Request, person: str = "", report: str = "") -> HTMLResponse:
        programs = await pages.programs()
        return await pages.show(
            request,
            "mailbox.html",
            letters=await desk.letters(person=person, report=report, most=LISTED),
            people=tuple(one for program in programs for one in program.people),
            person=person,
            report=report,
            kinds=KINDS,
            statuses=STATUSES,
            said=said,
        )

    @room.get("/index.json")
    async def index(after: int = 0, person: str = "", report: str = "") -> list[dict[str, object]]:
        found = await desk.letters(after=after, person=person, report=report, most=ALL)
        return [_listed(line) for line in reversed(found)]

    @room.get("/{ref}.eml")
    async def raw(ref: str) -> Response:
        return as_mail(await desk.letter(ref))

    return room


def _listed(line: LetterLine) -> dict[str, object]:
    """Return a letter as the index lists it; `on` is ISO 8601, agreement time."""
    return {
        "seq": line.seq,
        "ref": line.ref,
        "to": line.to,
        "kind": line.kind,
        "report": line.report,
        "subject": line.subject,
        "person": line.person,
        "language": line.language,
        "on": line.on.isoformat(),
    }
