"""The web process: serves until it is told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

import wiring
from adapters.signature import verifier
from adapters.smtp_door import SmtpDoor
from leash import told_to_stop
from mou.ports import Mailroom, Stories
from settings import Settings, load
from web import events
from web.app import create
from web.confirmations import Confirmations
from web.lobby import Lobby
from web.reviews import Reviews
from web.webhook import delivery


async def serve(settings: Settings) -> None:
    """Serve where the settings say."""
    async with wiring.house(settings) as built:
        key = built.inbound_key
        verify = verifier(settings.inbound_public_key.encode() or key.public_pem)
        lobby = Lobby(built.mailroom, lambda: _stories(settings))
        # The vendor signs its two webhooks with two keys.
        verify_events = verifier(settings.events_public_key.encode()) if settings.events_public_key else verify
        app = create(
            desk=built.desk,
            mailroom=lobby,
            press=built.press,
            verify=verify,
            mailbox=settings.post == "mailbox",
            published=None if settings.public_url else built.public_folder,
            domain=settings.mail_domain,
            deliver=delivery(mailroom=lobby, verify=verify, sign=key.sign),
            blobs=built.blobs,
            events=events.router(
                deliveries=built.deliveries, verify=verify_events, bounced=events.Alarm(lambda: _stories(settings))
            ),
            confirming=Confirmations(
                answers=built.answers,
                record=built.record,
                blobs=built.blobs,
                clock=built.clock,
                stories=lambda: _stories(settings),
            ),
            reviewing=Reviews(
                answers=built.answers,
                record=built.record,
                clock=built.clock,
                secret=built.secret,
                stories=lambda: _stories(settings),
                drafting=lambda: built.drafting,
                memory=built.memory,
            ),
        )
        config = uvicorn.Config(app, host=settings.web_host, port=settings.web_port, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        async with _door(settings, lobby):
            serving = asyncio.create_task(server.serve())
            stopping = asyncio.create_task(told_to_stop().wait())
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
            await serving
            stopping.cancel()


@asynccontextmanager
async def _door(settings: Settings, mailroom: Mailroom) -> AsyncIterator[None]:
    """Open the door for mail programs of this machine, where a port is set for it."""
    if settings.smtp_port < 0:
        yield
        return
    async with SmtpDoor(mailroom, domain=settings.mail_domain).opened(settings.smtp_port):
        yield


async def _stories(settings: Settings) -> Stories:
    return wiring.stories(await wiring.client(settings))


def main() -> None:
    """Run the web process with the environment's settings."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    asyncio.run(serve(load().joined()))


if __name__ == "__main__":
    main()
