"""`make bench`: what the promises about speed rest on, as a table or (`--json`) as a list. It judges nothing."""

import argparse
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from bench import commands, embedded, letters, memory, planning, replies, reports, stories, translation, webhook
from bench.figures import Figure

WIDTH = 120
MEASURES = (commands, embedded, stories, letters, replies, webhook, translation, memory, reports, planning)


def figures() -> Iterator[Figure]:
    """Yield every figure as soon as it is measured."""
    for one in MEASURES:
        yield from one.measure()


def machine() -> str:
    """Return what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def shown(value: float, unit: str) -> str:
    """Return a figure with as many digits as it is worth."""
    if unit == "s" and value < 1:
        return f"{value * 1000:,.0f} ms"
    return f"{value:,.0f} {unit}" if value >= 20 else f"{value:.1f} {unit}"  # noqa: PLR2004 - below it a digit says something


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--json", action="store_true", help="print JSON, for other programs")
    if asked.parse_args().json:
        print(json.dumps({"machine": machine(), "figures": [asdict(one) for one in figures()]}, indent=2))
        return
    table = Table("measured", "figure", "beside", box=None, caption=machine(), caption_justify="left")
    table.columns[1].justify = "right"
    for one in figures():
        table.add_row(one.what, shown(one.value, one.unit), one.beside)
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    main()
