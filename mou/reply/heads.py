"""An item's line found again in a reply, as people keep it, loosen it or type it anew: `[AQ-1] …`, `a 1 -`, `Item AQ-1 :`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mou.form import Form, FormItem
from mou.reply import titles, words
from mou.reply.lines import MailLine, beyond, continues

_NEAR = 80
_LEAD = (
    r"(?:re|item|items|point|punto|puntos|accion|acciones|linea|meta|tema|number|no\.?|num\.?|numero|the|la|el|las|los"
    r"|(?:correction|corrections|correccion|correcciones|update|actualizacion|answer|respuesta|reply|comment|comentario)s?"
    r"|for|on|to|para|en|a|al|de|del|sobre|about|regarding|under|concerning|respecto|as for|in|and|y|cuanto)"
)
_OPEN = rf"[^\w\[(]{{0,4}}(?:\(?\d{{1,2}}[.)]\s{{0,2}})?(?P<lead>(?:{_LEAD}\s){{0,4}})"
_MARK = r"(?P<mark>\s?(?:[:：=]|\.?-+>?|→|\)|[.,;])?)"
_AND = r"(?:\s?[,;/&+]\s?(?:and |y |e )?|\s(?:and|y|e)\s)"
_TO = re.compile(r"\s(?:to|through|thru|a|al|hasta)\s|\s?-\s?")
_UNKNOWN = re.compile(
    rf"{_OPEN}(?P<open>[\[(]?)\s?(?P<code>[a-z]{{1,6}}\s?-\s?\d{{1,3}}|[a-z]{{1,4}}\d{{1,3}})\s?(?P<close>[\])]?){_MARK}.*",
    re.DOTALL,
)
_SURE = (":", "：", "=", ")", "-", ">", "→")


@dataclass(frozen=True, slots=True)
class Head:
    """An item's line: the codes it names, what follows on the line, how many lines its title took.

    `kind` is "item" (sure), "unknown" (a code this form does not have) or "named" (a sentence that begins with a code).
    `printed` says that the line is the letter's own.
    """

    kind: str
    codes: tuple[str, ...]
    rest: str = ""
    count: int = 1
    printed: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The form's codes by their letters and digits, and what a code, a line of one or several, and "no change in …" look like."""

    known: dict[str, str]
    code: re.Pattern[str]
    one: re.Pattern[str]
    several: re.Pattern[str]
    same: re.Pattern[str]


@lru_cache(maxsize=64)
def _patterns(codes: tuple[str, ...]) -> _Patterns:
    loose = [r"[\s_.#/–-]{0,3}0{0,2}".join(re.findall(r"[^\W\d_]+|\d+", code.casefold())) for code in codes]
    one = rf"(?:{'|'.join(sorted(loose, key=len, reverse=True))})(?!\d)" if loose else r"(?!)"
    head = rf"{_OPEN}(?P<open>[\[(]?)\s?(?P<code>{one})\s?(?P<close>[\])]?){_MARK}\s?"
    listed = rf"(?P<codes>[\[(]?{one}[\])]?(?:(?:{_AND}|{_TO.pattern})[\[(]?{one}[\])]?)+)"
    several = rf"{_OPEN}{listed}{_MARK}\s?"
    same = (
        rf"(?P<said>{words.NO_CHANGE_WORDS})(?: either)?,? (?:for|in|on|to|en|para|a|de)\s{_OPEN}"
        rf"(?P<codes>[\[(]?{one}[\])]?(?:(?:{_AND}|{_TO.pattern})[\[(]?{one}[\])]?)*)\s?[.!]*"
    )
    known = {_bare(code): code for code in codes}
    return _Patterns(known, re.compile(one), re.compile(head), re.compile(several), re.compile(same))


def _bare(code: str) -> str:
    """A code without its punctuation and its numbers' leading zeros."""
    return "".join(part.lstrip("0") or part for part in re.findall(r"[^\W\d_]+|\d+", code.casefold()))


