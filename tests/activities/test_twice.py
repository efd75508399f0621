"""Exactly once: whatever fails on the way and whatever is repeated after success, the record and the letters are the same."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.postgres.engine import engine
from adapters.postgres.tables import metadata
from mou.course import Course
from mou.report.tree import AnnualReport
from mou.steps import Accepted, Edition, Outcomes, Settlement, Step, What, Work
from mou.stories import Moment, QuarterStart, SegmentHash, annual_id
from tests.conftest import fresh
from tests.fakes.insistence import failing_first, insistent
from tests.fakes.stage import OPENED, REPORT, Stage

EDITION = Edition(program="ca-mx", year=2026, edition=1, revision=1)
NAME = annual_id("ca-mx", 2026, 1)
HANDS = {
    "asking": ("open_report", "take_step"),
    "reading": ("read_mail",),
    "filing": ("file_mail",),
    "recording": ("record",),
    "translating": ("translate",),
    "reviewing": ("ask_approval", "settle"),
    "quarterly": ("send_quarterly",),
    "annual": ("assemble", "ask_annual", "take_annual_step", "record_annual", "publish"),
}
Rows = dict[str, list[str]]


class PlainTypesetter:
    """A typesetter in a moment: the real one's bytes are the business of its own tests."""

    def edition(self, report: AnnualReport) -> Mapping[str, bytes]:
        """Return two files."""
        return {"en/index.html": report.hash.encode(), "data/entries.json": b"[]"}


async def play(stage: Stage) -> None:
    """Play a report and its year from invitation to publication, each hand at work once."""
    stage.annual._typesetter = PlainTypesetter()
    await stage.open()
    await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-2", skipped=("remind-1",)))
    await stage.asking.take_step(Step(report=REPORT, version=1, code="escalate"))
    await stage.answered()
    course = stage.stories.courses[REPORT]
    text = await stage.translating.translate(Work(report=REPORT, version=1))
    course.set_text(text.segments, text.approved)
    await stage.ask(course)
    await stage.asking.take_step(Step(report=REPORT, version=1, code="review-remind-1", revision=1))
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n\nEN-2: CONAFOR trained 9 brigades.\n"))
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    await stage.ask(course)
    await stage.take(await stage.reply("approval-2", "p03", "APRUEBO\n"))
    await stage.reviewing.settle(Settlement(report=REPORT, version=1, seq=course.seq, phase=course.phase, round=1))
    moment = Moment(code="open", at=OPENED, on=OPENED)
    quarter = QuarterStart(program="ca-mx", year=2026, quarter="2026-Q1", groups=("wildfires",), opens=moment, cut=moment)
    await stage.quarterly.send_quarterly(quarter)
    await publish(stage)


async def publish(stage: Stage) -> None:
    """Play the annual report."""
    assembled = await stage.annual.assemble(EDITION)
    await stage.annual.ask_annual(EDITION)
    await stage.annual.take_annual_step(Step(report=NAME, version=1, code="review-remind-1", revision=1))
    course = stage.stories.courses[NAME] = Course()
    course.open((), assembled.parties)
    course.set_text((SegmentHash(number=1, hash=assembled.hash),), {})
    for seq, (person, word) in enumerate((("p01", "APPROVE"), ("p03", "APRUEBO")), start=1):
        stored = await stage.reply("annual-approval", person, f"{word}\n")
        await stage.take(stored)
        accepted = Accepted(seq=seq, what=What.DECISION, ref=stored.digest)
        await stage.annual.record_annual(
            Outcomes(report=NAME, version=1, seq=seq, phase=course.phase, round=1, accepted=(accepted,))
        )
    await stage.annual.publish(EDITION)


async def rows(stage: Stage) -> Rows:
    """Return every row of the record without its running number."""
    found: Rows = {}
    async with stage.engine.connect() as connection:
        for table in metadata.sorted_tables:
            numbered = {"seq"} if table.name in {"acts", "letters", "memory", "roles"} else set()
            columns = [column for column in table.columns if column.name not in numbered]
            found[table.name] = sorted(map(str, (await connection.execute(select(*columns))).all()))
    return found


def told(stage: Stage) -> Counter[str]:
    """Return how often each letter was delivered."""
    return Counter(envelope.key for envelope, _ in stage.post.sent)


@pytest.fixture(scope="module")
async def baseline(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Return the record of a year in which nothing fails and nothing is repeated; every test empties the database first."""
    stage = Stage(engine(await fresh(postgres)), tmp_path_factory.mktemp("baseline"))
    await play(stage)
    assert all(times == 1 for times in told(stage).values())
    found = await rows(stage)
    await stage.engine.dispose()
    return found


def repeat(stage: Stage, *, repeated: bool = True) -> None:
    """Make every hand of the stage insistent."""
    for owner, names in HANDS.items():
        for name in names:
            held = getattr(stage, owner)
            setattr(held, name, insistent(getattr(held, name), repeated=repeated))


def outage(stage: Stage, place: str) -> None:
    """Let one port fail the first time for each thing."""
    ports: dict[str, tuple[Any, str, bool]] = {
        "the carrier refuses": (stage.post, "send", False),
        "the file store is away": (stage.blobs, "put", False),
        "the file store dies after writing": (stage.blobs, "put", True),
        "the public store is away": (stage.public, "replace", False),
        "the record is away when a letter is decided": (stage.record, "claim", True),
        "the record is away when a mail is decided": (stage.record, "decide_mail", True),
    }
    port, name, after = ports[place]
    setattr(port, name, failing_first(getattr(port, name), after=after))


PLACES = (
    "the carrier refuses",
    "the file store dies after writing",
    "the public store is away",
    "the record is away when a letter is decided",
    "the record is away when a mail is decided",
)


async def test_every_hand_may_be_repeated_after_success(stage: Stage, baseline: Rows) -> None:
    """Each activity executed twice sends no second letter and writes no second row."""
    repeat(stage)
    await play(stage)
    assert [key for key, times in told(stage).items() if times > 1] == []
    assert await rows(stage) == baseline


@pytest.mark.parametrize("place", PLACES)
async def test_every_hand_may_fail_on_its_way(stage: Stage, baseline: Rows, place: str) -> None:
    """Whatever is away the first time, after the retries the record is as if nothing had happened, each letter sent once."""
    repeat(stage, repeated=False)
    _letters_only(stage, place)
    await play(stage)
    assert [key for key, times in told(stage).items() if times > 1] == []
    assert await rows(stage) == baseline


def _letters_only(stage: Stage, place: str) -> None:
    """The mailroom answers the carrier itself and is not retried by Temporal: here its file store stays up."""
    kept = type(stage.blobs).put.__get__(stage.blobs)
    outage(stage, place)
    if place.startswith("the file store"):
        faulty = stage.blobs.put

        async def put(path: str, content: bytes) -> bool:
            stored: bool = await (kept if path.startswith("mails/") else faulty)(path, content)
            return stored

        stage.blobs.put = put  # type: ignore[method-assign]  # the fault


def test_every_hand_is_played() -> None:
    """The list above names every activity that writes or sends, but those of their own tests."""
    apart = {"announce", "hand_over", "send_back", "sweep"}
    folder = Path(__file__).parents[2] / "activities"
    defined = {
        line.partition("names.")[2].partition(")")[0].lower()
        for file in folder.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("@activity.defn")
    }
    assert {name for names in HANDS.values() for name in names} == defined - apart
