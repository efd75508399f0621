"""What the demo shows while it plays: one line per happening, under the agreement's own dates."""

from collections import Counter
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.stack import Stack
from demo.events import Event
from mou.keeping import CycleOnRecord
from mou.pace import Pace

STYLES = {
    "answered": "green",
    "approved": "cyan",
    "corrected": "blue",
    "edited": "blue",
    "returned": "yellow",
    "away": "yellow",
    "question": "red",
    "held": "red",
    "refused": "red",
    "unread": "red",
    "published": "bold green",
}


class Screen:
    """Lines and a last table of links."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._pace = Pace()
        self._began = datetime.now(UTC)
        self._counts: Counter[str] = Counter()

    def begin(self, cycle: CycleOnRecord, pace: Pace) -> None:
        """Say what is about to be played."""
        self._pace, self._began = pace, datetime.now(UTC)
        last = max(cycle.plan.instants())
        seconds = (pace.real(last) - self._began).total_seconds()
        self._console.print(
            f"[bold]{cycle.program.name.in_('en')}[/bold]\n"
            f"Year {cycle.year} on the real stories, its waiting squeezed into about {seconds:.0f} s. "
            "Dates are the agreement's.\n"
        )

    def note(self, event: Event) -> None:
        """Show what a player did."""
        self._counts[event.kind] += 1
        if event.kind not in {"extend-please", "outage-please"}:
            self.say(event.kind, f"{event.report} {event.who} {event.text}".strip(), style=STYLES.get(event.kind, ""))

    def say(self, what: str, words: str, *, style: str = "magenta") -> None:
        """Show one line."""
        on = self._pace.agreement(datetime.now(UTC))
        self._console.print(
            f"[dim]{on:%Y-%m-%d}[/dim] [{style or 'default'}]{what:<12}[/] {escape(words)}", highlight=False, soft_wrap=True
        )

    def links(self, running: Stack, program: str, year: int) -> None:
        """Show where everything can be looked at."""
        desk = running.settings.desk_url
        table = Table.grid(padding=(0, 2))
        for words, url in (
            ("Desk", f"{desk}/{program}/{year}"),
            ("Mailbox", f"{desk}/mailbox"),
            ("Temporal UI", running.ui),
            ("Report, English", f"{desk}/public/{program}/{year}/en/index.html"),
            ("Informe, español", f"{desk}/public/{program}/{year}/es/index.html"),
        ):
            table.add_row(words, url)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(self._counts.items()))
        seconds = (datetime.now(UTC) - self._began).total_seconds()
        self._console.print(f"\nThe year took {seconds:.0f} s: {told}.\n")
        self._console.print(table)
