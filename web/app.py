"""The web process's application: one router per room, put together. It takes ports and knows no vendor."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from mou.ports import Blobs, Desk, Mailroom, Press
from web import confirm, editions, errors, health, inbound, letter, review
from web import desk as desk_room
from web import mailbox as mailbox_room
from web.confirm import Confirming
from web.headers import SecurityHeaders
from web.pages import Pages
from web.published import folder
from web.review import Reviewing
from web.signed import Verifier
from web.static import static_folder
from web.webhook import Deliver


def create(
    *,
    desk: Desk,
    mailroom: Mailroom,
    press: Press,
    verify: Verifier,
    mailbox: bool,
    published: Path | None,
    domain: str,
    deliver: Deliver | None = None,
    blobs: Blobs | None = None,
    events: APIRouter | None = None,
    confirming: Confirming | None = None,
    reviewing: Reviewing | None = None,
) -> FastAPI:
    """Return the application.

    Args:
        desk: the record's read-only views.
        mailroom: where an incoming mail is stored before it is acknowledged.
        press: renders the pages.
        verify: checks the inbound webhook's signature.
        mailbox: whether the embedded mailbox is shown (letters land in it instead of in the world).
        published: the folder of published reports, served under `/public`; None: they are served elsewhere.
        domain: the domain of the reply addresses; the mailbox answers only letters that point to it.
        deliver: how a reply written in the mailbox comes in, see `web.webhook.delivery`; None: the mailbox is read-only.
        blobs: where drafts of editions lie; None: they are not served here.
        events: the room for what the carrier tells of letters, see `web.events`; None: the carrier tells nothing.
        confirming: what the links of confirmation letters lead to; None: there is no such page here.
        reviewing: what the links of letters to reviewers lead to; None: there is no such page here.
    """
    app = FastAPI(title="MOU reporting", docs_url=None, redoc_url=None, openapi_url=None)
    pages = Pages(desk=desk, press=press, mailbox=mailbox)
    errors.install(app, pages=pages)
    app.add_middleware(SecurityHeaders)
    app.include_router(health.router(desk=desk))
    app.include_router(inbound.router(mailroom=mailroom, verify=verify))
    if events is not None:
        app.include_router(events)
    app.mount("/static", StaticFiles(directory=static_folder()))
    if mailbox:
        answering = letter.Answering(deliver=deliver, domain=domain)
        app.include_router(mailbox_room.router(desk=desk, pages=pages))
        app.include_router(letter.router(desk=desk, pages=pages, answering=answering))
    if published is not None:
        app.mount("/public", folder(published))
    if confirming is not None:
        app.include_router(confirm.router(confirming=confirming, pages=pages))
    if reviewing is not None:
        app.include_router(review.router(reviewing=reviewing, pages=pages))
    if blobs is not None:
        app.include_router(editions.router(blobs=blobs))
    app.include_router(desk_room.router(desk=desk, pages=pages, published=published, mailbox=mailbox))
    return app
