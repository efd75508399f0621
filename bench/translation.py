"""What masks and glossary add to the embedded engine: chrF and BLEU, raw and through the pipeline; and its speed, warm.

The sixty pairs are our own (`tests/pairs`), one reference each: good for comparing two settings in one run, no benchmark.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from adapters import program_files
from adapters.apertium import SPOKEN, Apertium
from adapters.no_drafts import NoDrafts
from bench.figures import Figure
from mou.drafting import Drafting
from mou.engines import Engine
from mou.glossary import Glossary
from mou.segments import Direction

PAIRS = Path(__file__).parents[1] / "tests" / "pairs" / "agreeing.txt"
ROUNDS = 5
_MODES = {"en": "eng-spa", "es": "spa-eng"}


def measure() -> Iterator[Figure]:
    """Yield the figures, none where Apertium is not installed."""
    engine = Apertium(SPOKEN)
    if engine.available():
        yield from asyncio.run(_measured(engine))


async def _measured(engine: Engine) -> list[Figure]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    found, drafting, glossary = list[Figure](), Drafting([engine], NoDrafts()), _glossary()
    for source, target, said, meant in (("en", "es", lines[::2], lines[1::2]), ("es", "en", lines[1::2], lines[::2])):
        direction = Direction(source=source, target=target)
        drafts = [one.text for one in (await drafting.draft(said, direction, glossary)).drafts]
        began = time.perf_counter()
        for _ in range(ROUNDS):
            await drafting.draft(said, direction, glossary)
        speed = ROUNDS * len(said) / (time.perf_counter() - began)
        raw = _raw(said, _MODES[source])
        way = f"{source} to {target}"
        chrf, plain = _chrf(drafts, meant), _chrf(raw, meant)
        bleu = f"BLEU {_bleu(drafts, meant):.1f}; raw {_bleu(raw, meant):.1f}"
        found.append(Figure(f"drafts, {way}", chrf, "chrF", f"raw {plain:.1f}, so {chrf - plain:+.1f}; {bleu}"))
        found.append(Figure(f"drafts warm, {way}", speed, "/s", f"{sum(map(bool, drafts))} of {len(drafts)} kept every mask"))
    await engine.close()
    return found


def _glossary() -> Glossary:
    return Glossary.of(program_files.glossary(program_files.folder_of("ca-mx")))


def _raw(sentences: Sequence[str], mode: str) -> list[str]:
    """Return what the engine makes of the bare sentences, one call each as its manual shows."""
    calls = (
        subprocess.run(["apertium", "-u", mode], input=one, capture_output=True, text=True, check=True)  # noqa: S603, S607
        for one in sentences
    )
    return [re.sub(r"\s+", " ", call.stdout).strip() for call in calls]


def _chrf(said: Sequence[str], meant: Sequence[str]) -> float:
    return float(CHRF().corpus_score(list(said), [list(meant)]).score)


def _bleu(said: Sequence[str], meant: Sequence[str]) -> float:
    return float(BLEU().corpus_score(list(said), [list(meant)]).score)
