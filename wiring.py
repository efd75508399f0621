"""Settings to adapters behind their ports. The processes (worker, web, commands) share it; nobody else imports it."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.asking import Asking
from activities.correspondence import Correspondence
from activities.reviewing import Reviewing
from adapters import temporal
from adapters.blobs import ObstoreBlobs
from adapters.compose import compose
from adapters.mailbox_post import MailboxPost
from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.deliveries import PostgresDeliveries
from adapters.postgres.desk import PostgresDesk
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.editions import PostgresEditions
from adapters.postgres.engine import engine
from adapters.postgres.mailroom import PostgresMailroom
from adapters.postgres.memory import PostgresMemory
from adapters.postgres.record import PostgresRecord
from adapters.postgres.trace import PostgresTraces
from adapters.press import JinjaPress
from adapters.resources import resource
from adapters.secret_files import kept
from adapters.sendgrid_post import SendGridPost
from adapters.signature import SigningKey
from adapters.smtp_post import SmtpPost
from adapters.smtp_server import server_at
from adapters.system_clock import SystemClock
from adapters.temporal import TemporalStories
from adapters.typesetter import ReportTypesetter
from engines import engines
from mou.drafting import Drafting
from mou.errors import Invalid
from mou.ports import Post
from settings import Settings


@dataclass(frozen=True)
class House:
    """Everything that needs no running Temporal. Made by `house`, which closes what was opened."""

    settings: Settings
    engine: AsyncEngine

    @cached_property
    def clock(self) -> SystemClock:
        """The clock."""
        return SystemClock()

    @cached_property
    def record(self) -> PostgresRecord:
        """The record."""
        return PostgresRecord(self.engine, self.clock)

    @cached_property
    def answers(self) -> PostgresAnswers:
        """The record from an answer's side."""
        return PostgresAnswers(self.engine, self.clock)

    @cached_property
    def deliveries(self) -> PostgresDeliveries:
        """What the carrier tells of our letters."""
        return PostgresDeliveries(self.engine, self.clock)

    @cached_property
    def editions(self) -> PostgresEditions:
        """The editions on record."""
        return PostgresEditions(self.engine)

    @cached_property
    def blobs(self) -> ObstoreBlobs:
        """Private bytes."""
        return ObstoreBlobs(self.settings.blobs_url or _folder(self.settings.state / "blobs"))

    @cached_property
    def public(self) -> ObstoreBlobs:
        """Published reports."""
        return ObstoreBlobs(self.settings.public_url or _folder(self.public_folder))

    @property
    def public_folder(self) -> Path:
        """Where published reports lie when they lie in a folder."""
        return self.settings.state / "public"

    @cached_property
    def desk(self) -> PostgresDesk:
        """The record's read-only views."""
        return PostgresDesk(self.engine, self.clock, self.blobs)

    @cached_property
    def traces(self) -> PostgresTraces:
        """Where each sentence came from."""
        return PostgresTraces(self.engine)

    @cached_property
    def mailroom(self) -> PostgresMailroom:
        """Where mails are stored."""
        return PostgresMailroom(self.engine, self.blobs, self.clock)

    @cached_property
    def press(self) -> JinjaPress:
        """What renders letters and pages."""
        return JinjaPress()

    @cached_property
    def post(self) -> Post:
        """How letters go out."""
        if self.settings.post == "mailbox":
            return MailboxPost(self.blobs)
        if self.settings.post == "smtp":
            if not self.settings.smtp_url:
                raise Invalid("MOU_POST=smtp needs SMTP_URL: set it, or use MOU_POST=mailbox.", where="settings")
            return SmtpPost(server_at(self.settings.smtp_url))
        if not self.settings.sendgrid_api_key:
            raise Invalid("MOU_POST=sendgrid needs SENDGRID_API_KEY: set it, or use MOU_POST=mailbox.", where="settings")
        return SendGridPost(self.settings.sendgrid_api_key, host=self.settings.sendgrid_host)

    @cached_property
    def drafting(self) -> Drafting:
        """What drafts translations; where no engine is, people write them."""
        return Drafting(engines(self.settings), PostgresDrafts(self.engine, self.clock))

    @cached_property
    def secret(self) -> bytes:
        """What reply addresses and links to pages are made with."""
        return self.settings.secret.encode() or kept(self.settings.state / "secret", lambda: secrets.token_hex(32).encode())

    @cached_property
    def memory(self) -> PostgresMemory:
        """What was approved before, and what is like it."""
        return PostgresMemory(self.engine, self.clock)

    @cached_property
    def correspondence(self) -> Correspondence:
        """The office that sends letters."""
        return Correspondence(
            record=self.record,
            answers=self.answers,
            press=self.press,
            post=self.post,
            blobs=self.blobs,
            compose=compose,
            secret=self.secret,
            domain=self.settings.mail_domain,
            desk=self.settings.desk_url,
        )

    @cached_property
    def inbound_key(self) -> SigningKey:
        """The key that stands in for the carrier's: the mailbox and the demo sign with it."""
        return SigningKey.load(kept(self.settings.state / "inbound.pem", lambda: SigningKey.generate().pem))


@asynccontextmanager
async def house(settings: Settings) -> AsyncIterator[House]:
    """Open the house for one process and close it after."""
    built = House(settings=settings, engine=engine(settings.database_url))
    try:
        yield built
    finally:
        if "drafting" in built.__dict__:  # it was used
            await built.drafting.close()
        await built.engine.dispose()


async def client(settings: Settings) -> Client:
    """Return a client of the stories' Temporal; raise Unavailable."""
    return await temporal.connect(settings.temporal_address, settings.temporal_namespace)


def stories(of: Client) -> TemporalStories:
    """Return the way to the stories."""
    return TemporalStories(of)


def typesetter() -> ReportTypesetter:
    """Return what makes the files of an edition."""
    return ReportTypesetter(templates=resource("templates"), locales=resource("locales"))


def asking(built: House) -> Asking:
    """Return the hands of collecting."""
    return Asking(built.record, built.correspondence, Reviewing(built.record, built.correspondence))


async def set_up_stories(of: Client, settings: Settings) -> tuple[str, ...]:
    """Register what ops need in Temporal; return what was done."""
    retention = timedelta(days=settings.retention_days)
    return await temporal.set_up(of, retention=retention, sweep_every=timedelta(minutes=settings.sweep_minutes))


def _folder(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve().as_uri()
