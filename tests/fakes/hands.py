"""Hands that do nothing but remember what a story asked of them: every activity by its name, without a record."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import BaseModel
from temporalio import activity

from activities import names
from mou.steps import (
    Ask,
    Asked,
    Assembled,
    Edition,
    HeldMail,
    MailRead,
    Opening,
    Outcomes,
    Settlement,
    Step,
    StepTaken,
    Text,
    Verdict,
    Work,
)
from mou.stories import MailStart, Moment, QuarterStart, ReportStart, SegmentHash, SweepStart

PARTIES = ("california", "mexico")
LANGUAGES = {"california": "en", "mexico": "es"}
PATIENCE = 15.0

Play = Callable[[Any], Awaitable[Any]]


class Heard(NamedTuple):
    """What was asked, and when by the server's clock."""

    name: str
    given: BaseModel
    at: datetime


class Hands:
    """Answers every story the same way unless a test plays an activity itself, by its name in `plays`."""

    def __init__(self, owed: Sequence[str] = ("AQ-1", "AQ-2"), moments: Sequence[Moment] = ()) -> None:
        """Owe these items by both parties; `moments` is every report's timetable, `review` and `correction` the later ones."""
        self.owed = tuple(f"{item}/{party}" for party in PARTIES for item in owed)
        self.moments = tuple(moments)
        self.review: tuple[Moment, ...] = ()
        self.correction: tuple[Moment, ...] = ()
        self.embargo: Moment | None = None
        self.text: tuple[SegmentHash, ...] = (SegmentHash(number=0, hash="facts"), SegmentHash(number=1, hash="text-1"))
        self.plays: dict[str, Play] = {}
        self.heard: list[Heard] = []
        self._news = asyncio.Condition()

    def given(self, name: str) -> list[Any]:
        """Return what this activity was asked with, in order."""
        return [heard.given for heard in self.heard if heard.name == name]

    def times(self, name: str) -> list[datetime]:
        """Return when this activity was asked for, in order."""
        return [heard.at for heard in self.heard if heard.name == name]

    def steps(self) -> list[str]:
        """Return the codes of the planned steps that were asked for, in order."""
        return [step.code for step in self.given(names.TAKE_STEP)]

    async def until(self, name: str, times: int = 1) -> Any:
        """Wait until an activity was asked for so many times; return what it was given last."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.given(name)) >= times)
        return self.given(name)[-1]

    async def _hear(self, name: str, given: BaseModel, answer: Any = None) -> Any:
        async with self._news:
            self.heard.append(Heard(name, given, activity.info().scheduled_time))
            self._news.notify_all()
        play = self.plays.get(name)
        return await play(given) if play else answer

    @activity.defn(name=names.OPEN_REPORT)
    async def open_report(self, start: ReportStart) -> Opening:
        owed = self.owed if start.version == 1 else ()
        opening = Opening(owed=owed, parties=PARTIES, moments=self.moments, languages=LANGUAGES)
        return Opening.model_validate(await self._hear(names.OPEN_REPORT, start, opening))

    @activity.defn(name=names.TAKE_STEP)
    async def take_step(self, step: Step) -> StepTaken:
        return StepTaken.model_validate(await self._hear(names.TAKE_STEP, step, StepTaken()))

    @activity.defn(name=names.RECORD)
    async def record(self, outcomes: Outcomes) -> None:
        await self._hear(names.RECORD, outcomes)

    @activity.defn(name=names.ANNOUNCE)
    async def announce(self, step: Step) -> None:
        await self._hear(names.ANNOUNCE, step)

    @activity.defn(name=names.HAND_OVER)
    async def hand_over(self, asked: Ask) -> None:
        await self._hear(names.HAND_OVER, asked)

    @activity.defn(name=names.TRANSLATE)
    async def translate(self, work: Work) -> Text:
        return Text.model_validate(await self._hear(names.TRANSLATE, work, Text(segments=self.text)))

    @activity.defn(name=names.ASK_APPROVAL)
    async def ask_approval(self, asked: Ask) -> Asked:
        return Asked.model_validate(await self._hear(names.ASK_APPROVAL, asked, Asked(moments=self.review)))

    @activity.defn(name=names.SEND_BACK)
    async def send_back(self, asked: Ask) -> Asked:
        return Asked.model_validate(await self._hear(names.SEND_BACK, asked, Asked(moments=self.correction)))

    @activity.defn(name=names.SETTLE)
    async def settle(self, settlement: Settlement) -> None:
        await self._hear(names.SETTLE, settlement)

    @activity.defn(name=names.READ_MAIL)
    async def read_mail(self, mail: HeldMail) -> MailRead:
        return MailRead.model_validate(await self._hear(names.READ_MAIL, mail, MailRead(verdict=Verdict.FILE)))

    @activity.defn(name=names.FILE_MAIL)
    async def file_mail(self, start: MailStart) -> MailRead:
        filed = MailRead(verdict=Verdict.DONE, reason="filed")
        return MailRead.model_validate(await self._hear(names.FILE_MAIL, start, filed))

    @activity.defn(name=names.SEND_QUARTERLY)
    async def send_quarterly(self, start: QuarterStart) -> None:
        await self._hear(names.SEND_QUARTERLY, start)

    @activity.defn(name=names.ASSEMBLE)
    async def assemble(self, edition: Edition) -> Assembled:
        now = activity.info().scheduled_time
        embargo = self.embargo or Moment(code="embargo", at=now + timedelta(days=1), on=now + timedelta(days=1))
        made = Assembled(
            hash=f"edition-{edition.revision}", parties=PARTIES, languages=LANGUAGES, embargo=embargo, moments=self.review
        )
        return Assembled.model_validate(await self._hear(names.ASSEMBLE, edition, made))

    @activity.defn(name=names.ASK_ANNUAL)
    async def ask_annual(self, edition: Edition) -> None:
        await self._hear(names.ASK_ANNUAL, edition)

    @activity.defn(name=names.TAKE_ANNUAL_STEP)
    async def take_annual_step(self, step: Step) -> StepTaken:
        return StepTaken.model_validate(await self._hear(names.TAKE_ANNUAL_STEP, step, StepTaken()))

    @activity.defn(name=names.RECORD_ANNUAL)
    async def record_annual(self, outcomes: Outcomes) -> None:
        await self._hear(names.RECORD_ANNUAL, outcomes)

    @activity.defn(name=names.PUBLISH)
    async def publish(self, edition: Edition) -> None:
        await self._hear(names.PUBLISH, edition)

    @activity.defn(name=names.SWEEP)
    async def sweep(self, start: SweepStart) -> int:
        return int(await self._hear(names.SWEEP, start, 3))

    def all(self) -> list[Callable[..., Any]]:
        """Return every activity, for a worker."""
        return [made for name in dir(self) if hasattr(made := getattr(self, name), "__temporal_activity_definition")]
