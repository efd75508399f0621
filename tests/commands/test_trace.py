"""`mou trace` and `mou mail show`: from a printed sentence to the mail it was written in."""

import asyncio
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from commands.mail_show import show
from tests.adapters.postgres.test_memory import approve
from tests.commands.calling import AWAY, Caller
from tests.fakes.stage import REPORT, Stage

WHERE = ("ca-mx", "2026-q1", "wildfires")


@pytest.fixture
async def auditor(stage: Stage, tmp_path: Path, postgres: str) -> Caller:
    """Return an auditor of a record whose wildfires report both parties approved, one sentence of it reworded."""
    await approve(stage)
    return Caller(tmp_path, DATABASE_URL=postgres, TEMPORAL_ADDRESS=AWAY, BLOBS_URL=(tmp_path / "blobs").as_uri())


async def test_an_auditor_gets_from_a_sentence_to_its_mail(auditor: Caller) -> None:
    """Found by its words, traced by its number, opened by the command that the trace prints."""
    found = await auditor.right("trace", "ca-mx", "--find", "12 CUADRILLAS")
    assert found.splitlines()[0] == f"{REPORT}, 1"
    told = await auditor.right("trace", *WHERE, "1")
    (line,) = [one for one in told.splitlines() if "its mail" in one]
    opened = await auditor.right(*line.partition("`mou ")[2].strip().rstrip("`").split())
    assert "WF-1: CAL FIRE trained 12 crews." in opened
    assert "Became: filed" in opened


async def test_a_mail_comes_out_as_it_came_in(auditor: Caller, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--raw` gives the very bytes, to keep or to give to `mou mail read`."""
    (trace, _) = json.loads(await auditor.right("trace", *WHERE, "--json"))
    digest = trace["written"]["digest"]
    for name, value in auditor.surroundings.items():
        monkeypatch.setenv(name, value)
    raw = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(raw)) as out:
        await asyncio.to_thread(show, digest, raw=True)
    out.flush()
    assert raw.getvalue() == await stage.desk.mail(digest)


async def test_a_trace_says_everything_in_plain_words(auditor: Caller) -> None:
    """Original and translation, engine, editor, both approvals with their doors, and the draft that stood before."""
    told = " ".join((await auditor.right("trace", *WHERE, "1")).split())
    for words in (
        f"{REPORT}, version 1, 1 · WF-1 california · approved",
        "original, en: CAL FIRE trained 12 crews.",
        "translation, es: CAL FIRE capacitó a 12 cuadrillas.",
        "how: drafted by fake (fake 0), rewritten by a person; glossary ",
        "words unknown to the engine: 0",
        "worded by p03 ",
        "approved for california by p01 ",
        "approved for mexico by p03 ",
        "by mail",
        "before, version 1, change 1: “[es] CAL FIRE capacitó a 12 brigadas.”, drafted by fake (fake 0)",
    ):
        assert words in told


async def test_all_numbers_come_as_json(auditor: Caller) -> None:
    """Every segment with its state, origin, approvals and history; the words found, too."""
    both = json.loads(await auditor.right("trace", *WHERE, "--json"))
    assert [one["segment"]["number"] for one in both] == [1, 2]
    first = both[0]
    assert (first["state"], first["segment"]["origin"], first["written"]["person"]) == ("approved", "person", "p17")
    assert [one["party"] for one in first["approvals"]] == ["california", "mexico"]
    assert (first["made"], first["known"], len(first["history"])) == ("drafted by fake (fake 0), rewritten by a person", None, 2)
    (found,) = json.loads(await auditor.right("trace", "ca-mx", "--find", "trained 12", "--json"))
    assert (found["report"], found["number"], found["source_language"]) == (REPORT, 1, "en")


async def test_what_is_not_there_is_told(auditor: Caller) -> None:
    """Numbers, versions, quarters, words and mails that are none, and a call that asks for nothing."""
    assert "has no segment 9. There are: 1, 2." in await auditor.wrong("trace", *WHERE, "9")
    assert "has no version 4. There are: 1." in await auditor.wrong("trace", *WHERE, "--version", "4")
    assert "Name a quarter and a group" in await auditor.wrong("trace", "ca-mx")
    assert "No program" in await auditor.wrong("trace", "ca-zz", "--find", "x")
    assert "No approved sentence holds these words." in await auditor.right("trace", "ca-mx", "--find", "nowhere said")
    assert "No one mail on record" in await auditor.wrong("mail", "show", "0123456789ab")
