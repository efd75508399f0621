"""Drafts by Apertium: the real one where its package is installed, and everywhere a stand-in that speaks its protocol."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.apertium import MODES, Apertium
from mou.engines import Engine
from mou.errors import Unavailable
from mou.glossary import Glossary
from mou.segments import Direction, Draft

TO_SPANISH = Direction(source="en", target="es")
TO_ENGLISH = Direction(source="es", target="en")
NONE = Glossary()
INSTALLED = Apertium(("en", "es")).available()

# Says every word in capitals, marks words with a "q" as unknown, dies at "die", hangs at "hang".
STAND_IN = """#!{python}
import re, sys, time
read, write = sys.stdin.buffer, sys.stdout.buffer
assert "-z" in sys.argv
line = b""
while byte := read.read(1):
    if byte != b"\\0":
        line += byte
        continue
    text = line.decode()
    if "die" in text:
        sys.exit(3)
    if "hang" in text:
        time.sleep(60)
    if "-g" in sys.argv:
        text = re.sub(r"\\b(?=\\w*[qQ])(\\w+)", r"*\\1", text)
    write.write(text.encode() + b"\\0")
    write.flush()
    line = b""
"""


def stand_in(folder: Path) -> Path:
    """Write a modes folder whose programs are two stand-ins in a row (the second has nothing left to mark)."""
    program = folder / "stand-in"
    program.write_text(STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    for pair in ("eng-spa", "spa-eng"):
        (folder / f"{pair}.mode").write_text(f"'{program}' $2 '/x.bin' | cat $1\n".replace("cat $1", f"'{program}' $1"))
    return folder


@pytest.fixture(params=["stand-in", "installed"] if INSTALLED else ["stand-in"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Apertium]:
    """Every engine this machine has."""
    modes = stand_in(tmp_path) if request.param == "stand-in" else MODES
    apertium = Apertium(("en", "es"), modes=modes)
    yield apertium
    await apertium.close()


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[Apertium]:
    """The stand-in, with little patience."""
    apertium = Apertium(("en", "es"), modes=stand_in(tmp_path), within=0.5)
    yield apertium
    await apertium.close()


def test_the_real_engine_is_among_those_tested_exactly_where_it_is_installed() -> None:
    """Where the Debian package is, these tests ran against it; where it is not, only against the stand-in."""
    assert (MODES / "eng-spa.mode").is_file() == INSTALLED


async def test_a_batch_is_drafted_in_order(engine: Engine) -> None:
    """One draft per text, in order, with every mask whole and nothing swallowed by Apertium's own marks."""
    masked = ["XQ001 trained XQ002 people.", "See XQ001 on XQ002.", "~ [x] {y} ^z$ /"]
    drafts = await engine.draft(masked, TO_SPANISH, NONE)
    assert len(drafts) == len(masked)
    assert [re.findall("XQ[0-9]+", draft.text) for draft in drafts] == [["XQ001", "XQ002"]] * 2 + [[]]
    assert all(mark in drafts[2].text for mark in "[]{}^$/")


async def test_unknown_words_are_counted_and_their_marks_taken_off(engine: Engine) -> None:
    """Masks are no unknown words; a word the engine does not know is one, and reads as it was written."""
    (draft,) = await engine.draft(["XQ001 met in the frabjousq hall"], TO_SPANISH, NONE)
    assert draft.unknown == 1
    assert "frabjousq" in draft.text
    assert "*" not in draft.text
    assert not draft.text.endswith(".")


async def test_both_directions_and_many_callers(engine: Engine) -> None:
    """Callers at the same time get each their own sentences."""
    asked = [[f"There are {n} houses."] for n in range(20)]
    drafts = await asyncio.gather(*(engine.draft(one, TO_ENGLISH if n % 2 else TO_SPANISH, NONE) for n, one in enumerate(asked)))
    assert [str(n) in draft[0].text for n, draft in enumerate(drafts)] == [True] * 20


async def test_drafting_goes_on_after_the_programs_were_killed(engine: Apertium) -> None:
    """A pipeline that died between two batches is started again without anybody noticing."""
    (before,) = await engine.draft(["The houses."], TO_SPANISH, NONE)
    for chain in engine._chains.values():
        os.kill(chain._programs[0].pid, signal.SIGKILL)
    (after,) = await engine.draft(["The houses."], TO_SPANISH, NONE)
    assert after == before


async def test_a_closed_engine_leaves_no_program_and_starts_again(engine: Apertium) -> None:
    """Closing ends every program; a later draft works."""
    await engine.draft(["The houses."], TO_SPANISH, NONE)
    programs = [program for chain in engine._chains.values() for program in chain._programs]
    await engine.close()
    assert all(program.poll() is not None for program in programs)
    assert (await engine.draft(["The houses."], TO_SPANISH, NONE))[0].text


@pytest.mark.parametrize("word", ["die", "hang"])
async def test_a_program_that_dies_or_hangs_is_unavailable_and_then_there_again(fake: Engine, word: str) -> None:
    """The batch fails as Unavailable in bounded time, and the next one works."""
    with pytest.raises(Unavailable, match="eng-spa"):
        await fake.draft([f"please {word}"], TO_SPANISH, NONE)
    assert (await fake.draft(["again"], TO_SPANISH, NONE))[0].text == "again"


async def test_a_cancelled_batch_does_not_answer_the_next(fake: Engine) -> None:
    """An answer nobody waits for any more is never given to the next question."""
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(fake.draft(["please hang"], TO_SPANISH, NONE), 0.2)
    assert (await fake.draft(["next"], TO_SPANISH, NONE))[0].text == "next"


async def test_a_direction_the_engine_lacks_is_left_to_people(fake: Engine) -> None:
    """No such language pair is no fault: the drafts are empty."""
    assert await fake.draft(["x", "y"], Direction(source="en", target="fr"), NONE) == [Draft(text="")] * 2


async def test_a_machine_without_apertium(tmp_path: Path) -> None:
    """Without the package it is not available, says so when asked anyway, and wiring can tell beforehand."""
    absent = Apertium(("en", "es"), modes=tmp_path)
    assert not absent.available()
    assert absent.version == "absent"
    with pytest.raises(Unavailable, match="not installed"):
        await absent.draft(["x"], TO_SPANISH, NONE)
