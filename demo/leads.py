"""The working groups' leads: they open their letters and do what the script says, in the mail program they are used to."""

from collections.abc import Callable, Iterator

from demo import mime
from demo.answers import Row, in_line, labelled, quoted, typed
from demo.events import Event
from demo.letter import Letter
from demo.outgoing import Outgoing
from demo.script import LEADS, Step, steps
from demo.words import Entry, Year

Key = tuple[str, str, str]
_FORMS = ("invitation", "reminder", "extension", "escalation", "question")
_ANYONES = ("extension", "escalation")
"""Letters that word gets around about: a lead acts on them even when only a coordinator was written to."""

_HELLO = {"en": ("Hello,", "Please see my answers below."), "es": ("Buenos días:", "Respondo a continuación.")}
_REGARDS = {"en": "Best regards,", "es": "Saludos cordiales,"}


class Leads:
    """All leads of both parties. `read` is given every letter, in order."""

    def __init__(self, year: Year, note: Callable[[Event], None]) -> None:
        """Take the year's words, and where to tell that somebody asks for more time."""
        self._year, self._note = year, note
        self._left: dict[Key, list[Step]] = {key: list(planned) for key, planned in steps(year)}
        self._addresses: dict[Key, str] = {}
        self._latest: dict[tuple[Key, str], Letter] = {}

    def read(self, letter: Letter) -> list[Outgoing]:
        """Return the replies that this letter brings about."""
        self._keep(letter)
        return [mail for key in self._left for mail in self._act(key, letter)]

    def _keep(self, letter: Letter) -> None:
        key = (letter.quarter, letter.group, letter.party)
        if letter.kind == "invitation":
            self._addresses[key] = letter.to
        if self._addresses.get(key) == letter.to:
            self._latest[key, letter.kind] = letter
            if letter.kind in _FORMS and letter.questions:
                self._latest[key, "form"] = letter

    def _act(self, key: Key, letter: Letter) -> Iterator[Outgoing]:
        left = self._left[key]
        if not left or not self._concerns(key, left[0], letter):
            return
        step = left.pop(0)
        if step.does == "ask":
            self._note(Event("extend-please", letter.topic, _who(key), "asks for more time"))
            return
        yield self._mail(key, step, letter)

    def _concerns(self, key: Key, step: Step, letter: Letter) -> bool:
        quarter, group, party = key
        if (letter.kind, letter.quarter, letter.group) != (step.on, step.of or quarter, group):
            return False
        if (key, "form") not in self._latest:
            return False
        mine = letter.party == party and letter.to == self._addresses[key]
        return mine or step.on in _ANYONES

    def _mail(self, key: Key, step: Step, letter: Letter) -> Outgoing:
        habit = LEADS[key[1], key[2]]
        form = self._latest[key, "form"]
        if step.does == "away":
            return Outgoing(mime.away(letter, habit.client), Event("away", letter.topic, _who(key), "is out of the office"))
        if step.does == "correct":
            entries = self._year.corrected[step.why, *key]
            answered = letter if step.why == "return" else self._latest[key, "receipt"]
            rows = _above(form, answered, entries)
        else:
            entries = tuple(one for one in self._year.entries[key] if not step.items or one.item in step.items)
            answered = form
            rows = _within(form, entries, same_line=habit.client.same_line) if habit.in_line else _above(form, form, entries)
        kind = "answered" if step.does == "answer" else "corrected"
        event = Event(kind, form.topic, _who(key), ", ".join(entry.item for entry in entries))
        return Outgoing(mime.reply(answered, rows, habit.client), event, times=2 if step.twice else 1, outage=step.outage)


def _within(form: Letter, entries: tuple[Entry, ...], *, same_line: bool) -> tuple[Row, ...]:
    """Answers typed into the form; where they cannot be told from it by their quoting, a line above says so."""
    rows = in_line(form, entries, same_line=same_line)
    return (*typed([*_HELLO[form.tongue], ""]), *rows) if same_line else rows


def _above(form: Letter, answered: Letter, entries: tuple[Entry, ...]) -> tuple[Row, ...]:
    name = str(answered.message["To"].addresses[0].display_name)
    return (*labelled(form, entries), *typed([_REGARDS[form.tongue], name, ""]), *quoted(answered))


def _who(key: Key) -> str:
    return f"lead · {key[2].capitalize()}"
