"""Sending letters: decided once under their key, rendered once, delivered as the carrier's facts allow."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Protocol, cast

from mou.answering import Answers
from mou.deliveries import INTERRUPTED
from mou.errors import Invalid, OutcomeUnknown, Unavailable
from mou.inbound.page_token import page_token
from mou.keeping import Book, CycleOnRecord, LetterRow, Record
from mou.letters.blocks import Kind, Letter
from mou.ports import Blobs, Envelope, Post, Press, Reader, Rendered
from mou.program import Party, Person, Program


class Compose(Protocol):
    """Makes RFC 5322 bytes of a rendered letter; the same input gives the same bytes."""

    def __call__(  # noqa: D102 - the class says it
        self, envelope: Envelope, rendered: Rendered, *, on: datetime, program: str, report: str, quarter: str, kind: Kind
    ) -> bytes: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A letter about to be decided: its key without the recipient, its words for one reader, and what it shows."""

    key: str
    letter: Letter
    person: Person
    party: str
    report: str = ""
    version: int = 1
    quarter: str = ""
    shown: str = ""
    manifest: Mapping[int, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()

    @classmethod
    def about(cls, before: LetterRow, *, key: str, letter: Letter, person: Person, party: str) -> "Draft":
        """Return a letter about the report that a letter before was about."""
        return cls(
            key=key,
            letter=letter,
            person=person,
            party=party,
            report=before.report,
            version=before.version,
            quarter=before.quarter,
        )

    @property
    def full_key(self) -> str:
        """Return report / round / due revision / kind / recipient."""
        return f"{self.key}/{self.person.id}"


class Correspondence:
    """The office that sends letters."""

    def __init__(
        self,
        *,
        record: Record,
        answers: Answers,
        press: Press,
        post: Post,
        blobs: Blobs,
        compose: Compose,
        secret: bytes,
        domain: str,
        desk: str = "",
    ) -> None:
        self._record = record
        self._answers = answers
        self._press = press
        self._post = post
        self._blobs = blobs
        self._compose = compose
        self._secret = secret
        self._domain = domain
        self._desk = desk

    async def decide(self, book: Book, draft: Draft, *, skipped: bool = False) -> None:
        """Decide a letter under a report's lock; `skipped` records that it will not go out."""
        await book.claim(self._row(book.cycle.program, draft, "skipped" if skipped else "decided"))

    async def decide_alone(self, cycle: CycleOnRecord, draft: Draft, *, on: datetime) -> bool:
        """Decide a letter that needs no report's lock (a receipt, an annual letter): True, it goes out."""
        await self._record.claim(self._row(cycle.program, draft, "decided"), on=on)
        return True

    async def decide_answer(self, cycle: CycleOnRecord, draft: Draft, *, on: datetime, about: str = "") -> bool:
        """Decide an automatic answer; False, and it stays unsent, when its address was sent one of its kind today.

        With `about`, a report's id, only letters about that report count.
        """
        return await self._answers.claim_once_a_day(self._row(cycle.program, draft, "decided"), on=on, about=about)

    async def decide_together(self, cycle: CycleOnRecord, drafts: Iterable[Draft], *, report: str, on: datetime) -> bool:
        """Decide letters under the lock of an edition; False, and none is decided, while a mail about it is undecided."""
        letters = [self._row(cycle.program, one, "decided") for one in drafts]
        return await self._record.claim_together(letters, report=report, on=on)

    async def deliver(self, program: Program, draft: Draft) -> None:
        """Render and send a decided letter; what was sent or skipped before stays so.

        Raise Unavailable when the carrier or a store is away (ask again). A letter the carrier will never take is marked
        failed and one whose outcome nobody knows is marked unknown: neither is asked for again by itself. A letter found
        half-way, handed over by an attempt that left no word, is given again only where that cannot deliver it twice.
        """
        row = await self._record.letter(draft.full_key)
        if row.status == "sending" and not self._post.repeatable:
            await self._record.sent(row.key, status="unknown", subject=row.subject, carrier=INTERRUPTED)
        elif row.status in {"decided", "sending"}:
            await self._send(program, draft, row)

    async def _send(self, program: Program, draft: Draft, row: LetterRow) -> None:
        envelope = self._envelope(row, draft)
        reader = reader_of(program, draft.person, draft.party)
        rendered = self._press.letter(draft.letter, reader, reply_to=envelope.reply_to)
        fresh = self._compose(
            envelope,
            rendered,
            on=cast("datetime", row.decided_on),
            program=program.code,
            report=draft.report,
            quarter=draft.quarter,
            kind=draft.letter.kind,
        )
        message = fresh if await self._blobs.put(letter_blob(row.ref), fresh) else await self._blobs.get(letter_blob(row.ref))
        if not await self._record.sent(row.key, status="sending", subject=rendered.subject, carrier=""):
            return  # overtaken meanwhile: an answer came
        try:
            status, carrier = await self._hand_over(envelope, message)
        except Unavailable:
            await self._record.sent(row.key, status="decided", subject=rendered.subject, carrier="")
            raise
        await self._record.sent(row.key, status=status, subject=rendered.subject, carrier=carrier)

    async def _hand_over(self, envelope: Envelope, message: bytes) -> tuple[str, str]:
        try:
            return "sent", await self._post.send(envelope, message)
        except Invalid as error:
            return "failed", error.where or error.code
        except OutcomeUnknown as error:
            return "unknown", error.where or error.code

    def _row(self, program: Program, draft: Draft, status: str) -> LetterRow:
        ref = self._ref(draft.full_key)
        return LetterRow(
            key=draft.full_key,
            kind=draft.letter.kind,
            program=program.code,
            report=draft.report,
            version=draft.version,
            quarter=draft.quarter,
            person=draft.person.id,
            party=draft.party,
            language=draft.person.language,
            address=draft.person.address,
            shown=draft.shown,
            manifest=dict(draft.manifest),
            status=status,
            ref=ref,
            message_id=f"<{ref}@{self._domain}>",
            token_hash=sha256(self.token(draft.full_key).encode()).hexdigest(),
        )

    def review_link(self, key: str) -> str:
        """Return where the letter under this (full) key is reviewed on a page, "" where there is no desk."""
        return f"{self._desk}/review/{page_token(self._secret, self._ref(key))}" if self._desk else ""

    def _ref(self, key: str) -> str:
        # Keyed: a letter's Message-ID is made of it, and who can guess a letter's key must not be able to name its id.
        return hmac.new(self._secret, f"ref {key}".encode(), sha256).hexdigest()[:24]

    def token(self, key: str) -> str:
        """Return the 128-bit reply token of a letter; only its hash is on record."""
        return hmac.new(self._secret, key.encode(), sha256).hexdigest()[:32]

    def _envelope(self, row: LetterRow, draft: Draft) -> Envelope:
        return Envelope(
            key=row.key,
            sender=f"reports@{self._domain}",
            reply_to=f"reply+{self.token(row.key)}@{self._domain}",
            to=draft.person.model_copy(update={"address": row.address, "language": row.language}),
            message_id=row.message_id,
            references=draft.references,
            language=row.language,
            expects_reply=draft.letter.expects_reply,
        )


def reader_of(program: Program, person: Person, party: str) -> Reader:
    """Return how this person reads: their language, their party's formats and hours."""
    home: Party = program.party(party)
    return Reader(language=person.language, locale=home.locale, zone=home.zone)


def letter_blob(ref: str) -> str:
    """Return where a letter's bytes are kept."""
    return f"letters/{ref}.eml"
