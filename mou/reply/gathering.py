"""What a walk through a reply gathers: lines under an item and field become a piece, with its age in mails."""

from dataclasses import replace

from mou.form import Form, FormItem
from mou.reply.lines import MailLine, cut, paragraphs
from mou.reply.pieces import QUOTED, TOP, Piece, per_item


class Gathering:
    """A mail's rows, where the reading stands in them, and what was found so far.

    `letters` are the rounds of quoting in which the letter stands.
    """

    def __init__(self, form: Form, text: str, *, wrapped: bool) -> None:
        """Begin at the top, under no item."""
        self.rows = cut(text)
        self.pieces: list[Piece] = []
        self.ignored: list[str] = []
        self.letters: set[int] = set()
        self._wrapped = wrapped
        self._by_code = {item.code: item for item in form.items}
        self._marked = any(row.depth for row in self.rows)
        self._at, self._round = 0, 0
        self._items: tuple[str, ...] = ()
        self._field, self._doubt = "text", ""
        self._printed = False
        self._seen: set[tuple[str, int]] = set()
        self._label_depth = 0
        self._buffer: list[MailLine] = []

    @property
    def _row(self) -> MailLine:
        return self.rows[self._at]

    @property
    def _part(self) -> str:
        return QUOTED if self._round else TOP

    def _item(self) -> FormItem | None:
        return self._by_code.get(self._items[0]) if len(self._items) == 1 else None

    def _ignore(self, count: int) -> None:
        self.ignored += [row.text for row in self.rows[self._at : self._at + count] if not row.blank]

    def _ignore_before(self, line: str, rest: str) -> None:
        self.ignored.append(line[: len(line) - len(rest)].strip() if rest else line)

    def _leave(self, count: int) -> None:
        self._ignore(count)
        self._enter((), "text")

    def _enter(self, items: tuple[str, ...], field: str, *, doubt: str = "", printed: bool = False) -> None:
        self._flush()
        self._items, self._field, self._doubt, self._printed = items, field, doubt, printed
        self._seen = set[tuple[str, int]]()
        if printed:
            self.letters.add(self._round)

    def _flush(self) -> None:
        text = paragraphs(self._own_marks(), wrapped=self._wrapped)
        if text:
            depth = min(row.depth for row in self._buffer if not row.blank)
            piece = Piece("", self._field, text, depth, self._part, self._doubt, self._age(depth), self._round)
            self.pieces += per_item(self._items, piece)
        self._buffer = []
        self._doubt = self._doubt if not self._items else ""

    def _own_marks(self) -> list[MailLine]:
        """A line quoted deeper than the answer it stands in keeps the mark: somebody wrote "> 90 %", or quotes a third."""
        base = self._buffer[0].depth if self._buffer else 0
        return [
            row if row.blank or row.depth <= base else replace(row, text="> " * (row.depth - base) + row.text)
            for row in self._buffer
        ]

    def _age(self, depth: int) -> int:
        """How many mails ago it was written: by its quote marks, or without any by the messages quoted above it."""
        if self._marked:
            return min(depth, self._label_depth - 1) if self._printed and self._label_depth else depth
        return max(0, self._round - 1) if self._printed or self._round in self.letters else self._round
