"""The commands against a running stack: what is wrong is said in a sentence, exits non-zero, and changes nothing."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import wiring
from adapters.program_files import folder_of
from commands.beginning import begin, first_quarter, planned
from commands.stack import Stack, stack
from mou.calendar import plan_cycle
from mou.errors import Invalid, Refused
from mou.pace import squeeze
from settings import Settings
from tests.fakes.calendars import CALENDARS, PROGRAM

ROOT = Path(__file__).parents[2]
SLOW = timedelta(hours=1)


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Stack]:
    """Start a stack on which 2026 has opened its first quarter and stays there for an hour."""
    state = Path(tempfile.mkdtemp(prefix="mou-commands-"))
    async with stack(Settings(state=state)) as up:
        folder = folder_of("ca-mx")
        _, plan = planned(folder, 2026)
        pace = squeeze(plan.instants(), start=datetime.now(UTC), gap=SLOW, longest=SLOW)
        async with wiring.house(up.settings) as built:
            await begin(built, wiring.stories(await wiring.client(up.settings)), folder, 2026, "Q1", pace)
            async with asyncio.timeout(60):
                while len(await built.desk.letters(most=50)) < 10:  # noqa: ASYNC110 - another process sends them
                    await asyncio.sleep(0.1)
        yield up
    shutil.rmtree(state, ignore_errors=True)


async def mou(state: Path, *words: str) -> tuple[int, str, str]:
    """Run `mou` as a user does; return its exit code, output and errors."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cli",
        *words,
        cwd=ROOT,
        env={"MOU_STATE": str(state), "PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


GROUP = ("ca-mx", "2026-Q1", "wildfires")
BAD = {
    "started twice": (("start", "ca-mx", "2026", "--from", "Q4"), "already started"),
    "a year outside the span": (("start", "ca-mx", "2040"), "outside"),
    "an unknown program": (("start", "ca-mex", "2026"), "ca-mx"),
    "an unknown group": (("show", "ca-mx", "2026-Q1", "wildfire"), "Did you mean 'wildfires'"),
    "an unknown quarter": (("show", "ca-mx", "2026-Q7", "wildfires"), "Did you mean 2026-Q"),
    "a quarter that has not opened": (("show", "ca-mx", "2026-Q3", "wildfires"), "has not opened"),
    "a date in the past": (
        ("extend", *GROUP, "--until", "2026-04-01", "--reason", "x", "--as", "p01"),
        "must be later",
    ),
    "a closed day": (("extend", *GROUP, "--until", "2026-04-18", "--reason", "x", "--as", "p01"), "is closed"),
    "no day at all": (("extend", *GROUP, "--until", "soon", "--reason", "x", "--as", "p01"), "is not a day"),
    "somebody who is no coordinator": (("waive", *GROUP, "--reason", "x", "--as", "p17"), "Only a coordinator"),
    "an entry nobody owes": (
        ("waive", *GROUP, "--entry", "WF-9/mexico", "--reason", "x", "--as", "p01"),
        "does not owe WF-9/mexico",
    ),
    "a text never shown": (("approve", *GROUP, "--as", "p01", "--hash", "000000000000"), "No text was shown"),
    "somebody unknown": (("approve", *GROUP, "--as", "margaret", "--hash", "000000000000"), "Did you mean"),
    "a new edition too early": (("report", "ca-mx", "2026", "--new-edition", "--as", "p01"), "not published yet"),
    "a mail that is not held": (("mail", "settle", "abc", "--as", "p01", "--aside"), "0 held mails begin with"),
}


@pytest.mark.parametrize("case", BAD)
async def test_bad_input_is_a_sentence_and_changes_nothing(running: Stack, case: str) -> None:
    """Each mistake is named with what to do; the record is as it was."""
    words, told = BAD[case]
    before = await _acts(running)
    code, out, err = await mou(running.settings.state, *words)
    assert code != 0
    assert told in out + err
    assert "Traceback" not in out + err
    assert await _acts(running) == before


async def test_nothing_running_says_how_to_start(tmp_path: Path) -> None:
    """Without a stack a command tells to start one."""
    code, _, err = await mou(tmp_path, "status")
    assert (code, "make run" in err, "Traceback" in err) == (1, True, False)


async def test_what_runs_well_is_told_well(running: Stack) -> None:
    """Doctor, status and show answer, also as JSON."""
    state = running.settings.state
    code, out, err = await mou(state, "doctor", "--json")
    assert code == 0, err
    assert {one["what"] for one in json.loads(out)} >= {"record", "temporal", "web"}
    standing = json.loads((await mou(state, "status", "ca-mx", "2026", "--json"))[1])
    assert [one["group"] for one in standing] == [group.code for group in PROGRAM.groups]
    shown = json.loads((await mou(state, "show", *GROUP, "--json"))[1])
    assert shown["report"]["report"] == "ca-mx/2026-Q1/wildfires"


async def test_a_coordinators_year(running: Stack) -> None:
    """Remind, reassign, amend, extend and waive each do their one thing, and a closed report takes no more."""
    state = running.settings.state
    for words, told in (
        (("remind", *GROUP), "reminder 1 went to"),
        (("reassign", "ca-mx", "lead", "--group", "wildfires", "--party", "mexico", "--to", "p20", "--as", "p03"), "now lead"),
        (("amend", *GROUP, "--item", "WF-1", "--text", "Nueve brigadas.", "--as", "p20"), "is filed for mexico"),
        (("extend", *GROUP, "--until", "2026-05-13", "--reason", "Fires.", "--as", "p01"), "now due on 2026-05-13"),
        (("waive", *GROUP, "--reason", "Season moved.", "--as", "p01"), "is not required"),
    ):
        code, out, err = await mou(state, *words)
        assert code == 0, err
        assert told in out
    code, _, err = await mou(state, "waive", *GROUP, "--reason", "again", "--as", "p01")
    assert code == 1
    assert "ended" in err


async def _acts(running: Stack) -> int:
    async with wiring.house(running.settings) as built:
        return len(
            [
                line
                for report in await built.desk.whereabouts("ca-mx", 2026)
                for line in await built.desk.thread(report.report.report)
            ]
        )


def test_a_cycle_begun_mid_year_needs_its_first_quarter() -> None:
    """Nothing past is ever sent: the refusal names the quarter to begin with; too late for all, the next year."""
    plan = plan_cycle(PROGRAM, 2026, CALENDARS)
    autumn = datetime(2026, 11, 24, tzinfo=UTC)
    with pytest.raises(Refused, match="--from Q4"):
        first_quarter(plan, "", now=autumn)
    assert first_quarter(plan, "q4", now=autumn) == "Q4"
    with pytest.raises(Refused, match="start 2027"):
        first_quarter(plan, "Q4", now=datetime(2027, 6, 1, tzinfo=UTC))
    with pytest.raises(Invalid, match="There is no quarter"):
        first_quarter(plan, "Q9", now=autumn)
