"""Samples for previews: what only the record would know, made from the program itself (each text is an item's own title)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import cycle as again

from mou.cycle_plan import CyclePlan, QuarterPlan
from mou.letters.reporting import QuarterRow
from mou.program import Group, Program
from mou.segments import Origin, Segment
from mou.stories import report_id
from mou.submission import Entry, FiledEntry, Phase, Standing, State


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One quarter's report of one group, as seen by one party's reader."""

    program: Program
    cycle: CyclePlan
    plan: QuarterPlan
    group: Group
    party: str
    language: str

    @property
    def report(self) -> str:
        """Return the report's id."""
        return report_id(self.program.code, self.plan.quarter, self.group.code)

    @property
    def other(self) -> str:
        """Return another party's code, or this one's where it is the only one."""
        return next((one.code for one in self.program.parties if one.code != self.party), self.party)

    def on(self, code: str) -> datetime:
        """Return a planned instant of the quarter, or of the annual report."""
        annual = {moment.code: moment.on for moment in self.cycle.annual}
        return annual[code] if code in annual else self.plan.moment(code).on

    def said(self) -> str:
        """Return a passage in the reader's language."""
        return self.group.items[0].title.in_(self.language)

    def entries(self) -> tuple[FiledEntry, ...]:
        """Return every party's answers to all items but the last one, so that something is missing where there are more."""
        answered = {item.code for item in self.group.items[:-1] or self.group.items}
        pairs = (pair for pair in self.group.owed() if pair[0] in answered)
        return tuple(self._entry(item, party, standing) for (item, party), standing in zip(pairs, again(Standing), strict=False))

    def given(self) -> Mapping[str, Entry]:
        """Return the reader's party's answers by item."""
        return {entry.item: entry for entry in self.entries() if entry.party == self.party}

    def open_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the owed (item, party) pairs without an answer."""
        said = {(entry.item, entry.party) for entry in self.entries()}
        return tuple(pair for pair in self.group.owed() if pair not in said)

    def segments(self) -> tuple[Segment, ...]:
        """Return one segment per answer, into the first other language."""
        return tuple(self._segment(number, entry) for number, entry in enumerate(self.entries(), start=1))

    def rows(self) -> tuple[QuarterRow, ...]:
        """Return a quarter in which everything was answered in time and approved at the closing time."""
        return tuple(
            QuarterRow(
                group=group.code,
                phase=Phase.APPROVED,
                progress=len(group.owed()),
                no_change=0,
                nothing=0,
                missing=0,
                on_time=dict.fromkeys(group.leads, True),
                approved_on=self.on("close"),
            )
            for group in self.program.groups
        )

    def links(self) -> dict[str, str]:
        """Return where an edition would be read, by language."""
        domain = self.program.contact.rpartition("@")[2]
        place = f"https://{domain}/{self.program.code}/{self.cycle.year}"
        return {language: f"{place}/{language}/index.html" for language in self.program.languages()}

    def _entry(self, item: str, party: str, standing: Standing) -> FiledEntry:
        asked, language = self.group.item(item), self.program.party(party).language
        return FiledEntry(
            item=item,
            state=State.PROGRESS,
            standing=standing,
            text=asked.title.in_(language),
            indicators={indicator.code: Decimal(number) for number, indicator in enumerate(asked.indicators, start=1)},
            party=party,
            person=self.group.leads[party].holder,
            mail="preview",
            arrived=self.on("open"),
            language=language,
        )

    def _segment(self, number: int, entry: FiledEntry) -> Segment:
        target = next((tag for tag in self.program.languages() if tag != entry.language), entry.language)
        return Segment(
            number=number,
            item=entry.item,
            party=entry.party,
            position=0,
            source_language=entry.language,
            source=entry.text,
            target_language=target,
            target=self.group.item(entry.item).title.in_(target),
            origin=Origin.PERSON,
        )
