"""A walk through a reply: every line is put somewhere, and what stands under a form's label is collected as a piece."""

from collections.abc import Callable

from mou.form import Form, FormItem
from mou.reply import frame, heads, labels, words
from mou.reply.gathering import Gathering
from mou.reply.letter import SentForm
from mou.reply.lines import MailLine
from mou.reply.numbered import numbered
from mou.reply.pieces import TOP, Piece
from mou.reply.remains import link_goes_on, rule

_SENTENCE = 3


class Walk(Gathering):
    """Reads a mail's text from top to bottom against a form. After `run`, see `pieces`, `ignored` and `letters`.

    `by_number` says that answers were only numbered.
    """

    def __init__(self, form: Form, text: str, *, sent: SentForm, sender: str = "", wrapped: bool = False) -> None:
        """Prepare to read `text`; `sender` is the writer's name, whose line begins a signature."""
        super().__init__(form, text, wrapped=wrapped)
        self.form, self.sent, self.sender = form, sent, sender
        self._every = FormItem(code="", title="", indicators=tuple(one for item in form.items for one in item.indicators))
        self._numbered = numbered(form, sent.items or list(self._by_code), self.rows)
        self.by_number = bool(self._numbered)
        self._frames: dict[int, int] = {}
        self._ends: dict[tuple[int, tuple[str, ...]], bool] = {}

    def run(self) -> "Walk":
        """Put every line somewhere and return self."""
        rules: tuple[Callable[[], int], ...] = (
            self._blank, self._framed, self._marker, self._number, self._label, self._head,
            self._closing, self._ours, self._typed,
        )  # fmt: skip
        while self._at < len(self.rows):
            self._at += next(count for rule in rules if (count := rule()))
        self._flush()
        return self

    def _blank(self) -> int:
        if not self._row.blank:
            return 0
        if self._buffer:
            self._buffer.append(self._row)
        return 1

    def _framed(self) -> int:
        count = self._frame(self._at)
        if count:
            self._leave(count)
            self._round += 1
        return count

    def _marker(self) -> int:
        if not labels.marker(self._row):
            return 0
        self._leave(1)
        return 1

    def _label(self) -> int:
        count, row = 1, self._row
        if words.STATUS_OPEN.fullmatch(row.key) and self._at + 1 < len(self.rows):
            count, row = 2, MailLine(row.depth, f"{row.text.strip()} {self.rows[self._at + 1].text.strip()}")
        found = labels.label(row, self._item())
        other = None if found else labels.label(row, self._every)
        found = found or other
        if not found:
            return 0
        if (other and self._items) or (found.field, row.depth) in self._seen:
            self._enter((), "text", doubt="item-line-lost")
        self._seen.add((found.field, row.depth))
        if found.field == "last":
            return self._last()
        self._flush()
        self._field, self._label_depth = found.field, row.depth
        self._ignore_before(row.text, found.rest)
        if found.changed:
            self.pieces.append(Piece("".join(self._items[:1]), "status", row.text, row.depth, self._part, "changed-label"))
        if found.rest:
            self._buffer.append(_rest(row, found.rest))
        return count

    def _last(self) -> int:
        """Last quarter's text is ours; where it no longer reads as we sent it, what is not ours there is in doubt."""
        self._flush()
        item = self._item()
        count = self.sent.last_corrected(item.code, self.rows, self._at) if item else 0
        count = count or self.sent.within.run(self.rows, self._at)
        self._ignore(count or 1)
        self._field = "text" if count else "last"
        self._label_depth = self._row.depth
        return count or 1

    def _number(self) -> int:
        found = self._numbered.get(self._at)
        return self._begin(found.code, found.rest) if found else 0

    def _begin(self, code: str, rest: str, *, count: int = 1, printed: bool = False) -> int:
        """An item's line: what follows on it is a label or an answer."""
        self._enter((code,), "text", printed=printed)
        self._label_depth = self._row.depth
        if not rest:
            self._ignore(count)
            return count
        self._ignore(count - 1)
        self._at += count - 1
        self._ignore_before(self._row.text, rest)
        self.rows[self._at] = _rest(self._row, rest)
        return self._label() or self._typed()

    def _head(self) -> int:
        found = heads.head(self.form, self.rows, self._at)
        if not found or (found.kind == "named" and self._buffer and not self._buffer[-1].blank):
            return 0
        if found.kind != "item":
            self._enter((), "text", doubt="unknown-item" if found.kind == "unknown" else "item-named")
            return self._typed()
        if len(found.codes) == 1:
            return self._begin(found.codes[0], found.rest, count=found.count, printed=found.printed)
        self._enter(found.codes, "text")
        self._label_depth = self._row.depth
        self._ignore_before(self._row.text, found.rest)
        self.rows[self._at] = _rest(self._row, found.rest) if found.rest else MailLine(self._row.depth, "")
        return self._typed() if found.rest else 1

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

    def _frame(self, at: int) -> int:
        """Each row is asked about by every signature that may end there: it is looked at once."""
        if at not in self._frames:
            self._frames[at] = frame.attribution(self.rows, at) or frame.header_block(self.rows, at)
        return self._frames[at]

    def _stops(self, at: int) -> bool:
        place = (at, self._items)
        if place not in self._ends:
            self._ends[place] = not self.rows[at].blank and self._begins(at)
        return self._ends[place]

    def _begins(self, at: int) -> bool:
        head = heads.head(self.form, self.rows, at)
        return bool(
            (head and head.kind == "item")
            or at in self._numbered
            or labels.marker(self.rows[at])
            or labels.label(self.rows[at], self._item())
            or self._frame(at)
        )

    def _ours(self) -> int:
        """A short line at the very top is the writer's, even where it equals a line of ours ("no change")."""
        row, top = self._row, self._part == TOP and not self._row.depth
        nothing = not self._items and not row.squashed
        if (nothing and not (top and "http" in row.text)) or rule(row) or (not top and link_goes_on(self.rows, self._at)):
            self._ignore(1)
            return 1
        if top and len(row.text.split(maxsplit=_SENTENCE)) < _SENTENCE:
            return 0
        if around := self.sent.around.run(self.rows, self._at):
            self._leave(around)
            self.letters.add(self._round)
            return around
        count = self.sent.within.run(self.rows, self._at) or int(not top and self._rewrapped())
        self._ignore(count)
        return count

    def _rewrapped(self) -> bool:
        """Part of a line of ours, where an answer is not expected: around the items, or above an item's progress label."""
        row = self._row
        if bool(self._items) and self._field != "last" and (not row.depth or ("text", row.depth) in self._seen):
            return False
        held = self.sent.within.holds(row) or self.sent.around.holds(row)
        return held or (not self._items and self.sent.around.resembles(row))

    def _typed(self) -> int:
        if self._field == "last":
            surely = self._row.depth < self._label_depth
            self._flush()
            self._field, self._doubt = "text", "" if surely else "beside-last-quarter"
        self._buffer.append(self._row)
        return 1


def _rest(row: MailLine, rest: str) -> MailLine:
    return MailLine(row.depth, rest, cut=row.width - len(rest))
