"""How long a person waits for a command: `mou --help`, beside a Python that does nothing, and a plan."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, lasting

ROOT = Path(__file__).parents[1]


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    nothing, help_, plan = (
        lasting(lambda words=words: _run(*words))  # type: ignore[misc] # a lambda's default has no annotation
        for words in (("-c", "pass"), ("-m", "cli", "--help"), ("-m", "cli", "plan", "ca-mx", "2026", "--json"))
    )
    yield Figure("`mou --help`", help_, "s", f"{help_ / nothing:.0f} times an empty Python ({nothing:.3f} s)")
    yield Figure("`mou plan ca-mx 2026`", plan, "s", f"{plan / help_:.1f} times `--help`")


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
