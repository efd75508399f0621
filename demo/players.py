"""The players of the demo year: leads and reviewers of both parties, who know the agreement only by its letters.

They watch the mailbox, answer by real mail through the carrier, and never look at a clock: every reply follows a letter.
"""

import asyncio
from collections.abc import Callable

import httpx

from demo.carrier import POLL, Carrier
from demo.events import Event
from demo.leads import Leads
from demo.letter import Letter
from demo.outgoing import Outgoing
from demo.reviewers import Reviewers
from demo.script import OUTAGE
from demo.words import PARTIES, Year

OVERLAP = 100
"""Letters are numbered when they are decided and appear when they are sent: a later number may appear first."""
_ASKED_BACK = ("question", "held")


class Players:
    """Everybody who has a part in the year."""

    def __init__(
        self,
        *,
        base: str,
        key_pem: bytes,
        note: Callable[[Event], None],
        outage: asyncio.Event,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take the stack's address, the key that signs deliveries, where to tell events, and the stage-hand's outage cue.

        `transport` replaces the network.
        """
        self._base, self._key, self._transport = base, key_pem, transport
        self._note, self._outage = note, outage
        year = Year.load()
        self._leads, self._reviewers = Leads(year, note), Reviewers(year, note)
        self._invited: set[tuple[str, str]] = set()
        self._everybody = {(group, party) for group in year.groups() for party in PARTIES.values()}
        self._held: list[Outgoing] = []
        self._published: set[str] = set()

    async def play(self) -> None:
        """Play until the report's publication was announced in every language, or until cancelled."""
        client = httpx.AsyncClient(base_url=self._base, transport=self._transport, timeout=30)
        async with client, asyncio.TaskGroup() as errands:
            carrier = Carrier(client, self._key)
            seq, seen = 0, set[str]()
            while self._published != set(PARTIES):
                for line in await carrier.after(max(0, seq - OVERLAP)):
                    seq = max(seq, line["seq"])
                    if line["ref"] not in seen:
                        seen.add(line["ref"])
                        self._open(await carrier.letter(line), carrier, errands)
                await asyncio.sleep(POLL)

    def _open(self, letter: Letter, carrier: Carrier, errands: asyncio.TaskGroup) -> None:
        """Let everybody read a letter, and send off what they write."""
        self._remark(letter)
        replies = [*self._leads.read(letter), *self._reviewers.read(letter)]
        self._held += [mail for mail in replies if mail.outage]
        for mail in replies:
            if not mail.outage:
                errands.create_task(self._send(mail, carrier))
        if letter.kind == "invitation" and letter.quarter == OUTAGE and self._all_invited(letter):
            errands.create_task(self._send_in_the_outage(carrier))

    def _remark(self, letter: Letter) -> None:
        who = f"{letter.to} · {letter.party.capitalize()}"
        if letter.kind in _ASKED_BACK:
            self._note(Event(letter.kind, letter.topic, who, str(letter.message["Subject"])))
        if letter.kind == "publication" and letter.tongue not in self._published:
            self._published.add(letter.tongue)
            self._note(Event("published", letter.report, who, str(letter.message["Subject"])))

    def _all_invited(self, letter: Letter) -> bool:
        """Whether this invitation is the last that was still awaited; later copies of it count no more."""
        before = self._invited == self._everybody
        self._invited.add((letter.group, letter.party))
        return not before and self._invited == self._everybody

    async def _send_in_the_outage(self, carrier: Carrier) -> None:
        self._note(Event("outage-please", "", "", "every invitation of the last quarter has arrived"))
        await self._outage.wait()
        await asyncio.gather(*(self._send(mail, carrier) for mail in self._held))
        self._note(Event("outage-answers-in", "", "", f"{len(self._held)} answers arrived while the engine was down"))

    async def _send(self, mail: Outgoing, carrier: Carrier) -> None:
        for _ in range(mail.times):
            answer = await carrier.deliver(mail.raw)
            if not answer.is_success:
                self._note(Event("refused", mail.event.report, mail.event.who, f"HTTP {answer.status_code}: {answer.text}"))
                return
        self._note(mail.event)
