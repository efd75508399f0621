"""The desk: who holds what, since when, what happens next, and everything that was said about a report. Read-only."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from mou.errors import Unknown
from mou.letters.blocks import T
from mou.model import Wording
from mou.ports import Desk
from mou.program import Program
from mou.record import ThreadLine
from mou.stories import report_id
from web.grid import cell, grid
from web.pages import Pages
from web.published import publications
from web.redacted import redacted
from web.words import DELIVERIES, KINDS, MAIL, OUTCOMES, ROLES, STATUSES, act, quarter, said


@dataclass(frozen=True)
class Happening:
    """One line of a report's thread; `href` opens it, "" when there is nothing to open; `outcome` is what became of it."""

    on: datetime
    sort: str
    words: T
    role: T | Wording | None
    subject: str
    href: str
    outcome: T | None = None


def router(*, desk: Desk, pages: Pages, published: Path | None, mailbox: bool) -> APIRouter:
    """Return the room with the status page, the threads, and every mail and letter as raw bytes."""
    room = APIRouter()

    @room.get("/")
    async def home(request: Request) -> HTMLResponse:
        programs = await pages.programs()
        years = {program.code: await desk.cycles(program.code) for program in programs}
        begun = [program for program in programs if years[program.code]]
        if len(begun) == 1:
            return await status(request, begun[0].code, years[begun[0].code][0])
        return await pages.show(request, "home.html", programs=programs, years=years)

    @room.get("/mails/{digest}.eml")
    async def mail(digest: str) -> Response:
        return as_mail(redacted(await desk.mail(digest)))

    @room.get("/letters/{ref}.eml")
    async def letter(ref: str) -> Response:
        return as_mail(redacted(await desk.letter(ref)))

    @room.get("/{program}/{year:int}")
    async def status(request: Request, program: str, year: int) -> HTMLResponse:
        agreement = await desk.program(program)
        years = await desk.cycles(program)
        if year not in years:
            message = f"{program} has no cycle {year} on record: see `mou status`"
            raise Unknown(message, where=program)
        return await pages.show(
            request,
            "status.html",
            program=agreement,
            year=year,
            years=years,
            grid=grid(agreement, await desk.whereabouts(program, year)),
            publications=publications(published, program=program, year=year, languages=agreement.languages()),
        )

    @room.get("/{program}/{quarter_code}/{group}")
    async def thread(request: Request, program: str, quarter_code: str, group: str) -> HTMLResponse:
        agreement = await desk.program(program)
        year = quarter_code.partition("-")[0]
        places = await desk.whereabouts(program, int(year)) if year.isdecimal() else ()
        report = report_id(program, quarter_code, group)
        place = next((one for one in places if one.report.report == report), None)
        if place is None:
            message = f"there is no report {report} on record: the status page lists those there are"
            raise Unknown(message, where=program)
        lines = await desk.thread(report)
        return await pages.show(
            request,
            "thread.html",
            program=agreement,
            year=int(year),
            quarter=quarter(quarter_code),
            cell=cell(agreement, place),
            reason=place.report.reason,
            lines=tuple(happening(line, agreement, mailbox=mailbox) for line in lines),
        )

    return room


def as_mail(raw: bytes) -> Response:
    """Return a mail's bytes as they are."""
    return Response(raw, media_type="message/rfc822", headers={"Content-Disposition": "inline"})


def happening(line: ThreadLine, agreement: Program, *, mailbox: bool) -> Happening:
    """Return a thread's line in words, with the link that opens it; a letter's role is the party it went to."""
    outcome = None
    if line.what in KINDS:
        sort, words, href = "letter", KINDS[line.what], f"/mailbox/{line.ref}" if mailbox else f"/letters/{line.ref}.eml"
        outcome = DELIVERIES.get(line.state) or STATUSES.get(line.state)
    elif line.what in MAIL:
        sort, words, href = "mail", MAIL[line.what], f"/mails/{line.ref}.eml"
        outcome = OUTCOMES.get(line.subject.partition(" ")[0])
    else:
        sort, words, href = "act", act(line.what), f"/mails/{line.ref}.eml"
    return Happening(
        on=line.on,
        sort=sort,
        words=words,
        role=_who(line.role, agreement),
        subject="" if outcome and sort == "mail" else line.subject,
        href=href if line.ref else "",
        outcome=outcome,
    )


def _who(code: str, agreement: Program) -> T | Wording | None:
    named = {party.code: party.name for party in agreement.parties}
    return named.get(code) or (said(ROLES, code) if code else None)
