"""Save one closed history of every story, as the fakes play it: `make histories`.

Only closed ones: the replay of an open run does not notice what was changed after its last task.
"""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

from activities import names
from mou.steps import HeldMail, MailRead, Verdict
from mou.stories import (
    EXTEND,
    SETTLE_HELD,
    AnnualStart,
    CycleStart,
    Extension,
    HeldSettled,
    MailStart,
    QuarterStart,
    SweepStart,
    Verb,
    amendment_id,
    annual_id,
)
from tests.workflows.theatre import REPORT, Theatre, theatre

FOLDER = Path(__file__).parent
Story = WorkflowHandle[Any, Any]


async def group_report(stage: Theatre) -> Story:
    """Reminded, extended, answered, returned, corrected, approved."""
    stage.hands.moments = stage.days(remind_1=3, remind_2=6, close=9)
    stage.hands.correction = stage.days(return_close=60)
    story = await stage.report()
    await stage.env.sleep(timedelta(days=4))
    later = Extension(decision="act-1", moments=stage.days(escalate=10, close=20))
    await stage.update(REPORT, EXTEND, later, "act-1")
    await stage.env.sleep(timedelta(days=7))
    await stage.both_reply()
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.decide(REPORT, "mexico", Verb.RETURN)
    await stage.hands.until(names.SEND_BACK)
    await stage.reply(REPORT, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL, 2)
    await stage.both_approve()
    return story


async def amendment(stage: Theatre) -> Story:
    """One late reading, approved."""
    story, name = await stage.report(version=2), amendment_id(REPORT, 2)
    await stage.reply(name, "mexico", "AQ-1")
    await stage.hands.until(names.ASK_APPROVAL)
    await stage.both_approve(name)
    return story


async def inbound_mail(stage: Theatre) -> Story:
    """Held, settled, filed."""

    async def doubtful(mail: HeldMail) -> MailRead:
        return MailRead(verdict=Verdict.FILE if mail.report else Verdict.HELD, reason="unknown-sender")

    stage.hands.plays[names.READ_MAIL] = doubtful
    story = await stage.start("InboundMail", MailStart(digest="d1"), "mail/d1")
    await stage.env.sleep(timedelta(days=1))
    await stage.update("mail/d1", SETTLE_HELD, HeldSettled(decision="act-2", report=REPORT, person="p11"), "act-2")
    return story


def _quarter(stage: Theatre) -> QuarterStart:
    opens, cut = stage.days(open=1, cut=40)
    groups = ("air-quality", "wildfires")
    return QuarterStart(program="ca-mx", year=2026, quarter="2026-Q1", groups=groups, opens=opens, cut=cut)


async def quarter(stage: Theatre) -> Story:
    """Two groups, both silent to the end."""
    stage.hands.moments = stage.days(close=5)
    return await stage.start("Quarter", _quarter(stage), "ca-mx/2026-Q1")


async def cycle(stage: Theatre) -> Story:
    """One quarter and the annual report."""
    (annual,) = stage.days(assemble=100)
    start = CycleStart(program="ca-mx", year=2026, quarters=(_quarter(stage),), annual=annual)
    return await stage.start("Cycle", start, "ca-mx/2026")


async def annual_report(stage: Theatre) -> Story:
    """Reminded, returned, approved by both, published."""
    stage.hands.review = stage.days(review_remind_1=2)
    name = annual_id("ca-mx", 2026, 1)
    story = await stage.start("AnnualReport", AnnualStart(program="ca-mx", year=2026, edition=1), name)
    await stage.env.sleep(timedelta(days=3))
    await stage.decide(name, "mexico", Verb.RETURN, covers=["edition-1"])
    await stage.hands.until(names.ASK_ANNUAL, 2)
    await stage.both_approve(name, covers=["edition-2"])
    return story


async def sweep(stage: Theatre) -> Story:
    """Once."""
    return await stage.start("Sweep", SweepStart(), "sweep/1")


PLAYED = {
    "GroupReport": group_report,
    "Amendment": amendment,
    "InboundMail": inbound_mail,
    "Quarter": quarter,
    "Cycle": cycle,
    "AnnualReport": annual_report,
    "Sweep": sweep,
}


async def save(folder: Path = FOLDER) -> None:
    """Play every story to its end and save its history."""
    for name, play in PLAYED.items():
        async with theatre() as stage:
            story = await play(stage)
            await story.result()
            history = await story.fetch_history()
            (folder / f"{name}.json").write_text(history.to_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(save())
    os._exit(0)  # threads of Temporal's core outlive their servers and can abort an interpreter that tidies up
