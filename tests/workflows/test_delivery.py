"""Many mails at once on a real server: handlers that never await take them all though every activity slot is busy."""

from collections import Counter
from pathlib import Path

from temporalio.client import Client
from temporalio.worker import Worker

from activities import names
from adapters import embedded_temporal
from adapters.temporal import TemporalStories, connect
from mou.attributes import TYPES
from mou.steps import HeldMail, MailRead, Verdict
from mou.stories import FILE_READING, TASK_QUEUE, MailStart, ReadingOffer, ReportStart, Taken, mail_id
from mou.submission import Phase
from tests.fakes.hands import Hands
from tests.workflows.theatre import REPORT, Theatre
from worker import STORIES

MAILS = 40
SLOTS = 5


async def test_only_a_mail_story_that_was_ended_by_force_is_told_again(stage: Theatre) -> None:
    """The sweep offers a mail whose story ops terminated; one that runs, or one not asked for again, is left alone."""
    stories, start = TemporalStories(stage.client), MailStart(digest="d")

    async def begin(*, again: bool) -> bool:
        return await stories.start("InboundMail", mail_id("d"), start, attributes={}, summary="one mail", again=again)

    asked: list[HeldMail] = []

    async def held(mail: HeldMail) -> MailRead:
        asked.append(mail)
        return MailRead(verdict=Verdict.HELD, reason="unknown-sender")

    stage.hands.plays[names.READ_MAIL] = held
    assert [await begin(again=True), await begin(again=True)] == [True, False]
    await stage.hands.until(names.READ_MAIL)
    await stage.client.get_workflow_handle(mail_id("d")).terminate()
    assert [await begin(again=False), await begin(again=True)] == [False, True]
    await stage.hands.until(names.READ_MAIL, 2)
    assert [mail.digest for mail in asked] == ["d", "d"]


async def file(client: Client, digest: str) -> Taken:
    """Offer one item's answer to the report."""
    item = f"M-{digest}"
    offer = ReadingOffer(digest=digest, person="p11", party="mexico", covers=(item,), content=f"of-{digest}")
    report = client.get_workflow_handle(REPORT)
    taken: Taken = await report.execute_update(FILE_READING, offer, id=digest, result_type=Taken)
    return taken


async def test_forty_mails_through_five_slots(tmp_path: Path) -> None:
    """Forty mails are filed through five slots, each is taken once, and the same update offered again is not taken twice."""
    server = await embedded_temporal.start(tmp_path, attributes={name.value: kind for name, kind in TYPES.items()}, ui=False)
    try:
        client = await connect(server.address, "default")
        hands = Hands(owed=[*(f"M-{number}" for number in range(MAILS)), "M-LAST"])

        async def filed(start: MailStart) -> MailRead:
            taken = await file(client, start.digest)
            return MailRead(verdict=Verdict.DONE, reason=str(taken.phase))

        hands.plays[names.FILE_MAIL] = filed
        hired = Worker(client, task_queue=TASK_QUEUE, workflows=STORIES, activities=hands.all(), max_concurrent_activities=SLOTS)
        async with hired:
            await _deliver(client, hands)
    finally:
        await server.stop()


async def _deliver(client: Client, hands: Hands) -> None:
    start = ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="air-quality")
    await client.start_workflow("GroupReport", start, id=REPORT, task_queue=TASK_QUEUE)
    mails = [
        await client.start_workflow("InboundMail", MailStart(digest=str(number)), id=mail_id(str(number)), task_queue=TASK_QUEUE)
        for number in range(MAILS)
    ]
    assert [await mail.result() for mail in mails] == [Phase.COLLECTING] * MAILS
    first, again = await file(client, "7"), await file(client, "7")
    assert first == again
    last = await file(client, "LAST")
    assert last.seq == MAILS + 1
    taken: Counter[str] = Counter()
    while sum(taken.values()) <= MAILS:
        await hands.until(names.RECORD, len(hands.given(names.RECORD)) + (1 if taken else 0))
        taken = Counter(one.ref for outcomes in hands.given(names.RECORD) for one in outcomes.accepted)
    assert taken == Counter([*map(str, range(MAILS)), "LAST"])
