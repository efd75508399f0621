"""What a lead types: into the quoted form under its labels, or above it under the items' codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from demo.letter import Letter
from demo.words import Entry

STATUS = {
    "en": {"on_track": "on track", "delayed": "delayed", "done": "done", "not_started": "not started"},
    "es": {"on_track": "en curso", "delayed": "con retraso", "done": "concluido", "not_started": "sin iniciar"},
}
_LABELS = {"en": ("Status", "Progress"), "es": ("Estado", "Avance")}
_NO_CHANGE = {"en": "No change", "es": "Sin cambios"}
_NOTHING = {"en": "Nothing to report", "es": "Nada que informar"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a reply: typed by its writer, or quoted from the letter."""

    text: str
    quoted: bool = False


def typed(lines: Iterable[str]) -> tuple[Row, ...]:
    """Return lines as typed rows."""
    return tuple(Row(line) for line in lines)


def quoted(letter: Letter) -> tuple[Row, ...]:
    """Return the letter's own lines."""
    return tuple(Row(line, quoted=True) for line in letter.lines)


def in_line(letter: Letter, entries: Iterable[Entry], *, same_line: bool) -> tuple[Row, ...]:
    """Return the letter's lines with the answers under their labels, or on the labels' own lines after the colon."""
    said = _by_line(letter, entries)
    rows: list[Row] = []
    for at, line in enumerate(letter.lines):
        if same_line and at in said:
            rows.append(Row(f"{letter.label(at)}: {said[at]}", quoted=True))
        else:
            rows.append(Row(line, quoted=True))
            rows += [Row(""), Row(said[at]), Row("")] if at in said else []
    return tuple(rows)


def labelled(form: Letter, entries: Iterable[Entry]) -> tuple[Row, ...]:
    """Return the answers under the items' codes; the indicators are called what the form calls them."""
    asked = {question.code: question for question in form.questions}
    rows: list[str] = []
    for entry in entries:
        names = [form.label(at) for at in asked[entry.item].numbers] if entry.item in asked else []
        rows += [*_item(form.tongue, entry, names), ""]
    return typed(rows)


def _by_line(letter: Letter, entries: Iterable[Entry]) -> dict[int, str]:
    """Return what is typed at which of the form's labels, by line; what an item does not ask for is left out."""
    mine = {entry.item: entry for entry in entries}
    said: dict[int, str] = {}
    for question in letter.questions:
        if entry := mine.get(question.code):
            said[question.progress] = _progress(letter.tongue, entry)
            said |= {question.status: STATUS[letter.tongue][entry.status]} if entry.status else {}
            said |= {at: str(number) for at, number in zip(question.numbers, entry.numbers, strict=False)}
    return said


def _item(tongue: str, entry: Entry, names: Sequence[str]) -> list[str]:
    status, progress = _LABELS[tongue]
    if entry.says != "progress":
        return [f"{entry.item}: {_progress(tongue, entry)}"]
    numbers = [f"{name}: {number}" for name, number in zip(names, entry.numbers, strict=False)]
    return [f"{entry.item}:", f"{status}: {STATUS[tongue][entry.status]}", *numbers, f"{progress}: {entry.words}"]


def _progress(tongue: str, entry: Entry) -> str:
    if entry.says == "no_change":
        return _NO_CHANGE[tongue]
    return f"{_NOTHING[tongue]}: {entry.words}" if entry.says == "nothing" else entry.words