def head(form: Form, rows: Sequence[MailLine], at: int) -> Head | None:
    """Return the item head at this line, or None."""
    row = rows[at]
    if not any(sign.isdigit() for sign in row.key[:_NEAR]):
        return None
    like = _patterns(tuple(item.code for item in form.items))
    if found := like.same.fullmatch(row.key):
        return Head("item", _listed(form, like, found["codes"]), rest=row.text.strip()[: len(found["said"])])
    if found := like.several.match(row.key):
        codes = _listed(form, like, found["codes"])
        sure = found["mark"].strip() in {":", "：", "=", "-"} or words.NO_CHANGE.fullmatch(row.key, found.end())
        return Head("item", codes, rest=beyond(row.text, found.end())) if sure else Head("named", codes, rest=row.text)
    if found := like.one.match(row.key):
        item = next(item for item in form.items if item.code == like.known[_bare(found["code"])])
        return _printed(item, rows, at) or _typed(item, found, rows, at)
    return _stranger(form, row)


def _listed(form: Form, like: _Patterns, written: str) -> tuple[str, ...]:
    """The codes of a list, and those between the two ends of "AQ-1 to AQ-3"."""
    order = [item.code for item in form.items]
    codes: list[str] = []
    last, end = "", 0
    for found in like.code.finditer(written):
        code = like.known[_bare(found[0])]
        if last in order and _TO.fullmatch(written[end : found.start()].strip("[]()")):
            codes += order[order.index(last) : order.index(code)]
        codes.append(code)
        last, end = code, found.end()
    return tuple(dict.fromkeys(codes))


def _stranger(form: Form, row: MailLine) -> Head | None:
    found = _UNKNOWN.match(row.key)
    code = re.sub(r"\s", "", found["code"]).upper() if found else ""
    if not found or "-" not in code:
        return None
    marked = bool(found["open"] or found["close"]) or found["mark"].strip() in {":", "："}
    series = {item.code.partition("-")[0].casefold() for item in form.items}
    if marked and (found["open"] or code.partition("-")[0].casefold() in series):
        return Head("unknown", (code,), rest=row.text)
    return None


def _printed(item: FormItem, rows: Sequence[MailLine], at: int) -> Head | None:
    """The head as printed, its title perhaps wrapped, cut short or corrected by a program; an answer may follow it."""
    found = titles.title(item, rows, at)
    return Head("item", (item.code,), rest=found.rest, count=found.count, printed=True) if found else None


def _typed(item: FormItem, found: re.Match[str], rows: Sequence[MailLine], at: int) -> Head:
    """A head that somebody typed: sure where a mark sets it off, or where the rest is a whole answer by itself."""
    row, mark = rows[at], found["mark"].strip()
    rest, answer = row.key[found.end() :], beyond(row.text, found.end())
    if (length := titles.named(item, rest)) is not None:
        return Head("item", (item.code,), rest=beyond(row.text, found.end() + length))
    copula = words.COPULA.match(rest)
    if copula and rest[copula.end() :].rstrip(" .!") in words.STANDINGS:
        return Head("item", (item.code,), rest=beyond(row.text, found.end() + copula.end()))
    whole = rest.rstrip(" .!") in words.STANDINGS or bool(words.NO_CHANGE.fullmatch(rest) or words.NOTHING.fullmatch(rest))
    bracketed = bool(found["open"] or found["close"])
    if bracketed and not mark and rest and not whole and titles.asked_below(rows, at):
        return Head("named", (item.code,), rest=row.text)
    apart = at == 0 or not continues(rows[at - 1], row)
    weak = mark in {".", ";", "-"} or (mark == "," and bool(found["lead"]))
    sure = not rest or bracketed or whole or (mark.endswith(_SURE) and mark != "-") or (weak and apart)
    return Head("item" if sure else "named", (item.code,), rest=answer if sure else row.text)
