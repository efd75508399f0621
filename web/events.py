"""The door for what SendGrid tells of our letters: its Event Webhook, signed.

Each event is stored before it is acknowledged: any failure of ours is a 503 and the vendor tries again for a day. It also
tells one event many times, in any order and under another id each time, which the record takes care of.

The signature may be as old as that of a mail (`adapters.signature.WINDOW`). Nothing the vendor publishes says that a retry
is signed anew, and copies were seen 29 hours after the first, so a window of minutes would refuse exactly what comes after
an outage of ours. It would gain nothing: a replay holds only events that are on record, and those change nothing.
"""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from mou.deliveries import CarrierEvent, Deliveries, Event
from mou.errors import Invalid, Unavailable
from mou.ports import Stories
from mou.stories import SweepStart
from web.signed import Verifier, taken

log = logging.getLogger(__name__)

LARGEST = 8 * 1024 * 1024
"""Bytes of a body that are read: the vendor posts some thousand events at a time, each under a kilobyte."""

Bounced = Callable[[Sequence[str]], Awaitable[None]]
"""Is called with the refs of letters that came back, once that is on record."""

EVENTS = {one.value: one for one in (Event.PROCESSED, Event.DEFERRED, Event.DELIVERED, Event.DROPPED)}
"""The vendor's words for what a letter can meet, but for `bounce`, whose `type` matters. What readers do is not asked about."""

_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY = re.compile(r"\s*([245]\d\d)\b")
_DROPPED = {
    "bounced address": "bounced-address",
    "unsubscribed address": "unsubscribed-address",
    "spam reporting address": "spam-reporting-address",
    "recipient list over package quota": "over-quota",
    "invalid smtpapi header": "invalid-header",
    "spam content (if spam checker app enabled)": "spam-content",
    "invalid": "invalid",
}
"""Why the vendor did not even try, in its words and in ours."""


class Alarm:
    """Has those concerned told of a bounce at once, by a sweep; the next planned one does it when Temporal is away."""

    def __init__(self, stories: Callable[[], Awaitable[Stories]]) -> None:
        self._stories = stories

    async def __call__(self, refs: Sequence[str]) -> None:
        """Start a sweep, once for the same letters."""
        try:
            stories = await self._stories()
            start = SweepStart(reason="a letter came back")
            await stories.start("Sweep", f"sweep/bounce-{min(refs)}", start, attributes={}, summary="a letter came back: sweep")
        except Unavailable:
            log.warning("%d letters came back; the next sweep tells of them", len(refs))


def router(*, deliveries: Deliveries, verify: Verifier, bounced: Bounced | None = None) -> APIRouter:
    """Return the room with the one route for events."""
    room = APIRouter()

    @room.post("/inbound/sendgrid/events")
    async def events(request: Request) -> Response:
        return await taken(request, verify=verify, store=store, most=LARGEST)

    async def store(body: bytes, _headers: Mapping[str, str]) -> Mapping[str, object]:
        told = tuple(read(body))
        new = await deliveries.store(told)
        back = sorted({one.ref for one in told if one.event is Event.BOUNCED})
        if new and back and bounced is not None:
            await _told(bounced, back)
        return {"stored": new}

    return room


async def _told(bounced: Bounced, refs: Sequence[str]) -> None:
    """Pass a bounce on. It is on record, so whatever fails here must not have the vendor send the events again."""
    try:
        await bounced(refs)
    except Exception:
        log.exception("a bounce could not be passed on at once; the next sweep does it")


def read(body: bytes) -> Iterator[CarrierEvent]:
    """Yield the events of a body that are about letters of this product's making.

    Raise Invalid for what is no JSON array. One event that cannot be read is left out: sending it again would not mend it.
    """
    try:
        told = json.loads(body)
    except ValueError as error:
        raise Invalid("the signed body is not JSON: is this URL set for the Event Webhook?") from error
    if not isinstance(told, list):
        raise Invalid("the signed body is no list of events: is this URL set for the Event Webhook?")
    for one in told:
        try:
            event = _event(one)
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            log.warning("an event cannot be read and is left out: %s", type(error).__name__)
            continue
        if event is not None:
            yield event


def _event(told: Mapping[str, object]) -> CarrierEvent | None:
    """Return an event in our words, None for one that tells nothing of a letter of ours."""
    event = _kind(told)
    ref = _plain(told, "send_id")
    if event is None or not ref:
        return None
    message = _plain(told, "sg_message_id") or _plain(told, "smtp-id").strip("<>") or ref
    return CarrierEvent(
        message=message,
        event=event,
        at=datetime.fromtimestamp(float(str(told["timestamp"])), UTC),
        address=_plain(told, "email"),
        attempt=_plain(told, "attempt")[:10],
        ref=ref[:64],
        reason=_reason(told, event),
    )


def _kind(told: Mapping[str, object]) -> Event | None:
    name = told["event"]
    if name == "bounce":
        return Event.BLOCKED if told.get("type") == "blocked" else Event.BOUNCED
    return EVENTS.get(str(name))


def _reason(told: Mapping[str, object], event: Event) -> str:
    """Return a code: the enhanced status (5.1.1), else the reply's (550), else why it was dropped; never a sentence."""
    if event is Event.DROPPED:
        return _DROPPED.get(_plain(told, "reason").casefold(), "other")
    said = [_plain(told, name) for name in ("status", "reason", "response")]
    enhanced = [found[0] for words in said if (found := _CODE.search(words))]
    replied = [found[1] for words in said if (found := _REPLY.match(words))]
    return next(iter([*enhanced, *replied]), "")


def _plain(told: Mapping[str, object], name: str) -> str:
    """Return a field's text as the record can keep it: no null bytes, no half characters, not without end."""
    text = str(told.get(name) or "")[:1000].encode("utf-8", "replace").decode()
    return "".join(one for one in text if one.isprintable())
