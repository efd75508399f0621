"""The commands against a running stack: what is wrong is said in a sentence, exits non-zero, and changes nothing."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.beginning import first_quarter
from commands.stack import Stack
from mou.calendar import plan_cycle
from mou.errors import Invalid, Refused
from tests.commands.calling import mou, rows
from tests.commands.wrong import BAD, GROUP, NOBODY, WRITING
from tests.fakes.calendars import CALENDARS, PROGRAM

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("case", BAD)
async def test_bad_input_is_a_sentence_and_changes_nothing(running: Stack, case: str) -> None:
    """Each mistake is named with what to do; the record is as it was."""
    words, told = BAD[case]
    before = await rows(running)
    said = await mou(running.settings.state, *words)
    assert said.code in {1, 2}, said.all
    assert told in " ".join(said.err.split())
    assert "Traceback" not in said.all
    assert await rows(running) == before


@pytest.mark.parametrize("command", [*WRITING, "start"])
async def test_without_temporal_nothing_is_changed(running: Stack, command: str, late: tuple[Path, int]) -> None:
    """Every command that a story must hear of says that Temporal is away, and leaves the record as it was."""
    folder, year = late
    before = await rows(running)
    words = {**WRITING, "start": ("start", str(folder), str(year + 1))}[command]
    said = await mou(running.settings.state, *words, TEMPORAL_ADDRESS=NOBODY)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"mou: Temporal cannot be reached at {NOBODY}; nothing was changed.")
    assert await rows(running) == before


@pytest.mark.parametrize("words", [("status",), ("show", *GROUP), WRITING["waive"], ("mail", "held"), ("remind", *GROUP)])
async def test_without_postgresql_it_is_said_so(running: Stack, words: tuple[str, ...]) -> None:
    """No driver's error reaches a user."""
    away = f"postgresql+asyncpg://mou@{NOBODY}/none"
    said = await mou(running.settings.state, *words, DATABASE_URL=away)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("mou: The record (PostgreSQL) cannot be reached; nothing was changed.")


@pytest.mark.parametrize("words", [("status",), ("show", *GROUP), WRITING["waive"], ("ops", "setup"), ("mail", "held")])
async def test_nothing_running_says_how_to_start(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without a stack a command tells to start one."""
    said = await mou(tmp_path, *words)
    assert (said.code, said.out, "make run" in said.err) == (1, "", True)


@pytest.fixture
def late(tmp_path: Path) -> tuple[Path, int]:
    """Return the folder of an agreement of its own that is in force today, and this year."""
    year = datetime.now(UTC).year
    folder = tmp_path / "ca-late"
    folder.mkdir()
    (folder / "calendars").symlink_to(ROOT / "programs" / "ca-mx" / "calendars")
    text = (ROOT / "programs" / "ca-mx" / "program.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("code: ca-mx", "code: ca-late"),
        ("first: 2025-01-01", f"first: {year - 1}-01-01"),
        ("last: 2028-12-31", f"last: {year + 2}-12-31"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "program.yaml").write_text(text, encoding="utf-8")
    return folder, year


async def test_a_year_under_way_is_not_started_by_accident(running: Stack, late: tuple[Path, int]) -> None:
    """Its first quarter has opened: the refusal says when, and what can be started instead; nothing past is sent."""
    folder, year = late
    before = await rows(running)
    said = await mou(running.settings.state, "start", str(folder), str(year - 1))
    assert said.code == 1
    assert f"{year - 1}-Q1 opened on {year - 1}-04-" in said.err
    assert "--from Q4" in said.err or f"start {year}." in said.err
    assert await rows(running) == before


async def test_a_cycle_is_started_once(running: Stack, late: tuple[Path, int]) -> None:
    """A year ahead can be started, and told when it was when somebody does it again; no letter goes out before it opens."""
    folder, year = late
    words = ("start", str(folder), str(year + 1))
    first = await mou(running.settings.state, *words)
    assert (first.code, first.err) == (0, "")
    assert f"{year + 1}-Q1 opens on {year + 1}-04-" in first.out
    before = await rows(running)
    again = await mou(running.settings.state, *words)
    assert (again.code, again.out) == (1, "")
    assert "was already started on" in again.err
    assert await rows(running) == before
    standing = await mou(running.settings.state, "status", "ca-late", str(year + 1), "--json")
    assert json.loads(standing.out) == []


@pytest.mark.parametrize("words", [("doctor",), ("status", "ca-mx", "2026"), ("show", *GROUP), ("mail", "held")])
async def test_what_one_would_pipe_is_json(running: Stack, words: tuple[str, ...]) -> None:
    """With --json the output is JSON and nothing else; without, it is for people."""
    told = await mou(running.settings.state, *words, "--json")
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out) is not None
    shown = await mou(running.settings.state, *words)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.strip()


async def test_the_plan_is_json_too(running: Stack) -> None:
    """The plan needs no server: four quarters and the annual report."""
    told = json.loads((await mou(running.settings.state, "plan", "ca-mx", "2026", "--json")).out)
    assert len(told["quarters"]) == 4


async def test_status_and_show_tell_the_same(running: Stack) -> None:
    """Every group of the opened quarter, in the program's order, each with its holders and next step."""
    standing = json.loads((await mou(running.settings.state, "status", "ca-mx", "2026", "--json")).out)
    assert [one["group"] for one in standing] == [group.code for group in PROGRAM.groups]
    shown = json.loads((await mou(running.settings.state, "show", "ca-mx", "2026-q1", "climate-change", "--json")).out)
    assert shown["report"]["report"] == "ca-mx/2026-Q1/climate-change"
    assert [line["what"] for line in shown["thread"]][:2] == ["invitation", "invitation"]


async def test_doctor_says_what_is_away(running: Stack) -> None:
    """With Temporal away the doctor still looks at everything else, and fails."""
    said = await mou(running.settings.state, "doctor", "--json", TEMPORAL_ADDRESS=NOBODY)
    states = {one["what"]: one["state"] for one in json.loads(said.out)}
    assert (said.code, states["temporal"], states["record"], states["web"]) == (1, "wrong", "well", "well")


async def test_setting_up_again_changes_nothing(running: Stack) -> None:
    """Ops may run it whenever they like."""
    before = await rows(running)
    said = await mou(running.settings.state, "ops", "setup")
    assert (said.code, said.err) == (0, "")
    assert "none, all are there" in said.out
    assert await rows(running) == before


@pytest.mark.parametrize(
    ("words", "environment", "code", "told"),
    [
        (("show", "ca-mx", "2026-Q1", "wildfire"), {}, 1, "Did you mean 'wildfires'"),
        (WRITING["waive"], {"TEMPORAL_ADDRESS": NOBODY}, 1, "Temporal cannot be reached"),
        (("mail", "held", "--json"), {}, 0, "[]"),
    ],
)
async def test_a_process_of_its_own_ends_as_told(
    running: Stack, words: tuple[str, ...], environment: dict[str, str], code: int, told: str
) -> None:
    """As a user runs it: the sentence on standard error, nothing else there, and the exit code."""
    given = {"MOU_STATE": str(running.settings.state), "PATH": os.environ["PATH"], **environment}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", *words, cwd=ROOT, env=given, stdout=pipe, stderr=pipe
    )
    out, err = (part.decode() for part in await process.communicate())
    assert process.returncode == code, out + err
    assert told in (err if code else out)
    assert len(err.splitlines()) == (1 if code else 0)


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
