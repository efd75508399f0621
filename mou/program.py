"""A program: one agreement, its parties, groups, plan items, people and rules. Read from `programs/<code>/program.yaml`.

Nothing here knows California or Mexico. Parties are a list (some agreements have three), texts are keyed by language.
"""

from datetime import date, time
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from pydantic import Field

from mou.errors import Unknown
from mou.model import Model, Wording

_Coded = TypeVar("_Coded", "Party", "Group", "Item")


class Person(Model):
    """Somebody who holds a role. `id` is opaque ("p03") and may enter histories; name and address never do."""

    id: str
    name: str
    address: str
    language: str
    since: date | None = None


class Role(Model):
    """Who holds a role (a person id) and who stands in when the holder is silent or away."""

    holder: str
    alternate: str | None = None


class Party(Model):
    """A government that signed. `locale` is for formats ("en_US", "es_MX"), `language` for texts ("en", "es")."""

    code: str
    name: Wording
    language: str
    locale: str
    zone: str
    calendar: str
    coordinator: Role
    reviewer: Role


class Indicator(Model):
    """A number an item is measured by, e.g. workshops held. Its name says the unit, of money the currency's code."""

    code: str
    name: Wording


class Item(Model):
    """One line of the joint action plan. Codes ("AQ-2") are never reused; `owed_by` empty means every party."""

    code: str
    title: Wording
    indicators: tuple[Indicator, ...] = ()
    owed_by: tuple[str, ...] = ()


class Group(Model):
    """A working group: its items and one lead per party (keyed by party code)."""

    code: str
    name: Wording
    items: tuple[Item, ...]
    leads: dict[str, Role]

    def item(self, code: str) -> Item:
        """Return the item with this code, or raise Unknown naming the codes there are."""
        return _find(self.items, code, what="plan item", where=self.code)

    def owed(self) -> tuple[tuple[str, str], ...]:
        """Return (item, party) for every entry this group owes each quarter, in the plan's order."""
        return tuple((item.code, party) for item in self.items for party in (item.owed_by or tuple(self.leads)))


class ReviewPolicy(Model):
    """Business days after an approval request: when to remind, and when the alternate is asked too."""

    reminders: tuple[int, ...]
    escalation: int


class AnnualPolicy(Model):
    """The annual report, in business days after the fourth quarter's data cut; `embargo` is the earliest publication."""

    cut: int
    review: ReviewPolicy
    embargo: int


class Policy(Model):
    """When things happen. All in business days on which every party's offices are open.

    `opens` and `due` count from the quarter's last day; `reminders`, `escalation` and `closes` from the due day (negative
    is before it); `cut`, the quarterly report's data cut, from the closing day; `returned` is how long a returned report
    may be corrected. `due_time` is when a deadline's day ends and `letter_time` when letters go out, local office time:
    a deadline is met while it is still that time anywhere in the parties' zones.
    """

    opens: int
    due: int
    reminders: tuple[int, ...]
    escalation: int
    closes: int
    cut: int
    returned: int
    review: ReviewPolicy
    annual: AnnualPolicy
    due_time: time = time(17, 0)
    letter_time: time = time(9, 0)


class Span(Model):
    """The agreement's term, both days included."""

    first: date
    last: date


class Program(Model):
    """One agreement. See `mou.check` for the rules that bind these parts together."""

    code: str
    name: Wording
    short: Wording
    about: Wording
    contact: str
    span: Span
    parties: tuple[Party, ...]
    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    policy: Policy
    calendars: tuple[str, ...] = Field(description="calendar codes, each a file in calendars/")

    def party(self, code: str) -> Party:
        """Return the party, or raise Unknown naming the parties there are."""
        return _find(self.parties, code, what="party", where=self.code)

    def group(self, code: str) -> Group:
        """Return the working group, or raise Unknown naming the groups there are."""
        return _find(self.groups, code, what="working group", where=self.code)

    def person(self, person: str) -> Person:
        """Return the person with this id, or raise Unknown."""
        return next((one for one in self.people if one.id == person), None) or _missing(person, [], "person", self.code)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the parties, in their order, each once."""
        return tuple(dict.fromkeys(party.language for party in self.parties))


def _find(among: tuple[_Coded, ...], code: str, *, what: str, where: str) -> _Coded:
    found = next((one for one in among if one.code == code), None)
    return found or _missing(code, [one.code for one in among], what, where)


def _missing(code: str, known: list[str], what: str, where: str) -> NoReturn:
    near = get_close_matches(code, known, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = f" There are: {', '.join(known)}." if known else ""
    message = f"{where} has no {what} {code!r}.{hint}{listed}"
    raise Unknown(message, where=where)
