"""A form's own words found again in a reply: the labels of an item and the end marker, as people keep or loosen them."""

import re
from dataclasses import dataclass

from mou.form import FormIndicator, FormItem
from mou.reply import words
from mou.reply.lines import MailLine, beyond, key, squash
from mou.reply.numbers import read_number

_COLON = re.compile("[:：]")
_SLACK, _NEAR, _SMALL = 20, 300, 3
_MARK = re.compile("[:：=-]")
_EMPHASIS = re.compile(r"^\s*[*_]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of an item: its field ("status", "text", "last", "indicator:<code>"), and what follows the colon."""

    field: str
    rest: str = ""
    changed: bool = False


def label(row: MailLine, item: FormItem | None) -> Label | None:
    """Return the label this line begins with, or None. Indicators are only looked for within their item."""
    said, line = row.key, row.text
    if not _MARK.search(said, 0, _NEAR):
        return None
    if status := words.STATUS.fullmatch(said):
        return _status(status, line)
    for field, pattern in (("text", words.PROGRESS), ("last", words.LAST)):
        if found := pattern.fullmatch(said):
            return Label(field, beyond(line, found.span("rest")[0]))
    exact = (
        Label(f"indicator:{one.code}", rest) for one in _indicators(item) if (rest := _after_label(line, one.label)) is not None
    )
    return next(exact, None) or _loosened(row, item)


def _indicators(item: FormItem | None) -> tuple[FormIndicator, ...]:
    return item.indicators if item else ()


def _loosened(row: MailLine, item: FormItem | None) -> Label | None:
    """A few of an indicator's own words and a number are its answer, where they are no other indicator's words."""
    before, _, rest = row.text[:_NEAR].partition(":")
    if not any(sign.isdigit() for sign in rest):
        return None
    said = set(re.findall(r"\w+", key(before)))
    if not any(len(word) > _SMALL for word in said) or read_number(rest, language="") is None:
        return None
    near = [one for one in _indicators(item) if said <= set(re.findall(r"\w+", key(one.label)))]
    return Label(f"indicator:{near[0].code}", rest.strip()) if len(near) == 1 else None


def _status(found: re.Match[str], line: str) -> Label:
    """Somebody may answer by deleting the other choices: then the one left in the brackets is the answer."""
    rest = beyond(line, found.span("rest")[0])
    choice = (found["options"] or "").strip("() ")
    if not choice or "/" in choice:
        options = [part.strip() for part in choice.split("/") if part.strip()]
        whole = not choice or len({words.STANDINGS.get(one) for one in options} - {None}) == len(set(words.STANDINGS.values()))
        return Label("status", rest, changed=not whole and not rest)
    return Label("status", rest or choice)


def _after_label(line: str, wanted: str) -> str | None:
    """The label itself may hold colons, but no more letters than it has."""
    letters = squash(wanted)
    for found in _COLON.finditer(line, 0, len(wanted) * 2 + _SLACK):
        if squash(line[: found.span()[0]]) == letters:
            return _unmarked(line[: found.span()[0]], line[found.end() :])
    return None


def after_colon(line: str) -> str:
    """Return what follows the first colon, without a mail program's emphasis marks around the label."""
    before, _, rest = line.replace("：", ":", 1).partition(":")
    return _unmarked(before, rest)


def _unmarked(before: str, rest: str) -> str:
    return (_EMPHASIS.sub("", rest) if before.count("*") % 2 or before.count("_") % 2 else rest).strip()


def marker(row: MailLine) -> bool:
    """Whether this line is the form's end marker."""
    return len(row.text) < _SLACK and bool(words.MARKER.fullmatch(row.key))
