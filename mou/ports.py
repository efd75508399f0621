"""The outside world as the agreement sees it. Activities, web and commands take these; `wiring` fills them in.

A stub is a second implementation of one of these, never a flag inside the first.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel

from mou.attributes import Attribute
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.letters.blocks import Letter
from mou.model import Model
from mou.program import Person, Program
from mou.record import LetterLine, ThreadLine, Whereabouts
from mou.report.tree import AnnualReport


class Reader(Model):
    """Whom a text is rendered for: language of the words, locale of the formats, zone of the hours."""

    language: str
    locale: str
    zone: str


class Rendered(Model):
    """A letter in one reader's language: subject, text part, HTML part; `hash` is of all three and of nothing else."""

    subject: str
    text: str
    html: str
    hash: str


class Clock(Protocol):
    """The one place that knows what time it is (real, aware, UTC)."""

    def now(self) -> datetime:
        """Return the current instant."""
        ...


class Press(Protocol):
    """Translates, formats and renders."""

    def letter(self, letter: Letter, reader: Reader, *, reply_to: str = "") -> Rendered:
        """Render a letter; raise Invalid for a msgid without translation or a value that is not there.

        `reply_to` is the address its answer goes to; without one, no link to write to it is printed.
        """
        ...

    def page(self, template: str, reader: Reader, **context: object) -> str:
        """Render `templates/web/<template>` to HTML."""
        ...


class Typesetter(Protocol):
    """Makes the files of a published edition."""

    def edition(self, report: AnnualReport) -> Mapping[str, bytes]:
        """Return path -> bytes; the same tree gives the same bytes. Raise Invalid for a missing translation, never a part.

        Per language of the program `<language>/index.html` and `report-<language>.pdf`; once `data/entries.csv`,
        `data/entries.json`, `index.html` (leads to the languages) and `manifest.json`.
        """
        ...


class Envelope(Model):
    """How a letter travels: addresses, reply token address, ids for the vendor (never a name), RFC 5322 Message-ID."""

    key: str
    sender: str
    reply_to: str
    to: Person
    message_id: str
    references: tuple[str, ...] = ()
    language: str
    expects_reply: bool


class Post(Protocol):
    """Mail out. Delivers one composed message. `repeatable`: the same key given again is delivered once all the same."""

    repeatable: bool

    async def send(self, envelope: Envelope, message: bytes) -> str:
        """Deliver and return the carrier's id. Raise Unavailable (nothing accepted), Invalid (never will), OutcomeUnknown."""
        ...


class Blobs(Protocol):
    """Bytes under a path: raw mails, letters as sent, attachments, editions."""

    async def put(self, path: str, content: bytes) -> bool:
        """Store once; return False and change nothing when the path is taken."""
        ...

    async def replace(self, path: str, content: bytes) -> None:
        """Store, replacing what was there (published pages)."""
        ...

    async def get(self, path: str) -> bytes:
        """Return the bytes or raise Unknown."""
        ...

    def list(self, prefix: str) -> AsyncIterator[str]:
        """Yield the paths under a prefix, sorted."""
        ...


class Stories(Protocol):
    """The way to the running stories: start one, or hand one an Update by name. Ids come from `mou.stories`."""

    async def start(
        self,
        workflow: str,
        story: str,
        start: BaseModel,
        *,
        attributes: Mapping[Attribute, str],
        summary: str,
        again: bool = False,
    ) -> bool:
        """Start a story; return False when that id already ran. Raise Unavailable.

        With `again` one that failed or was terminated may run a second time; what a story like that does twice is done once.
        """
        ...

    async def update(self, story: str, name: str, message: BaseModel, *, update: str, answer: type[BaseModel]) -> BaseModel:
        """Execute an Update (id `update`, so twice is once). Raise Refused with the rule's code, Unknown, or Unavailable."""
        ...


class Stored(Model):
    """A message on the record: its digest, whether it is new (False: delivered twice), and the report it belongs to, if known."""

    digest: str
    new: bool
    report: str = ""


class Mailroom(Protocol):
    """Mail in, first step: a message is stored before it is acknowledged."""

    async def store(self, raw: bytes, *, recipients: Sequence[str], door: str, proofs: Proofs = NO_PROOFS) -> Stored:
        """Store raw MIME bytes, their envelope recipients and what the carrier found of the sender.

        Raise Unavailable when it could not be stored (answer 503).
        """
        ...


class Desk(Protocol):
    """Read-only views of the record for pages and commands. They work when no worker runs."""

    async def program(self, code: str) -> Program:
        """Return the newest program version in the record or raise Unknown."""
        ...

    async def programs(self) -> tuple[str, ...]:
        """Return the codes of the programs in the record."""
        ...

    async def cycles(self, program: str) -> tuple[int, ...]:
        """Return the years a cycle was started for, newest first."""
        ...

    async def whereabouts(self, program: str, year: int) -> tuple[Whereabouts, ...]:
        """Return every report of a cycle and where it stands, by quarter and then in the program's order of groups."""
        ...

    async def thread(self, report: str) -> tuple[ThreadLine, ...]:
        """Return what happened to a report, oldest first."""
        ...

    async def letters(self, *, report: str = "", person: str = "", after: int = 0, most: int = 200) -> tuple[LetterLine, ...]:
        """Return the letters with seq > `after`, newest first, at most `most`; optionally of one report or to one person."""
        ...

    async def letter(self, ref: str) -> bytes:
        """Return a letter as sent (RFC 5322 bytes) by its ref or raise Unknown."""
        ...

    async def mail(self, digest: str) -> bytes:
        """Return an incoming mail as received by its digest or raise Unknown."""
        ...
