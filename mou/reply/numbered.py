"""Answers numbered 1, 2, 3 … without their codes: taken in the form's order where nothing else can be meant, and said so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mou.form import Form
from mou.reply import frame, heads
from mou.reply.lines import MailLine, beyond

_NUMBER = re.compile(
    r"(?:(?:item|point|punto|accion|no|num|numero|number|answer|respuesta)\.?\s?)?[(#]?(?P<number>\d{1,2})"
    r"(?:\s?(?:\.?-|[.):º°])(?=\s|\D|$)\s?|$)"
)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered answer begins: the item it is taken for, and what follows the number on the line."""

    code: str
    rest: str


def numbered(form: Form, codes: Sequence[str], rows: Sequence[MailLine]) -> dict[int, Numbered]:
    """Return where each of the codes' answers begins, by row; nothing where the numbers could mean something else.

    They must stand at the top of the mail with nothing but greetings before them, run from one to the number of items, and
    disagree with no item's own number.
    """
    begun: list[tuple[int, int, str]] = []
    for at, row in enumerate(rows):
        if row.blank:
            continue
        if row.depth or frame.attribution(rows, at) or frame.header_block(rows, at):
            break
        found = _NUMBER.match(row.key)
        if found:
            begun.append((at, int(found["number"]), beyond(row.text, found.end())))
        elif _names_item(form, rows, at) or not (begun or frame.courtesy(row.text) or frame.banner(row)):
            return {}
        if len(begun) > len(codes):
            return {}
    meant = _meant(codes, [number for _, number, _ in begun])
    return {at: Numbered(code, rest) for (at, _, rest), code in zip(begun, meant, strict=False)} if meant else {}


def _names_item(form: Form, rows: Sequence[MailLine], at: int) -> bool:
    found = heads.head(form, rows, at)
    return found is not None and found.kind == "item"


def _meant(codes: Sequence[str], typed: Sequence[int]) -> Sequence[str]:
    """Return the codes in the order of the typed numbers; none where the order and the codes' own numbers disagree."""
    own = {int(found[0]): code for code in codes if (found := re.findall(r"\d+", code)[-1:])}
    if len(typed) != len(codes) or len(codes) < _LEAST or list(typed) != sorted(set(typed)):
        return ()
    by_code = [own.get(number, "") for number in typed]
    if by_code == list(codes):
        return codes
    in_order = list(typed) == list(range(1, len(codes) + 1))
    return codes if in_order and not any(by_code) else ()
