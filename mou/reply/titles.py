"""An item's title found again after its code: as printed, wrapped, cut short, altered by a program, or only a word of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mou.form import FormItem
from mou.reply import words
from mou.reply.lines import MailLine, key, likeness, squash

_LONGEST_WRAP = 6
_ALIKE, _WORTH_A_LOOK, _CUT_SHORT = 0.85, 0.6, 12
_LONGEST_NAME, _WORDS_ALONE = 100, 3
_SMALL, _STEM = 3, 5


@dataclass(frozen=True, slots=True)
class Title:
    """How many lines a printed head took, and what somebody wrote after it on the last of them."""

    count: int
    rest: str = ""


def title(item: FormItem, rows: Sequence[MailLine], at: int) -> Title | None:
    """Return the printed title that begins at this line, however a program wrapped it or altered a word of it; else None."""
    whole, written = squash(item.code + item.title), ""
    last = min(at + _LONGEST_WRAP, len(rows))
    end = next((n for n in range(at, last) if rows[n].blank or rows[n].depth != rows[at].depth), last)
    for count in range(1, end - at + 1):
        before, written = written, written + rows[at + count - 1].squashed
        if written == whole:
            return Title(count)
        if written.startswith(whole):
            return Title(count, _after_letters(rows[at + count - 1].text, len(whole) - len(before)))
        if not whole.startswith(written):
            short = count > 1 and len(before) >= len(squash(item.code)) + _CUT_SHORT
            return _altered(item, rows[at:end]) or (Title(count - 1) if short else None)
    return Title(end - at) if len(written) >= len(squash(item.code)) + _CUT_SHORT else None


def _after_letters(line: str, count: int) -> str:
    """Return what stands behind the first `count` letters and digits of a line."""
    seen = 0
    for at, sign in enumerate(line):
        if seen >= count:
            return line[at:].lstrip(" *_.:：-–—)]").rstrip()
        seen += len(squash(sign))
    return ""


def _altered(item: FormItem, rows: Sequence[MailLine]) -> Title | None:
    """Return the rows that are most like the title, where they are nearly it: a program corrected or changed a word."""
    whole, written = squash(item.code + item.title), ""
    first = rows[0].squashed[: len(whole)]
    if likeness(first, whole[: len(first)]) < _WORTH_A_LOOK:
        return None
    alike: list[float] = []
    for row in rows:
        written += row.squashed[: 2 * len(whole)]
        alike.append(likeness(whole, written))
    best = max(range(len(alike)), key=lambda n: alike[n], default=0)
    return Title(best + 1) if alike and alike[best] >= _ALIKE else None


def named(item: FormItem, rest: str) -> int | None:
    """Return how much of a key after a code only names the title ("(monitoring):", "Strengthen monitoring:"); else None."""
    before, colon, _ = rest[:_LONGEST_NAME].partition(":")
    if not colon:
        before = rest if len(rest) < _LONGEST_NAME else ""
    own = set(re.findall(r"\w+", key(item.title)))
    said = re.findall(r"\w+", before)
    stems = {word[:_STEM] for word in own if len(word) >= _STEM}
    mine = all(word in own or word[:_STEM] in stems for word in said) and any(len(word) > _SMALL for word in said)
    if colon and mine:
        return len(before) + 1
    return len(rest) if mine and len(said) >= _WORDS_ALONE else None


def asked_below(rows: Sequence[MailLine], at: int) -> bool:
    """Whether the letter's own labels follow this line, as they follow a printed head."""
    below = next((row.key for row in rows[at + 1 : at + 3] if not row.blank), "")
    return bool(words.STATUS.fullmatch(below) or words.LAST.fullmatch(below))
