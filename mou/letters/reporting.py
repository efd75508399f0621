"""The internal quarterly report, to both coordinators and all leads after each quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mou.letters.blocks import Block, Heading, Kind, Letter, Link, Paragraph, T, Table
from mou.letters.phrases import PHASES, Day, contact, quarter_words
from mou.program import Program
from mou.submission import Phase


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One group's quarter: where it ended, how many entries are in each state, whether each party was on time, by code.

    `phase` is None when the group was not asked; `on_time` None for a party that answered nothing; `approved_on` the last
    approval, which is a date to show only once every party has approved.
    """

    group: str
    phase: Phase | None
    progress: int
    no_change: int
    nothing: int
    missing: int
    on_time: Mapping[str, bool | None]
    approved_on: datetime | None = None


ON_TIME = {True: T("on time"), False: T("late"), None: T("no answer")}


def quarterly_report(*, program: Program, quarter: str, rows: tuple[QuarterRow, ...], link: str) -> Letter:
    """Return the quarter at a glance, one row per working group; `link` ("" for none) leads to the whole."""
    shown = {"program": program.short, "quarter": quarter_words(quarter)}
    more: tuple[Block, ...] = (Link(T("The quarter on the desk:"), link),) if link else ()
    return Letter(
        kind=Kind.QUARTERLY_REPORT,
        subject=T("%(program)s: quarterly report, %(quarter)s", **shown),
        blocks=(
            Paragraph(
                T("For your information: this is where the reports of the %(program)s for the %(quarter)s stand.", **shown)
            ),
            Paragraph(
                T(
                    "It is internal. Nothing is asked of you, unless a report below awaits your answer or your approval: "
                    "then the letter you already have says by when."
                )
            ),
            Heading(T("By working group")),
            _timeliness(program, rows),
            _answers(program, rows),
            *more,
            contact(program),
        ),
        expects_reply=False,
    )


def _timeliness(program: Program, rows: tuple[QuarterRow, ...]) -> Table:
    """Two narrow tables instead of a wide one: a mail is read on a phone too."""
    return Table(
        caption=T("Reports, and whether each party answered on time"),
        head=(T("Working group"), T("Report"), *(party.name for party in program.parties), T("Approved on")),
        rows=tuple(
            (
                program.group(row.group).name,
                PHASES[row.phase] if row.phase else T("not asked"),
                *(ON_TIME[row.on_time.get(party.code)] for party in program.parties),
                Day(row.approved_on) if row.approved_on and row.phase is Phase.APPROVED else T("not yet"),
            )
            for row in rows
        ),
    )


def _answers(program: Program, rows: tuple[QuarterRow, ...]) -> Table:
    return Table(
        caption=T("Answers by what they say"),
        head=(T("Working group"), T("Progress"), T("No change"), T("Nothing to report"), T("No answer")),
        rows=tuple((program.group(row.group).name, row.progress, row.no_change, row.nothing, row.missing) for row in rows),
    )
