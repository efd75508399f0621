"""What the report's codes are called in one language: states, standings, quarters, parties, items."""

from babel import Locale

from adapters.report_layout import Cell, Span
from adapters.report_words import Words
from mou.report.told import ItemYear, Shown, Told
from mou.report.tree import AnnualReport
from mou.submission import Standing


class Terms:
    """An annual report with one language's words. `say` and `count` are those of the words."""

    def __init__(self, report: AnnualReport, words: Words) -> None:
        """Keep both."""
        self.report = report
        self.words = words
        self.language = words.language
        self.say = words.say
        self.count = words.count
        self.titles = {item.code: item.title.in_(words.language) for item in report.items()}

    def region(self, language: str) -> str:
        """Return the region a language is written for in this report ("MX"), by the first party that uses it."""
        locale = next(party.locale for party in self.report.parties if party.language == language)
        return Locale.parse(locale).territory or ""

    def party(self, code: str) -> str:
        """Return a party's name."""
        return self.report.party(code).name.in_(self.language)

    def zone(self, party: str) -> str:
        """Return the zone a party's dates are told in."""
        return self.report.party(party).zone

    def group(self, code: str) -> str:
        """Return a working group's name."""
        return next(chapter.name for chapter in self.report.chapters if chapter.code == code).in_(self.language)

    def cut(self) -> str:
        """Return the data cut's date, in the first party's zone."""
        return self.words.day(self.report.cut, self.report.parties[0].zone)

    def shown(self, shown: Shown, *, waived: bool = False) -> str:
        """Return what a state is called; what a coordinator waived is not required, rather than nothing to report."""
        say = self.say
        if waived:
            return say("Not required")
        return {
            Shown.PROGRESS: say("Progress"),
            Shown.NO_CHANGE: say("No change"),
            Shown.NOTHING: say("Nothing to report"),
            Shown.MISSING: say("Missing"),
            Shown.AWAITING: say("Awaiting approval"),
            Shown.NOT_ASKED: say("Not asked"),
        }[shown]

    def standing(self, standing: Standing) -> str:
        """Return what a standing is called."""
        say = self.say
        return {
            Standing.ON_TRACK: say("On track"),
            Standing.DELAYED: say("Delayed"),
            Standing.DONE: say("Done"),
            Standing.NOT_STARTED: say("Not started"),
        }[standing]

    def short_quarter(self, quarter: str) -> str:
        """Return "Q1" for "2026-Q1"."""
        return self.say("Q%(n)s", n=quarter[-1])

    def quarter(self, quarter: str) -> str:
        """Return "First quarter, January to March"."""
        say = self.say
        return {
            "1": say("First quarter, January to March"),
            "2": say("Second quarter, April to June"),
            "3": say("Third quarter, July to September"),
            "4": say("Fourth quarter, October to December"),
        }[quarter[-1]]

    def link(self, item: str) -> Span:
        """Return a link to an item, by code and title."""
        return Span(text=f"{item} {self.titles[item]}", to=item)

    def entry_link(self, one: Told) -> Span:
        """Return a link to an entry: item, party and quarter."""
        return Span(text=f"{one.item} · {self.party(one.party)} · {self.short_quarter(one.quarter)}", to=one.anchor)

    def score(self, one: Told) -> Cell:
        """Return an entry as a cell of the scorecard: its state, and its standing where it was told."""
        note = self.standing(one.standing) if one.standing else ""
        tone = one.standing.value if one.standing else one.shown.value
        return Cell(text=self.shown(one.shown, waived=one.waived), note=note, tone=tone, to=one.anchor)

    def owing(self, item: ItemYear) -> tuple[str, ...]:
        """Return the parties that owe an item, in the program's order."""
        return tuple(dict.fromkeys(one.party for one in item.told))
