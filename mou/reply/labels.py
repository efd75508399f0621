"""A form's own words found again in a reply: item codes, labels and the end marker, as people keep or loosen them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mou.form import Form, FormItem
from mou.reply import words
from mou.reply.lines import MailLine, key, squash

_CODE = r"(?P<open>[\[(]?)\s*(?P<code>[a-z]{1,6}\s?-\s?\d{1,3}|[a-z]{1,4}\d{1,3})\s*(?P<close>[\])]?)"
_HEAD = re.compile(
    rf"[^\w\[(]{{0,4}}(?:(?:item|point|punto|accion|linea|meta)\s+)?{_CODE}\s*(?P<mark>[:：.)\-]?)(?P<rest>.*)", re.DOTALL
)
_SEVERAL = re.compile(
    r"\W{0,3}(?P<codes>[a-z]{1,6}-\d{1,3}(?:\W+(?:(?:and|y|e|&)\W+)?[a-z]{1,6}-\d{1,3})+)\]?\s*[:：](?P<rest>.*)", re.DOTALL
)
_EMPHASIS = re.compile(r"^\s*[*_]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Head:
    """An item's line: the codes it names, what follows on the line, how many lines its title took.

    `kind` is "item" (sure), "unknown" (a code this form does not have) or "named" (a sentence that begins with a code).
    """

    kind: str
    codes: tuple[str, ...]
    rest: str = ""
    count: int = 1


def head(form: Form, rows: Sequence[MailLine], at: int) -> Head | None:
    """Return the item head at this line, or None."""
    line = rows[at].text
    several = _SEVERAL.fullmatch(key(line))
    if several:
        codes = tuple(code.upper() for code in re.findall(r"[a-z]{1,6}-\d{1,3}", several["codes"]))
        known = all(code in {item.code for item in form.items} for code in codes)
        return Head("item" if known else "unknown", codes, rest=after_colon(line))
    found = _HEAD.fullmatch(key(line))
    if not found or not (code := _code(found["code"])):
        return None
    item = next((one for one in form.items if squash(one.code) == squash(code)), None)
    if item is None:
        marked = bool(found["open"] or found["close"]) or found["mark"] in {":", "："}
        known_series = code.partition("-")[0].casefold() in {one.code.partition("-")[0].casefold() for one in form.items}
        return Head("unknown", (code,), rest=line) if marked and "-" in code and (known_series or found["open"]) else None
    return _titled(item, rows, at) or _answered(item, found, line)


def _code(written: str) -> str:
    return re.sub(r"\s", "", written).upper()


def _titled(item: FormItem, rows: Sequence[MailLine], at: int) -> Head | None:
    """The head as printed, its title perhaps wrapped over several lines; an answer may follow it on the same line."""
    title, written = squash(item.code + item.title), ""
    for count in range(1, 6):
        if at + count > len(rows) or (count > 1 and rows[at + count - 1].blank):
            return None
        written += squash(rows[at + count - 1].text)
        if written == title:
            return Head("item", (item.code,), count=count)
        if not title.startswith(written):
            return _after_title(item, rows[at].text) if count == 1 and written.startswith(title) else None
    return None


def _after_title(item: FormItem, line: str) -> Head | None:
    cut = next((end for end in range(len(line)) if squash(line[:end]) == squash(item.code + item.title)), 0)
    rest = line[cut:].lstrip(" *_.:：-–—") if cut else ""
    return Head("item", (item.code,), rest=rest) if rest else None


def _answered(item: FormItem, found: re.Match[str], line: str) -> Head:
    rest = re.sub(r"^\W+", "", found["rest"])
    written = re.split(r"\d{1,3}", line, maxsplit=1)[1]
    answer = re.sub(r"^[\s\])*_]*[:：.)\-–—]?[\s*_]*", "", written, count=1)
    whole = rest.rstrip(" .!") in words.STANDINGS or words.NO_CHANGE.fullmatch(rest) or words.NOTHING.fullmatch(rest)
    sure = not rest or bool(found["open"] or found["close"]) or found["mark"] in {":", "：", "-", ")"} or whole
    return Head("item" if sure else "named", (item.code,), rest=answer if sure else line)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of an item: its field ("status", "text", "last", "indicator:<code>"), and what follows the colon."""

    field: str
    rest: str = ""
    changed: bool = False


def label(line: str, item: FormItem | None) -> Label | None:
    """Return the label this line begins with, or None. Indicators are only looked for within their item."""
    said = key(line)
    if status := words.STATUS.fullmatch(said):
        return _status(status, line)
    if words.PROGRESS.fullmatch(said):
        return Label("text", after_colon(line))
    if words.LAST.fullmatch(said):
        return Label("last", after_colon(line))
    for indicator in item.indicators if item else ():
        rest = _after_label(line, indicator.label)
        if rest is not None:
            return Label(f"indicator:{indicator.code}", rest)
    return None


def _status(found: re.Match[str], line: str) -> Label:
    """Somebody may answer by deleting the other choices: then the one left in the brackets is the answer."""
    rest = after_colon(line)
    choice = (found["options"] or "").strip("() ")
    if not choice or "/" in choice:
        options = [part.strip() for part in choice.split("/") if part.strip()]
        whole = not choice or len({words.STANDINGS.get(one) for one in options} - {None}) == len(set(words.STANDINGS.values()))
        return Label("status", rest, changed=not whole and not rest)
    return Label("status", rest or choice)


def _after_label(line: str, wanted: str) -> str | None:
    ends = (found.start() for found in re.finditer("[:：]", line))
    end = next((end for end in ends if squash(line[:end]) == squash(wanted)), None)
    return None if end is None else _unmarked(line[:end], line[end + 1 :])


def after_colon(line: str) -> str:
    """Return what follows the first colon, without a mail program's emphasis marks around the label."""
    before, _, rest = line.replace("：", ":", 1).partition(":")
    return _unmarked(before, rest)


def _unmarked(before: str, rest: str) -> str:
    return (_EMPHASIS.sub("", rest) if before.count("*") % 2 or before.count("_") % 2 else rest).strip()


def marker(line: str) -> bool:
    """Whether this line is the form's end marker."""
    return bool(words.MARKER.fullmatch(key(line)))
