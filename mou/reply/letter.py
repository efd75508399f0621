"""The letter we sent, found again in a reply: lines of ours are recognised however the mail program wrapped them."""

from collections.abc import Sequence

from mou.form import Form
from mou.reply import labels
from mou.reply.lines import MailLine, squash

_BREAK = "\x00"
_INSIDE = 12


class SentLines:
    """Some lines of ours, without their spacing and punctuation, with the places where lines begin and end."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take lines of the letter; an empty string is a break that no match may cross."""
        self._text, self._starts, self._ends = _BREAK, set[int](), set[int]()
        for line in lines:
            piece = squash(line)
            if not line:
                self._text += _BREAK
            elif piece:
                self._starts.add(len(self._text))
                self._text += piece
                self._ends.add(len(self._text))
        self._order = sorted(self._starts)

    def run(self, rows: Sequence[MailLine], at: int) -> int:
        """Return how many rows from `at` repeat whole lines of ours, however wrapped; 0 when they do not."""
        first = squash(rows[at].text)
        if not first:
            return 0
        counts = (self._run_from(start, rows, at) for start in self._order if self._text.startswith(first, start))
        return max(counts, default=0)

    def _run_from(self, start: int, rows: Sequence[MailLine], at: int) -> int:
        place = start
        for count, row in enumerate(rows[at:], start=1):
            piece = squash(row.text)
            if not piece or not self._text.startswith(piece, place):
                return 0
            place += len(piece)
            if place in self._ends:
                return count
        return 0

    def holds(self, line: str) -> bool:
        """Whether this line is a sizeable part of one of our lines (a quoted line that was re-wrapped half-way)."""
        piece = squash(line)
        return len(piece) >= _INSIDE and piece in self._text


class SentForm:
    """A form's letter: what stands around the items, and what of ours stands within them (never the prefilled answers)."""

    def __init__(self, form: Form) -> None:
        """Sort the letter's lines."""
        self._around: list[str] = []
        self._within: list[str] = []
        self._place, self._item = "around", ""
        rows = [MailLine(0, line) for line in form.lines]
        at = 0
        while at < len(rows):
            at += self._sort(form, rows, at)
        self.around, self.within = SentLines(self._around), SentLines(self._within)

    def _sort(self, form: Form, rows: Sequence[MailLine], at: int) -> int:
        line = rows[at].text
        head = labels.head(form, rows, at) if line.startswith("[") else None
        item = next((one for one in form.items if one.code == self._item), None)
        found = labels.label(line, item) if item else None
        if head and head.kind == "item":
            self._place, self._item = "head", head.codes[0]
            self._within += ["", *(row.text for row in rows[at + 1 : at + head.count]), ""]
            return head.count
        if found:
            self._place = found.field
            self._within += ["", line] if found.field == "last" else [""]
        elif labels.marker(line):
            self._place, self._item = "around", ""
        elif self._place == "around":
            self._around.append(line)
        elif self._place in {"last", "head"}:
            self._within.append(line)
        return 1
