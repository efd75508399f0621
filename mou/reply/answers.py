"""A walk through a reply: every line is put somewhere, and what stands under a form's label is collected as a piece."""

from collections.abc import Callable

from mou.form import Form, FormItem
from mou.reply import frame, labels, words
from mou.reply.letter import SentForm
from mou.reply.lines import MailLine, cut, key, paragraphs, squash
from mou.reply.pieces import QUOTED, TOP, Piece, per_item

_SENTENCE = 3


class Walk:
    """Reads a mail's text from top to bottom against a form. After `run`, see `pieces` and `ignored`."""

    def __init__(self, form: Form, text: str, *, sent: SentForm, sender: str = "", wrapped: bool = False) -> None:
        """Prepare to read `text`; `sender` is the writer's name, whose line begins a signature."""
        self.form, self.sent, self.sender, self.wrapped = form, sent, sender, wrapped
        self.rows = cut(text)
        self._every = FormItem(code="", title="", indicators=tuple(one for item in form.items for one in item.indicators))
        self.pieces: list[Piece] = []
        self.ignored: list[str] = []
        self._at, self._part = 0, TOP
        self._items: tuple[str, ...] = ()
        self._field, self._doubt = "text", ""
        self._seen: set[tuple[str, int]] = set()
        self._label_depth = 0
        self._buffer: list[MailLine] = []

    def run(self) -> "Walk":
        """Put every line somewhere and return self."""
        rules: tuple[Callable[[], int], ...] = (
            self._blank, self._framed, self._marker, self._label, self._head,
            self._closing, self._ours, self._typed,
        )  # fmt: skip
        while self._at < len(self.rows):
            self._at += next(count for rule in rules if (count := rule()))
        self._flush()
        return self

    @property
    def _row(self) -> MailLine:
        return self.rows[self._at]

    def _blank(self) -> int:
        if not self._row.blank:
            return 0
        if self._buffer:
            self._buffer.append(self._row)
        return 1

    def _framed(self) -> int:
        count = frame.attribution(self.rows, self._at) or frame.header_block(self.rows, self._at)
        if count:
            self._leave(count)
            self._part = QUOTED
        return count

    def _marker(self) -> int:
        if not labels.marker(self._row.text):
            return 0
        self._leave(1)
        return 1

    def _leave(self, count: int) -> None:
        self._ignore(count)
        self._enter((), "text")

    def _ignore(self, count: int) -> None:
        self.ignored += [row.text for row in self.rows[self._at : self._at + count] if not row.blank]

    def _enter(self, items: tuple[str, ...], field: str, *, doubt: str = "") -> None:
        self._flush()
        self._items, self._field, self._doubt = items, field, doubt
        self._seen = set[tuple[str, int]]()

    def _item(self) -> FormItem | None:
        return next((one for one in self.form.items if self._items == (one.code,)), None)

    def _label(self) -> int:
        count, line = 1, self._row.text
        if words.STATUS_OPEN.fullmatch(key(line)) and self._at + 1 < len(self.rows):
            count, line = 2, f"{line.strip()} {self.rows[self._at + 1].text.strip()}"
        found = labels.label(line, self._item())
        other = None if found else labels.label(line, self._every)
        found = found or other
        if not found:
            return 0
        if (other and self._items) or (found.field, self._row.depth) in self._seen:
            self._enter((), "text", doubt="item-line-lost")
        self._seen.add((found.field, self._row.depth))
        if found.field == "last":
            return self._last()
        self._flush()
        self._field, self._label_depth = found.field, self._row.depth
        self._ignore_before(line, found.rest)
        if found.changed:
            self.pieces.append(Piece("".join(self._items[:1]), "status", line, self._row.depth, self._part, "changed-label"))
        if found.rest:
            self._buffer.append(_rest(self._row, found.rest))
        return count

    def _ignore_before(self, line: str, rest: str) -> None:
        self.ignored.append(line[: len(line) - len(rest)].strip() if rest else line)

    def _last(self) -> int:
        """Last quarter's text is ours; where it no longer reads as we sent it, what is not ours there is in doubt."""
        self._flush()
        count = self.sent.within.run(self.rows, self._at)
        self._ignore(count or 1)
        self._field = "text" if count else "last"
        self._label_depth = self._row.depth
        return count or 1

    def _head(self) -> int:
        found = labels.head(self.form, self.rows, self._at)
        if not found or (found.kind == "named" and self._buffer and not self._buffer[-1].blank):
            return 0
        if found.kind != "item":
            self._enter((), "text", doubt="unknown-item" if found.kind == "unknown" else "item-named")
            return self._typed()
        self._enter(found.codes, "text")
        self._label_depth = self._row.depth
        if not found.rest:
            self._ignore(found.count)
            return found.count
        self._ignore_before(self._row.text, found.rest)
        self.rows[self._at] = _rest(self._row, found.rest)
        return self._label() or self._typed()

    def _closing(self) -> int:
        if frame.banner(self._row):
            self._ignore(1)
            return 1
        count = frame.signature(self.rows, self._at, sender=self.sender, stop=self._stops)
        count = count or frame.disclaimer(self.rows, self._at, stop=self._stops)
        if count:
            self._leave(count)
            self._doubt = "after-signature"
        return count

    def _stops(self, at: int) -> bool:
        row = self.rows[at]
        if row.blank:
            return False
        head = labels.head(self.form, self.rows, at)
        return bool(
            (head and head.kind == "item")
            or labels.marker(row.text)
            or labels.label(row.text, self._item())
            or frame.attribution(self.rows, at)
            or frame.header_block(self.rows, at)
        )

    def _ours(self) -> int:
        """A short line at the very top is the writer's, even where it equals a line of ours ("no change")."""
        row, top = self._row, self._part == TOP and not self._row.depth
        if not self._items and not squash(row.text) and not (top and "http" in row.text):
            self._ignore(1)
            return 1
        if top and len(row.text.split()) < _SENTENCE:
            return 0
        if around := self.sent.around.run(self.rows, self._at):
            self._leave(around)
            return around
        count = self.sent.within.run(self.rows, self._at) or int(not top and self._rewrapped())
        self._ignore(count)
        return count

    def _rewrapped(self) -> bool:
        """Part of a line of ours, where an answer is not expected: around the items, or above an item's progress label."""
        row = self._row
        expected = bool(self._items) and self._field != "last" and (not row.depth or ("text", row.depth) in self._seen)
        return not expected and (self.sent.within.holds(row.text) or self.sent.around.holds(row.text))

    def _typed(self) -> int:
        if self._field == "last":
            surely = self._row.depth < self._label_depth
            self._enter_text(doubt="" if surely else "beside-last-quarter")
        self._buffer.append(self._row)
        return 1

    def _enter_text(self, *, doubt: str) -> None:
        self._flush()
        self._field, self._doubt = "text", doubt

    def _flush(self) -> None:
        text = paragraphs(self._buffer, wrapped=self.wrapped)
        if text:
            depth = min(row.depth for row in self._buffer if not row.blank)
            self.pieces += per_item(self._items, Piece("", self._field, text, depth, self._part, self._doubt))
        self._buffer = []
        self._doubt = self._doubt if not self._items else ""


def _rest(row: MailLine, rest: str) -> MailLine:
    return MailLine(row.depth, rest, cut=row.width - len(rest))
