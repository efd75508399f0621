"""What letters to leads are made from: who leads, what is owed, what was reported the quarter before."""

from datetime import datetime
from typing import TypedDict

from activities.correspondence import Draft
from mou.keeping import Book
from mou.letters.blocks import Letter
from mou.program import Person, Program, Role
from mou.record import ReportOnRecord


class Asked(TypedDict):
    """What every letter about collecting says."""

    program: Program
    group: str
    quarter: str
    due: datetime
    closes: datetime


class LastQuarter:
    """What a group reported the quarter before, for the form's "Last quarter" lines."""

    def __init__(self, report: ReportOnRecord | None) -> None:
        self._entries = report.entries if report else ()

    def texts(self, party: str, language: str) -> dict[str, str]:
        """Return the party's texts by item, in the reader's language where there is a translation, else as written."""
        mine = (entry for entry in self._entries if entry.party == party)
        return {entry.item: entry.said(language) or entry.text for entry in mine if entry.text}


def parties(book: Book) -> tuple[str, ...]:
    """Return the parties that report in this group, in the program's order."""
    leads = book.cycle.program.group(book.group).leads
    return tuple(party.code for party in book.cycle.program.parties if party.code in leads)


def lead(book: Book, party: str) -> Person:
    """Return the person who leads this group for a party today."""
    held: Role = book.cycle.program.group(book.group).leads[party]
    return book.cycle.program.person(held.holder)


def owed(book: Book) -> tuple[str, ...]:
    """Return what is owed and not waived, as "AQ-1/mexico"."""
    pairs = ("/".join(pair) for pair in book.cycle.program.group(book.group).owed())
    return tuple(pair for pair in pairs if pair not in book.waived)


def at(book: Book, code: str) -> datetime:
    """Return when one of the report's moments is, in agreement time."""
    return next(moment.on for moment in book.moments if moment.code == code)


def asked(book: Book) -> Asked:
    """Return what every letter about collecting says."""
    return {
        "program": book.cycle.program,
        "group": book.group,
        "quarter": book.quarter,
        "due": at(book, "due"),
        "closes": at(book, "close"),
    }


def draft(book: Book, what: str, letter: Letter, person: Person, party: str) -> Draft:
    """Return a letter about collecting, keyed by report, due revision and kind."""
    due = at(book, "due").strftime("%Y%m%d")
    return Draft(
        key=f"{book.report}/due-{due}/{what}",
        letter=letter,
        person=person,
        party=party,
        report=book.report,
        quarter=book.quarter,
    )
