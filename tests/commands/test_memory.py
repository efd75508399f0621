"""`mou memory`: out to a file, in again on a coordinator's word, and what it knows of a sentence."""

import asyncio
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.postgres.tables import acts
from commands.memory import export
from mou.memory import MemoryEntry
from mou.segments import Direction
from mou.submission import Phase
from mou.tmx import read, written
from tests.commands.calling import AWAY, Caller, Said
from tests.fakes.stage import REPORT, Stage


class Desk(Caller):
    """Calls `mou memory` over the stage's record."""

    def __init__(self, stage: Stage, state: Path, url: str) -> None:
        super().__init__(state, DATABASE_URL=url, TEMPORAL_ADDRESS=AWAY)
        self.stage = stage

    async def __call__(self, *words: str) -> Said:
        return await super().__call__("memory", *words)


@pytest.fixture
async def desk(stage: Stage, tmp_path: Path, postgres: str) -> Desk:
    """Return a desk over a cycle whose wildfires report was approved."""
    course = await stage.under_review()
    for person, word in (("p01", "APPROVE"), ("p03", "APRUEBO")):
        await stage.take(await stage.reply("approval-1", person, f"{word}\n"))
    assert course.phase is Phase.APPROVED
    return Desk(stage, tmp_path, postgres)


def entry(source: str, target: str, to: str = "es") -> MemoryEntry:
    """Return an entry from English without anything else."""
    return MemoryEntry(source_language="en", target_language=to, source=source, target=target)


async def _acts(stage: Stage) -> list[tuple[str, str, str, str]]:
    query = select(acts.c.actor, acts.c.role, acts.c.subject, acts.c.hash).where(acts.c.verb == "memory-import")
    async with stage.engine.connect() as connection:
        return [(row.actor, row.role, row.subject, row.hash) for row in await connection.execute(query)]


async def test_what_goes_out_is_known_when_it_comes_in(desk: Desk) -> None:
    """The file holds every entry whole, and importing it where it came from adds nothing."""
    file = desk.state / "memory.tmx"
    assert await desk.right("export", "ca-mx", "--to", str(file)) == f"2 entries written to {file}\n"
    before = await desk.stage.memory.entries("ca-mx")
    assert read(file.read_bytes()).entries == before
    assert await desk.right("import", "ca-mx", str(file), "--as", "p01") == "0 new, 2 known, 0 skipped\n"
    assert await desk.stage.memory.entries("ca-mx") == before


async def test_standard_output_takes_the_file_alone(desk: Desk, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes in UTF-8 and nothing else, so that it can be piped."""
    raw = io.BytesIO()
    for name, value in desk.surroundings.items():
        monkeypatch.setenv(name, value)
    with redirect_stdout(io.TextIOWrapper(raw, encoding="ascii")) as out:
        await asyncio.to_thread(export, "ca-mx")
    out.flush()
    assert len(read(raw.getvalue()).entries) == 2


async def test_a_coordinators_word_is_the_approval(desk: Desk) -> None:
    """What is new, known and skipped is counted, each reason told with its line; the act is in the book."""
    file = desk.state / "other.tmx"
    known = (await desk.stage.memory.entries("ca-mx"))[0].model_copy(update={"report": "", "number": 0})
    news = [entry("Rain fell.", "Llovió."), entry("Rain fell.", "Es regnete.", to="de"), entry("Rain fell.", "Pleut.", to="fr")]
    file.write_bytes(written([known, *news]))
    said = await desk.right("import", "ca-mx", str(file), "--as", "p01")
    assert said.splitlines() == [
        "1 new, 1 known, 2 skipped",
        "  1 skipped: the program does not work in en and de (first in line 27)",
        "  1 skipped: the program does not work in en and fr (first in line 36)",
    ]
    ((actor, role, subject, hash_),) = await _acts(desk.stage)
    assert (actor, role, subject, len(hash_)) == ("p01", "coordinator", "ca-mx", 64)
    (found,) = await desk.stage.memory.exact("ca-mx", ["Rain fell."], Direction(source="en", target="es"))
    assert (found.report, found.editor, found.note) == ("", "", "from other.tmx, vouched for by p01")
    assert found.approved_on is not None


async def test_find_tells_where_an_exact_translation_was_approved(desk: Desk) -> None:
    """Report, segment, editor and instant; and what is similar, with its score."""
    words = ("find", "ca-mx", "CAL FIRE trained 12 crews.", "--from", "en", "--to", "es")
    found = json.loads(await desk.right(*words, "--json"))
    ((exact,), (suggestion,)) = found["exact"], found["suggestions"]
    told = {name: exact[name] for name in ("target", "report", "number", "editor", "engine")}
    target = "[es] CAL FIRE capacitó a 12 brigadas."
    assert told == {"target": target, "report": REPORT, "number": 1, "editor": "", "engine": "fake 0"}
    assert exact["approved_on"].startswith("2026-04-01T")
    assert suggestion == {"source": "CAL FIRE trained 12 crews.", "target": target, "score": 1.0}
    shown = await desk.right(*words)
    assert "exact" in shown
    assert "100%" in shown
    assert "99%" in await desk.right("find", "ca-mx", "CAL FIRE trained 7 crews.", "--from", "en", "--to", "es")
    nothing = await desk.right("find", "ca-mx", "Rain fell.", "--from", "en", "--to", "es")
    assert nothing == "Nothing like it is in the memory.\n"


async def test_what_cannot_be_done_is_told_and_changes_nothing(desk: Desk) -> None:
    """Whoever coordinates nothing, files that are none, languages and programs there are not, places one cannot write to."""
    before = await desk.stage.memory.entries("ca-mx")
    file, broken = desk.state / "good.tmx", desk.state / "broken.tmx"
    file.write_bytes(written([entry("Rain fell.", "Llovió.")]))
    broken.write_bytes(b"<tmx>\n<body>\n</tmx>")
    assert "Only a coordinator may do this" in await desk.wrong("import", "ca-mx", str(file), "--as", "p17")
    assert "broken.tmx, line 3: this is no XML" in await desk.wrong("import", "ca-mx", str(broken), "--as", "p01")
    assert "cannot be read" in await desk.wrong("import", "ca-mx", str(desk.state / "none.tmx"), "--as", "p01")
    assert "cannot be written" in await desk.wrong("export", "ca-mx", "--to", str(desk.state / "no" / "x.tmx"))
    assert "No program" in await desk.wrong("export", "ca-zz")
    assert "no cycle of ca-zz" in await desk.wrong("import", "ca-zz", str(file), "--as", "p01")
    assert "does not work in 'de'" in await desk.wrong("find", "ca-mx", "Rain.", "--from", "en", "--to", "de")
    assert "name two languages" in await desk.wrong("find", "ca-mx", "Rain.", "--from", "en", "--to", "en")
    assert "give one sentence" in await desk.wrong("find", "ca-mx", " ", "--from", "en", "--to", "es")
    assert await desk.stage.memory.entries("ca-mx") == before
    assert await _acts(desk.stage) == []
