"""Words that several letters share: quarters, states, roles, the closing line; and two values that only the press can show."""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from mou import form as forms  # the module, not its names: mou.form itself starts from mou.letters.blocks
from mou.errors import Invalid
from mou.letters.blocks import Bullets, Paragraph, T
from mou.program import Group, Item, Program
from mou.submission import Entry, FiledEntry, Phase, State


@dataclass(frozen=True, slots=True)
class Day:
    """The calendar day of an instant, in the reader's zone (a subject has no room for the hour)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language tag, shown as the language's name in the reader's language."""

    tag: str


QUARTERS = {
    "Q1": T("first quarter of %(year)s"),
    "Q2": T("second quarter of %(year)s"),
    "Q3": T("third quarter of %(year)s"),
    "Q4": T("fourth quarter of %(year)s"),
}

STATES = {
    State.PROGRESS: T("progress"),
    State.NO_CHANGE: T("no change"),
    State.NOTHING: T("nothing to report"),
    State.MISSING: T("no answer"),
}

PHASES = {
    Phase.COLLECTING: T("collecting answers"),
    Phase.TRANSLATING: T("being translated"),
    Phase.REVIEWING: T("awaiting approval"),
    Phase.RETURNED: T("returned for correction"),
    Phase.APPROVED: T("approved"),
    Phase.NOT_REPORTED: T("not reported"),
    Phase.NOT_REQUIRED: T("not required"),
}


def quarter_words(quarter: str) -> T:
    """Return "first quarter of 2026" for `2026-Q1`; raise Invalid for anything else."""
    year, _, name = quarter.partition("-")
    if not (year.isdecimal() and name in QUARTERS):
        message = f"{quarter!r} is not a quarter: write a year and Q1 to Q4, for instance 2026-Q1"
        raise Invalid(message, where=quarter)
    return T(QUARTERS[name].msgid, year=year)


def one_line(words: str, *, most: int = 200) -> str:
    """Return a stranger's words as they may stand in a subject or a list: one line, nothing that steers a screen, cut short."""
    said = " ".join("".join(letter if category(letter)[0] != "C" else " " for letter in words).split())
    return said if len(said) <= most else f"{said[:most].rstrip()}…"


def reference(quarter: str, group: str) -> str:
    """Return the short code a subject ends with, the same in every language: `2026-Q1/air-quality`."""
    return f"{quarter}/{group}"


def contact(program: Program) -> Paragraph:
    """Return the block every letter ends with: whom to write to."""
    return Paragraph(
        T(
            "Questions? Write to %(contact)s. This message was sent by the reporting office of the %(program)s.",
            contact=program.contact,
            program=program.short,
        )
    )


def owed_line(program: Program, group: Group, pair: tuple[str, str]) -> T:
    """Return the line that names one owed entry (item, party): its code, its title, its party."""
    item, party = pair
    title = group.item(item).title
    return T("[%(code)s] %(title)s (%(party)s)", code=item, title=title, party=program.party(party).name)


def role_of(group: Group, party: str, person: str) -> T:
    """Return the role in which a person wrote for a party of a group, never a name."""
    role = group.leads[party]
    if person == role.holder:
        return T("the lead")
    return T("the lead's alternate") if person == role.alternate else T("the coordinator's office")


def facts(entry: Entry | FiledEntry, item: Item) -> Bullets:
    """Return an entry's state, standing and indicator values, one line each: what is not prose."""
    lines = [T("Answer: %(state)s", state=STATES[entry.state])]
    if entry.standing:
        lines.append(T("Status: %(status)s", status=forms.STANDINGS[entry.standing]))
    names = {one.code: one.name for one in item.indicators}
    lines += [T("%(name)s: %(value)s", name=names.get(code, code), value=value) for code, value in entry.indicators.items()]
    return Bullets(tuple(lines))
