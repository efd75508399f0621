"""`make bench`: a few figures of this machine, each over enough repetitions to mean something."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from adapters.press import JinjaPress
from adapters.program_files import folder_of, load
from mou.calendar import plan_cycle
from mou.cutting import cut
from mou.letters.asking import invitation
from mou.ports import Reader
from mou.reply.message import parse

MAILS = Path(__file__).parents[1] / "tests" / "mails"


def rate(work: Callable[[], object], *, seconds: float = 2.0) -> float:
    """Return how often per second a piece of work is done."""
    work()
    done, until = 0, time.perf_counter() + seconds
    began = time.perf_counter()
    while time.perf_counter() < until:
        work()
        done += 1
    return done / (time.perf_counter() - began)


def main() -> None:
    """Print the figures."""
    loaded = load(folder_of("ca-mx"))
    plan = plan_cycle(loaded.program, 2026, loaded.calendars)
    due, closes = plan.quarters[0].moment("due").on, plan.quarters[0].moment("close").on
    letter = invitation(
        program=loaded.program, group="air-quality", party="mexico", quarter="2026-Q1", due=due, closes=closes, language="es"
    )
    press, reader = JinjaPress(), Reader(language="es", locale="es_MX", zone="America/Mexico_City")
    mails = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    help_ = rate(lambda: subprocess.run([sys.executable, "-m", "cli", "--help"], check=True, capture_output=True))
    for what, figure in (
        ("mou --help, seconds", 1 / help_),
        ("years planned per second", rate(lambda: plan_cycle(loaded.program, 2026, loaded.calendars))),
        ("forms rendered per second (text and HTML)", rate(lambda: press.letter(letter, reader))),
        ("mails parsed per second", len(mails) * rate(lambda: [parse(raw) for raw in mails])),
        ("texts of 3 sentences cut per second", rate(lambda: cut("One sentence. Another, with 3.5 t. And the last."))),
    ):
        print(f"{figure:12.2f}  {what}")


if __name__ == "__main__":
    main()
