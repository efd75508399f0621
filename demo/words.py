"""The year's words: what every lead says in every quarter, with the proofread translation of each sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

PARTIES = {"en": "california", "es": "mexico"}
SILENT = frozenset({("2026-Q3", "wildfires")})
"""The (quarter, group) pairs in which neither party's lead ever answers: the only gaps in the year."""

_YEAR = Path(__file__).parent / "year"
_CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as its author wrote it, and as a careful translator put it in the other language."""

    said: str
    other: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one party says about one item: `says` is progress, no_change or nothing (`text` is then the reason).

    `numbers` are the indicators' values in the order of the form.
    """

    item: str
    says: str = "progress"
    status: str = ""
    numbers: tuple[int, ...] = ()
    text: tuple[Sentence, ...] = ()

    @property
    def words(self) -> str:
        """Return the sentences as one text."""
        return " ".join(sentence.said for sentence in self.text)


@dataclass(frozen=True, slots=True)
class Year:
    """All of it. Keys are (quarter, group, party), and (why, quarter, group, party) for what was put right later."""

    entries: dict[tuple[str, str, str], tuple[Entry, ...]]
    corrected: dict[tuple[str, str, str, str], tuple[Entry, ...]]
    translations: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path = _YEAR) -> Self:
        """Read the year's files."""
        entries: dict[tuple[str, str, str], tuple[Entry, ...]] = {}
        for path in sorted(folder.glob("*-Q?.yaml")):
            entries |= {(path.stem, *key): said for key, said in _quarter(_tree(path))}
        later = _tree(folder / f"{_CORRECTED}.yaml")
        corrected = {
            (why, quarter, *key): said
            for why, quarters in later.items()
            for quarter, groups in quarters.items()
            for key, said in _quarter(groups)
        }
        everything = [entry for said in (*entries.values(), *corrected.values()) for entry in said]
        return cls(entries, corrected, _both_ways(everything))

    def quarters(self) -> tuple[str, ...]:
        """Return the quarters, in order."""
        return tuple(dict.fromkeys(quarter for quarter, _, _ in self.entries))

    def groups(self) -> tuple[str, ...]:
        """Return the working groups, in the plan's order."""
        return tuple(dict.fromkeys(group for _, group, _ in self.entries))

    def proofread(self, sentence: str) -> str:
        """Return the proofread translation of a sentence of the year, or "" for one that nobody of ours wrote."""
        return self.translations.get(plain(sentence), "")


def plain(text: str) -> str:
    """Return the text with single spaces, as two copies of a sentence are compared."""
    return " ".join(text.split())


def _both_ways(entries: list[Entry]) -> dict[str, str]:
    """Return each author's sentence with its translation; a mail never shows a translation as a source."""
    return {plain(one.said): one.other for entry in entries for one in entry.text}


@cache
def _tree(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tree


def _quarter(groups: dict[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[Entry, ...]]]:
    for group, items in groups.items():
        for party in PARTIES.values():
            said = tuple(_entry(item, parties[party]) for item, parties in items.items() if party in parties)
            if said:
                yield (group, party), said


def _entry(item: str, given: dict[str, Any]) -> Entry:
    return Entry(
        item=item,
        says=given.get("says", "progress"),
        status=given.get("status", ""),
        numbers=tuple(given.get("numbers", ())),
        text=tuple(Sentence(**pair) for pair in given.get("text", ())),
    )
