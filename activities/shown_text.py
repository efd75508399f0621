"""A submission's text as a reviewer is shown it, and the manifest of hashes an approval of it is bound to."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from activities.correspondence import Draft
from mou.checks import flags
from mou.glossary import Glossary
from mou.keeping import Book
from mou.letters.blocks import Letter
from mou.program import Person, Program
from mou.review import facts_hash, shown_hash
from mou.segments import Segment
from mou.submission import FiledEntry


class Shown(TypedDict):
    """What every letter to a reviewer says; see `mou.letters.reviewing.Request`."""

    program: Program
    group: str
    party: str
    quarter: str
    version: int
    round_: int
    entries: tuple[FiledEntry, ...]
    segments: tuple[Segment, ...]
    changed: frozenset[int]
    flags: Mapping[int, tuple[str, ...]]
    shown: str


class ShownText:
    """A submission's text as a reviewer is shown it: entries, segments, hashes, and what each party approved."""

    def __init__(self, version: int, round_: int, entries: tuple[FiledEntry, ...], segments: tuple[Segment, ...]) -> None:
        self.version = version
        self.round = round_
        self.entries = entries
        self.segments = segments
        self.manifest = manifest(entries, segments)
        self.approved: dict[str, tuple[str, ...]] = {}
        self.decided_on: dict[str, tuple[str, ...]] = {}

    @classmethod
    async def of(cls, book: Book, version: int, *, round_: int = 0) -> "ShownText":
        """Read it from the record."""
        rows = {row.version: row for row in await book.submissions()}
        text = cls(version, round_ or rows[version].round, await book.entries(version), await book.segments(version))
        text.approved = dict(await book.approvals(version))
        text.decided_on = dict(await book.shown(version))
        return text

    def open_numbers(self, party: str) -> frozenset[int]:
        """Return the numbers this party has not approved."""
        seen = set(self.approved.get(party, ()))
        return frozenset(number for number, text in self.manifest.items() if text not in seen)

    def request(self, book: Book, party: str) -> Shown:
        """Return what every letter to this reviewer says."""
        before = self.decided_on.get(party, ())
        changed = (number for number, text in self.manifest.items() if number and before and text not in before)
        return {
            "program": book.cycle.program,
            "group": book.group,
            "party": party,
            "quarter": book.quarter,
            "version": self.version,
            "round_": self.round,
            "entries": self.entries,
            "segments": self.segments,
            "changed": frozenset(changed),
            "flags": flagged(self.segments, book.cycle.agreed),
            "shown": shown_hash(self.segments, self.entries),
        }

    def key(self, book: Book, what: str) -> str:
        """Return the key of a letter that shows this text, without its recipient."""
        return f"{book.report}/v{self.version}/r{self.round}/{what}"

    def draft(self, book: Book, what: str, letter: Letter, person: Person, party: str) -> Draft:
        """Return a letter that shows this text, with the manifest an answer will be bound to."""
        return Draft(
            key=self.key(book, what),
            letter=letter,
            person=person,
            party=party,
            report=book.report,
            version=self.version,
            quarter=book.quarter,
            shown=shown_hash(self.segments, self.entries),
            manifest=self.manifest,
        )


def manifest(entries: Iterable[FiledEntry], segments: Iterable[Segment]) -> dict[int, str]:
    """Return number -> hash of everything an approval covers; number 0 is the facts."""
    return {0: facts_hash(entries), **{segment.number: segment.hash for segment in segments}}


def flagged(segments: Iterable[Segment], glossary: Glossary) -> dict[int, tuple[str, ...]]:
    """Return what does not agree in each translation, by number; `mou.review.blocking` says which of it keeps it back."""
    done = (one for one in segments if one.target)
    found = {
        one.number: flags(one.source_language, one.source, one.target_language, one.target, glossary=glossary) for one in done
    }
    return {number: codes for number, codes in found.items() if codes}
