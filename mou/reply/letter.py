"""The letter we sent, found again in a reply: lines of ours are recognised however the mail program wrapped them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from mou.form import Form
from mou.reply import heads, labels
from mou.reply.lines import MailLine, likeness, squash

_BREAK = "\x00"
_INSIDE = 12
_FIRST = 4
_SENTENCE, _ALIKE = 4, 0.7
_LONGEST, _CORRECTED = 700, 0.95


class SentLines:
    """Some lines of ours, without their spacing and punctuation, with the places where lines begin and end."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take lines of the letter; an empty string is a break that no match may cross."""
        pieces, self._ends, length = [_BREAK], set[int](), 1
        starts: list[int] = []
        for line in lines:
            piece = squash(line) or ("" if line else _BREAK)
            if piece and line:
                starts.append(length)
                self._ends.add(length + len(piece))
            pieces.append(piece)
            length += len(piece)
        self._text = "".join(pieces)
        self._starts: dict[str, list[int]] = {}
        for start in starts:
            self._starts.setdefault(self._text[start : start + _FIRST], []).append(start)
        self._pairs = {pair for line in lines for pair in _pairs(line)}

    def run(self, rows: Sequence[MailLine], at: int) -> int:
        """Return how many rows from `at` repeat whole lines of ours, however wrapped; 0 when they do not."""
        first = rows[at].squashed
        if not first:
            return 0
        near = self._starts.get(first[:_FIRST], ()) if len(first) >= _FIRST else self._short(first)
        return max((self._run_from(start, rows, at) for start in near if self._text.startswith(first, start)), default=0)

    def _short(self, first: str) -> list[int]:
        return [start for begins, starts in self._starts.items() if begins.startswith(first) for start in starts]

    def _run_from(self, start: int, rows: Sequence[MailLine], at: int) -> int:
        place = start
        for row in range(at, len(rows)):
            piece = rows[row].squashed
            if not piece or not self._text.startswith(piece, place):
                return 0
            place += len(piece)
            if place in self._ends:
                return row - at + 1
        return 0

    def holds(self, row: MailLine) -> bool:
        """Whether this line is a sizeable part of one of our lines (a quoted line that was re-wrapped half-way)."""
        return len(row.squashed) >= _INSIDE and row.squashed in self._text

    def resembles(self, row: MailLine) -> bool:
        """Whether most of this sentence's words follow each other as in lines of ours: a program corrected some of them."""
        pairs = _pairs(row.text[:_LONGEST])
        return len(pairs) >= _SENTENCE and sum(pair in self._pairs for pair in pairs) >= _ALIKE * len(pairs)


def _pairs(line: str) -> list[tuple[str, str]]:
    said = [word for part in line.split() if (word := squash(part))]
    return list(pairwise(said))


class SentForm:
    """A form's letter: what stands around the items, and what of ours stands within them (never the prefilled answers).

    `items` are the codes of the items it prints; `last` is last quarter's text per item.
    """

    def __init__(self, form: Form) -> None:
        """Sort the letter's lines."""
        self._around: list[str] = []
        self._within: list[str] = []
        self._place, self._item = "around", ""
        self.items: list[str] = []
        self.last: dict[str, list[str]] = {}
        rows = [MailLine(0, line) for line in form.lines]
        at = 0
        while at < len(rows):
            at += self._sort(form, rows, at)
        self.around, self.within = SentLines(self._around), SentLines(self._within)

    def _sort(self, form: Form, rows: Sequence[MailLine], at: int) -> int:
        line = rows[at].text
        head = heads.head(form, rows, at) if line.startswith("[") else None
        item = next((one for one in form.items if one.code == self._item), None)
        found = labels.label(rows[at], item) if item else None
        if head and head.kind == "item":
            self._place, self._item = "head", head.codes[0]
            self.items.append(self._item)
            self._within += ["", *(row.text for row in rows[at + 1 : at + head.count]), ""]
            return head.count
        if found:
            self._place = found.field
            self._within += ["", line] if found.field == "last" else [""]
            self.last |= {self._item: [line]} if found.field == "last" else {}
        elif labels.marker(rows[at]):
            self._place, self._item = "around", ""
        elif self._place == "around":
            self._around.append(line)
        elif self._place in {"last", "head"}:
            self._within.append(line)
            self.last.get(self._item, []).append(line)
        return 1

    def last_corrected(self, item: str, rows: Sequence[MailLine], at: int) -> int:
        """Return how many rows from `at` are last quarter's text with a slip of a program in it; no number may differ."""
        whole = squash(" ".join(self.last.get(item, ())))
        written, best = "", (_CORRECTED, 0)
        for row in range(at, len(rows)) if whole and len(whole) <= _LONGEST else ():
            if rows[row].blank or len(written) > len(whole):
                break
            written += rows[row].squashed
            if 2 * len(written) > len(whole) and re.findall(r"\d+", whole) == re.findall(r"\d+", written):
                best = max(best, (likeness(whole, written), row - at + 1))
        return best[1]
