"""The form: the lines a lead is asked to answer under. It can be read back from the letter we sent, with no record at hand.

Layout of one item (each line at most 72 characters, one block element in HTML, no URL near an answer):

    [AQ-1] Coordinate air quality planning for border airsheds
    Last quarter: …                                   (only where there was one)
    Status (on track / delayed / done / not started):
    Workshops held:                                   (one line per indicator)
    Progress:

and after the last item `[END]` (`[FIN]` in Spanish).
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from mou.letters.blocks import Answer, Block, ItemHead, Line, Marker, T, WriteAnew
from mou.model import Model, Wording
from mou.program import Item, Program
from mou.reply import words
from mou.reply.lines import cut, key
from mou.submission import Entry, Standing, State

STANDINGS: dict[Standing, T] = {
    Standing.ON_TRACK: T("on track"),
    Standing.DELAYED: T("delayed"),
    Standing.DONE: T("done"),
    Standing.NOT_STARTED: T("not started"),
}
_HEAD = re.compile(r"\[(?P<code>[A-Z][A-Z0-9]*-\d+)\]\s*(?P<title>.*)")
_LABEL = re.compile(r"(?P<label>[^:]{1,120}):(?:\s|$)")


class FormIndicator(Model):
    """An indicator's code and its label as printed in the form's language."""

    code: str
    label: str


class FormItem(Model):
    """A plan item as printed in the form."""

    code: str
    title: str
    indicators: tuple[FormIndicator, ...] = ()


class Form(Model):
    """What was asked, in the language it was asked in. `lines` is every line of the letter's text part, as sent."""

    quarter: str
    group: str
    party: str
    language: str
    items: tuple[FormItem, ...]
    lines: tuple[str, ...] = ()


def form_for(program: Program, group: str, party: str, quarter: str, language: str) -> Form:
    """Return the form of the items this party owes in this group; raise Unknown for a group or party there is not."""
    program.party(party)
    asked = program.group(group)
    owed = {code for code, who in asked.owed() if who == party}
    items = tuple(_printed(item, language) for item in asked.items if item.code in owed)
    return Form(quarter=quarter, group=group, party=party, language=language, items=items)


def _printed(item: Item, language: str) -> FormItem:
    labels = tuple(FormIndicator(code=one.code, label=one.name.in_(language)) for one in item.indicators)
    return FormItem(code=item.code, title=item.title.in_(language), indicators=labels)


def form_blocks(
    form: Form, *, last: Mapping[str, str] | None = None, given: Mapping[str, Entry] | None = None
) -> tuple[Block, ...]:
    """Return the form as a letter's blocks.

    `last` is last quarter's text per item code; `given` are answers already on record, printed after their labels so that
    they come back with the reply and can be corrected in place.
    """
    blocks: list[Block] = []
    for item in form.items:
        blocks += _item_blocks(form, item, last=(last or {}).get(item.code, ""), entry=(given or {}).get(item.code))
    return (*blocks, Marker(), WriteAnew(T("Or write your answers into an empty message:"), _empty(form)))


def _empty(form: Form) -> tuple[T | str, ...]:
    """Return the form's labels without anything else, an empty line after each item."""
    lines: list[T | str] = []
    for item in form.items:
        indicators = (T("%(name)s:", name=Wording({form.language: one.label})) for one in item.indicators)
        lines += [f"[{item.code}]", T("Status (on track / delayed / done / not started):"), *indicators, T("Progress:"), ""]
    return tuple(lines)


def _item_blocks(form: Form, item: FormItem, *, last: str, entry: Entry | None) -> list[Block]:
    blocks: list[Block] = [ItemHead(code=item.code, title=Wording({form.language: item.title}))]
    if last.strip():
        blocks.append(Line(T("Last quarter: %(text)s", text=" ".join(last.split()))))
    standing = STANDINGS[entry.standing] if entry and entry.standing else ""
    blocks.append(_label(T("Status (on track / delayed / done / not started):"), standing, form.language))
    for indicator in item.indicators:
        value = entry.indicators.get(indicator.code) if entry else None
        label = T("%(name)s:", name=Wording({form.language: indicator.label}))
        blocks.append(_label(label, "" if value is None else _digits(value), form.language))
    blocks.append(_label(T("Progress:"), _said(entry) if entry else "", form.language))
    return blocks


def _label(label: T, value: T | str, language: str) -> Block:
    """A number is prefilled without grouping, so that it reads back the same in every language."""
    return Answer(label=label, value=value, language=language) if value else Line(label)


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _said(entry: Entry) -> T | str:
    if entry.state is State.NO_CHANGE:
        return T("no change")
    if entry.state is State.NOTHING:
        return T("nothing to report: %(reason)s", reason=entry.text)
    return entry.text


def read_form(text: str, *, quarter: str = "", group: str = "", party: str = "", language: str = "") -> Form:
    """Read a form back from the text part of the letter that asked it.

    What the text does not say (quarter, group, party) may be given from the letter's headers; the language is taken from
    the form's own labels when not given. An indicator's code is not printed: here it is its label in lower case with
    hyphens. The form has no items when the text holds none. Quote marks that another program put before the lines are taken off.
    """
    lines = tuple(row.text for row in cut(text))
    heads = [at for at, row in enumerate(lines) if _HEAD.match(row)]
    ends = [*heads[1:], next((at for at, row in enumerate(lines) if words.MARKER.fullmatch(key(row))), len(lines))]
    items = tuple(_read_item(lines[at:end]) for at, end in zip(heads, ends, strict=False))
    tongue = language or _tongue(lines)
    return Form(quarter=quarter, group=group, party=party, language=tongue, items=items, lines=lines)


def _read_item(rows: tuple[str, ...]) -> FormItem:
    head = _HEAD.match(rows[0])
    title = [head["title"] if head else ""]
    labels: list[str] = []
    part = "title"
    for row in rows[1:]:
        part = _part(row, part)
        if part == "title":
            title.append(row.strip())
        elif part == "indicators" and (label := _LABEL.match(row)) and not words.STATUS.match(key(row)):
            labels.append(label["label"].strip())
    indicators = tuple(FormIndicator(code=_slug(label), label=label) for label in labels)
    return FormItem(code=head["code"] if head else "", title=" ".join(" ".join(title).split()), indicators=indicators)


def _part(row: str, part: str) -> str:
    """Indicator labels stand between the status label and the progress label."""
    said = key(row)
    if words.PROGRESS.match(said):
        return "progress"
    if words.STATUS.match(said) and part != "progress":
        return "indicators"
    return "last" if words.LAST.match(said) and part == "title" else part


def _slug(label: str) -> str:
    return "-".join(re.findall(r"\w+", key(label)))


def _tongue(lines: tuple[str, ...]) -> str:
    said = [key(row) for row in lines]
    counts = {tag: sum(row.startswith(label) for row in said) for tag, label in words.STATUS_LABELS.items()}
    return max(counts, key=lambda tag: counts[tag])
