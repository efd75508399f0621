"""What becomes of letters of which nobody knows whether they went out, and who is told of those that came back.

A carrier without idempotency is never asked again while an outcome may still become known: its events settle it (the
record does that as they come). After a day's silence a letter that asks for something goes out once more, marked; the rest
is left to a person (`mou doctor` lists it). Every step may be repeated and may die anywhere: the repeat is claimed in the
record before the carrier is asked, and what dies after that is never asked a third time.
"""

import logging
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Protocol

from activities.correspondence import letter_blob
from mou.deliveries import HAND_OVER, OUR_FAULT, SILENCE, Deliveries
from mou.errors import Invalid, OutcomeUnknown, Unavailable, Unknown
from mou.keeping import LetterRow, Record
from mou.letters.blocks import ASKING
from mou.letters.repeating import marked, subject, title
from mou.ports import Blobs, Clock, Envelope, Post, Press, Reader
from mou.program import Person

LOG = logging.getLogger(__name__)


class Tell(Protocol):
    """Tells those concerned that a letter came back; called again when it failed or died, so it must bear that."""

    async def __call__(self, letter: LetterRow, *, code: str) -> None: ...  # noqa: D102 - the class says it


class Reconciling:
    """Repeats what stayed unknown, and has bounces told."""

    def __init__(
        self,
        *,
        deliveries: Deliveries,
        record: Record,
        press: Press,
        post: Post,
        blobs: Blobs,
        clock: Clock,
        tell: Tell | None = None,
    ) -> None:
        self._deliveries = deliveries
        self._record = record
        self._press = press
        self._post = post
        self._blobs = blobs
        self._clock = clock
        self._tell = tell

    async def reconcile(self) -> int:
        """Do what is due; return how many letters were handed over once more.

        A carrier that is away, or hangs again, ends the round: the others wait for the next one.
        """
        await self._deliveries.settle_overtaken(self._clock.now() - HAND_OVER)
        await self._tell_bounces()
        await self._again_for_us()
        repeated = 0
        for letter in await self._deliveries.silent(self._clock.now() - SILENCE):
            if letter.kind not in ASKING:
                continue
            try:
                repeated += await self._repeat(letter)
            except _CarrierAwayError:
                break
        return repeated

    async def _again_for_us(self) -> None:
        """Hand over what was refused for a fault of ours; still refused, the others wait until it is mended."""
        for letter in await self._deliveries.refused_for_us():
            try:
                message = await self._blobs.get(letter_blob(letter.ref))
                if not await self._deliveries.claim_again(letter.key):
                    continue
                carrier = await self._post.send(envelope_of(letter, message), message)
            except Unknown:
                continue
            except (Invalid, Unavailable) as error:
                was = error.where if isinstance(error, Invalid) else OUR_FAULT[0]
                await self._record.sent(letter.key, status="failed", subject=letter.subject, carrier=was or error.code)
                break
            except OutcomeUnknown as error:
                await self._record.sent(letter.key, status="unknown", subject=letter.subject, carrier=error.where)
                break
            await self._record.sent(letter.key, status="sent", subject=letter.subject, carrier=carrier)

    async def _repeat(self, letter: LetterRow) -> bool:
        try:
            first = await self._blobs.get(letter_blob(letter.ref))
        except Unknown:
            LOG.warning("letter %s has no bytes on record and is not repeated", letter.ref)
            return False
        reader = Reader(language=letter.language, locale=letter.language, zone="UTC")
        again = marked(first, self._press.letter(title(letter.kind, subject(first)), reader).subject)
        await self._blobs.put(repeat_blob(letter.ref), again)
        if not await self._deliveries.claim_repeat(letter.key):
            return False
        await self._hand_over(letter, envelope_of(letter, first), again)
        return True

    async def _hand_over(self, letter: LetterRow, envelope: Envelope, message: bytes) -> None:
        """Give the carrier a claimed repeat. Raise _CarrierAwayError when the next one had better wait."""
        LOG.warning("letter %s stayed unknown and is handed over once more, marked as a possible repeat", letter.ref)
        try:
            carrier = await self._post.send(envelope, message)
        except Unavailable as error:
            await self._deliveries.give_back_repeat(letter.key)
            raise _CarrierAwayError from error
        except OutcomeUnknown as error:
            raise _CarrierAwayError from error
        except Invalid as error:
            await self._record.sent(letter.key, status="failed", subject=letter.subject, carrier=error.code)
        else:
            await self._record.sent(letter.key, status="sent", subject=letter.subject, carrier=carrier)

    async def _tell_bounces(self) -> None:
        if self._tell is None:
            return
        for letter, code in await self._deliveries.bounced_untold():
            try:
                await self._tell(letter, code=code)
            except Exception:  # whatever it is, it keeps back this letter alone
                LOG.warning("nobody was told that letter %s came back; the next sweep tries again", letter.ref, exc_info=True)
            else:
                await self._deliveries.bounce_told(letter.key)


class _CarrierAwayError(Exception):
    """The carrier took nothing, or did not say: this round asks it no more."""


def envelope_of(letter: LetterRow, message: bytes) -> Envelope:
    """Return how a letter travelled, from its row and its bytes: under the same token and the same Message-ID."""
    parsed = message_from_bytes(message, policy=policy.default)
    name, _ = parseaddr(str(parsed["To"] or ""))
    return Envelope(
        key=letter.key,
        sender=str(parsed["From"] or ""),
        reply_to=parseaddr(str(parsed["Reply-To"] or ""))[1],
        to=Person(id=letter.person, name=name, address=letter.address, language=letter.language),
        message_id=letter.message_id,
        references=tuple(str(parsed["References"] or "").split()),
        language=letter.language,
        expects_reply=True,
    )


def repeat_blob(ref: str) -> str:
    """Return where the bytes of a letter's repeat are kept, beside the first ones."""
    return f"letters/{ref}-repeat.eml"
