"""Sentences that resemble one another, by rapidfuzz: an index in this process of one direction of a translation memory."""

from datetime import datetime

from rapidfuzz import fuzz, process

from mou.figures import without_figures
from mou.memory import Suggestion

CUTOFF = 0.75
MOST = 3
NEARLY = 0.99
"""The best score of another sentence: only the very same one has 1."""


class Similar:
    """Every sentence once without its numbers: "12 audits" and "14 audits" are one shape, told by the newest of them."""

    def __init__(self) -> None:
        self._shapes: dict[str, str] = {}  # the shape to itself: what rapidfuzz compares, and what it answers with
        self._newest: dict[str, tuple[datetime, str, str]] = {}

    def add(self, source: str, target: str, approved_on: datetime) -> None:
        """Add a sentence and its translation; of one shape the newest stands, of the same instant the last added."""
        shape = without_figures(source)
        if shape not in self._newest or self._newest[shape][0] <= approved_on:
            self._shapes[shape] = shape
            self._newest[shape] = approved_on, source, target

    def near(self, source: str) -> tuple[Suggestion, ...]:
        """Return the sentences most like this one, the best first; `CUTOFF` and `MOST` say which and how many."""
        found = process.extract(
            without_figures(source), self._shapes, scorer=fuzz.ratio, processor=None, score_cutoff=CUTOFF * 100, limit=MOST
        )
        return tuple(self._suggestion(source, shape, score / 100) for _, score, shape in found)

    def _suggestion(self, asked: str, shape: str, score: float) -> Suggestion:
        _, source, target = self._newest[shape]
        return Suggestion(source=source, target=target, score=1.0 if source == asked else round(min(score, NEARLY), 2))
