"""The demo year, on the embedded stack, with vendors that fail: complete, said once, and nothing personal in any history."""

import csv
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

import wiring
from activities import failures
from commands.demo import Demo
from commands.stack import stack
from demo.words import Year
from mou.record import LetterLine, Whereabouts
from settings import Settings
from tests.fakes.calendars import PROGRAM
from tests.fakes.faults import FaultyWorker
from tests.fakes.privacy import leaks, prose, told

pytestmark = pytest.mark.alone
ITEMS = [item.code for group in PROGRAM.groups for item in group.items]


@dataclass(frozen=True)
class Played:
    """A year as it was played."""

    public: Path
    standing: tuple[Whereabouts, ...]
    letters: tuple[LetterLine, ...]
    histories: dict[str, str]


@pytest.fixture(scope="module")
async def year() -> AsyncIterator[Played]:
    """Play the year once."""
    state = Path(tempfile.mkdtemp(prefix="mou-year-"))
    patience, failures.MENDED_LATER = failures.MENDED_LATER, timedelta(seconds=0.5)
    async with stack(Settings(state=state)) as running:
        await running.worker.stop()
        running.worker = FaultyWorker(running.settings)  # type: ignore[assignment]  # a second implementation
        await running.worker.start()
        try:
            await Demo(running.settings, Console(quiet=True), stay=False, limit=170).play(running)
            async with wiring.house(running.settings) as built:
                standing = await built.desk.whereabouts("ca-mx", 2026)
                letters = await built.desk.letters(most=2000)
            of = await wiring.client(running.settings)
            histories = {
                one.id: (await of.get_workflow_handle(one.id).fetch_history()).to_json() async for one in of.list_workflows()
            }
        finally:
            await running.worker.stop()
            failures.MENDED_LATER = patience
        yield Played(state / "public" / "ca-mx" / "2026", standing, letters, histories)
    shutil.rmtree(state, ignore_errors=True)


async def test_every_report_ends_as_the_year_tells_it(year: Played) -> None:
    """One group never reported, one was amended, every other report was approved by both parties."""
    phases = {where.report.report: (str(where.report.phase), where.report.version) for where in year.standing}
    assert len(phases) == 20
    assert phases.pop("ca-mx/2026-Q3/wildfires") == ("not_reported", 1)
    assert phases.pop("ca-mx/2026-Q2/climate-change") == ("approved", 2)
    assert set(phases.values()) == {("approved", 1)}
    for where in year.standing:
        if where.report.phase == "approved":
            assert {one.party for one in where.report.approvals} == {"california", "mexico"}


async def test_both_editions_tell_every_item_in_four_quarters(year: Played) -> None:
    """The data has one row per item, party and quarter; approved texts stand in both languages; both PDFs are there."""
    rows = list(csv.DictReader(io.StringIO((year.public / "data" / "entries.csv").read_text(encoding="utf-8"))))
    assert Counter((row["item"], row["party"]) for row in rows) == {
        (item, party): 4 for item in ITEMS for party in ("california", "mexico")
    }
    assert json.loads((year.public / "data" / "entries.json").read_text(encoding="utf-8"))
    for language in ("en", "es"):
        page = (year.public / language / "index.html").read_text(encoding="utf-8")
        assert all(item in page for item in ITEMS)
        assert (year.public / f"report-{language}.pdf").read_bytes().startswith(b"%PDF")


async def test_what_is_published_is_the_proofread_language(year: Played) -> None:
    """Every sentence of the year that was approved stands in the report with its proofread translation, engine or not."""
    pages = {tag: (year.public / tag / "index.html").read_text(encoding="utf-8") for tag in ("en", "es")}
    rows = csv.DictReader(io.StringIO((year.public / "data" / "entries.csv").read_text(encoding="utf-8")))
    told_rows = [row for row in rows if row["state"] == "progress" and row["text_en"]]
    assert len(told_rows) > 60
    proofread = Year.load()
    for row in told_rows:
        source, target = ("text_en", "text_es") if row["text_language"] == "en" else ("text_es", "text_en")
        for sentence in row[source].split(". "):
            right = proofread.proofread(sentence.rstrip(".") + ".")
            assert not right or right in row[target]
    assert all(pages.values())


async def test_no_letter_was_said_twice_or_after_the_answer(year: Played) -> None:
    """Keys are unique, nothing failed, nothing was asked back, and after the outage nobody who had answered was reminded."""
    assert len({letter.key for letter in year.letters}) == len(year.letters)
    assert {letter.status for letter in year.letters} == {"sent"}
    kinds = Counter(letter.kind for letter in year.letters)
    assert (kinds["question"], kinds["held"]) == (0, 0)
    answered = {
        (where.report.report, PROGRAM.group(where.report.group).leads[entry.party].holder): entry.arrived
        for where in year.standing
        for entry in where.report.entries
        if where.report.quarter == "2026-Q4"
    }
    assert len(answered) == 10
    reminders = [one for one in year.letters if one.kind == "reminder" and (one.report, one.person) in answered]
    assert not [one for one in reminders if one.on > answered[one.report, one.person]]
    receipts = Counter(one.report for one in year.letters if one.kind == "receipt" and one.to == "wesley.tran@carb.example")
    assert receipts["ca-mx/2026-Q1/clean-vehicles"] == 1


async def test_no_history_holds_a_name_an_address_or_a_word_of_anybody(year: Played) -> None:
    """Inputs, results, failures, summaries and ids of a whole year hold codes only, though vendors quoted everything."""
    people = [word for person in PROGRAM.people for word in (person.name, person.address)]
    everything = "\n".join(told(history) for history in year.histories.values())
    assert len(year.histories) > 100
    assert leaks(everything, people) == []
    assert [sentence for sentence in prose() if sentence in everything] == []
    assert "unavailable carrier/452" in everything
