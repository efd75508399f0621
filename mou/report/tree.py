"""The annual report as a tree of codes, wordings and values. It holds no words of its own: the renderers bring those.

The tree is what the coordinators approve: `AnnualReport.hash` covers all of it, and every rendering (page, PDF, tables)
is made from it alone, so nothing can appear in print that was not approved.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from mou.model import Model, Wording
from mou.program import Span
from mou.report.rates import Rates
from mou.report.told import ItemYear, Shown, Told
from mou.submission import Standing


class Chapter(Model):
    """A working group: its leads by party (names), its rates, its items."""

    code: str
    name: Wording
    leads: dict[str, str]
    rates: Rates
    items: tuple[ItemYear, ...]


class Glance(Model):
    """The year in figures. `shown` counts owed entries by quarter; `standings` each item once per party, as last told."""

    shown: dict[str, dict[Shown, int]]
    standings: dict[Standing, int]
    rates: Rates
    by_party: dict[str, Rates]

    def count(self, shown: Shown) -> int:
        """Return how many entries of the year are shown so."""
        return sum(quarter.get(shown, 0) for quarter in self.shown.values())


class ReportParty(Model):
    """A party as the report needs it: names, language, and how its dates are written."""

    code: str
    name: Wording
    language: str
    locale: str
    zone: str
    coordinator: str


class Erratum(Model):
    """A text that was amended after its approval: before and after by language; `new` since the previous edition."""

    anchor: str
    quarter: str
    group: str
    item: str
    party: str
    version: int
    on: datetime
    before: dict[str, str]
    after: dict[str, str]
    new: bool


class Term(Model):
    """A glossary term in every language of the program, with its acronym in each where there is one."""

    words: Wording
    acronym: Wording | None = None


class Previous(Model):
    """The edition before this one, and the anchors of what reads differently now."""

    edition: int
    hash: str
    cut: datetime
    changed: tuple[str, ...]


class AnnualReport(Model):
    """One edition of a program's public report of a year, in canonical order: the same record gives the same bytes."""

    program: str
    name: Wording
    short: Wording
    about: Wording
    contact: str
    span: Span
    year: int
    edition: int
    cut: datetime
    parties: tuple[ReportParty, ...]
    glance: Glance
    chapters: tuple[Chapter, ...]
    quiet: tuple[str, ...]
    ahead: tuple[str, ...]
    done: tuple[str, ...]
    continues: bool
    errata: tuple[Erratum, ...] = ()
    previous: Previous | None = None
    glossary: tuple[Term, ...] = ()

    @property
    def hash(self) -> str:
        """Return 16 hex digits that change with anything in the tree: what the coordinators approve."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(canonical.encode()).hexdigest()[:16]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the report's languages in the parties' order, each once."""
        return tuple(dict.fromkeys(party.language for party in self.parties))

    @property
    def quarters(self) -> tuple[str, ...]:
        """Return the year's quarters: "2026-Q1" and so on."""
        return tuple(self.glance.shown)

    def party(self, code: str) -> ReportParty:
        """Return the party with this code."""
        return next(party for party in self.parties if party.code == code)

    def items(self) -> Iterator[ItemYear]:
        """Yield every plan item once, in the program's order."""
        return (item for chapter in self.chapters for item in chapter.items)

    def told(self) -> Iterator[Told]:
        """Yield every owed entry of the year: by quarter, then item, then party."""
        return (one for quarter in self.quarters for item in self.items() for one in item.of(quarter=quarter))
