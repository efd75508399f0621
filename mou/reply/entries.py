"""From pieces to one item's entry: fields merged, conflicts and doubts set aside, the four states told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from mou.form import Form, FormItem
from mou.reading import Unclear
from mou.reply import words
from mou.reply.lines import key, plain
from mou.reply.numbers import read_number
from mou.reply.pieces import Piece
from mou.submission import Entry, Standing, State

_CLOSE, _FUZZY_FROM = 0.85, 5


@dataclass(frozen=True, slots=True)
class Found:
    """What one item's pieces give: an entry or none, what is unclear, what older or prefilled words were passed over."""

    entry: Entry | None
    unclear: tuple[Unclear, ...] = ()
    passed: tuple[str, ...] = ()


def standing(text: str) -> Standing | None:
    """Return the standing these words name: as a whole, or one slip away from exactly one; never through a negation."""
    said = key(text).strip(" .!,;[](){}x\"'")
    if said in words.STANDINGS:
        return words.STANDINGS[said]
    if len(said) < _FUZZY_FROM or set(said.split()) & words.NEGATIONS:
        return None
    near = {to for phrase, to in words.STANDINGS.items() if _near(said, phrase)}
    return near.pop() if len(near) == 1 else None


def _near(said: str, phrase: str) -> bool:
    return said[0] == phrase[0] and len(phrase) >= _FUZZY_FROM and SequenceMatcher(None, said, phrase).ratio() >= _CLOSE


def item_entry(form: Form, item: FormItem, pieces: Sequence[Piece], prefilled: Sequence[Piece]) -> Found:
    """Return what the pieces under one item say; `prefilled` are the pieces the letter itself printed there."""
    doubtful = tuple(Unclear(text=piece.text, reason=piece.doubt, item=item.code) for piece in pieces if piece.doubt)
    kept, passed = _newest([piece for piece in pieces if not piece.doubt], prefilled)
    if _clash(kept):
        both = tuple(Unclear(text=piece.text, reason="answered-twice", item=item.code) for piece in kept)
        return Found(None, doubtful + both, passed)
    fields = {piece.field: piece.text for piece in kept if piece.field != "text"}
    text = "\n\n".join(piece.text for piece in kept if piece.field == "text")
    draft = _Draft(form, item, fields, text)
    return Found(draft.entry(), doubtful + tuple(draft.unclear), passed)


def _newest(pieces: Sequence[Piece], prefilled: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """A new answer wins over the prefilled one that came back, and an unquoted one over a quoted (older) one."""
    printed = {(piece.field, plain(piece.text)): piece.text for piece in prefilled}
    kept: list[Piece] = []
    passed: list[str] = []
    for field in dict.fromkeys(piece.field for piece in pieces):
        mine = list({plain(piece.text): piece for piece in pieces if piece.field == field}.values())
        fresh = [piece for piece in mine if (field, plain(piece.text)) not in printed] or mine
        top = min(piece.depth for piece in fresh)
        newest = [piece for piece in fresh if piece.depth == top] if _repeats(fresh) else fresh
        kept += [replace(piece, text=printed.get((field, plain(piece.text)), piece.text)) for piece in newest]
        passed += [piece.text for piece in mine if piece not in newest]
    return kept, tuple(passed)


def _repeats(pieces: Sequence[Piece]) -> bool:
    """Whether the same field was answered in more than one part of the mail (at the top and again in the quoted letter)."""
    return len({piece.part for piece in pieces}) > 1


def _clash(pieces: Sequence[Piece]) -> bool:
    fields = [piece.field for piece in pieces if piece.field != "text"]
    return len(fields) != len(set(fields)) or _repeats([piece for piece in pieces if piece.field == "text"])


class _Draft:
    """One item's fields on their way to an entry."""

    def __init__(self, form: Form, item: FormItem, fields: Mapping[str, str], text: str) -> None:
        self.form, self.item, self.text = form, item, text
        self.written = "\n".join(filter(None, (*fields.values(), text)))
        self.unclear: list[Unclear] = []
        self.standing = self._standing(fields.get("status", ""))
        self.indicators = dict(self._numbers(fields))

    def _doubt(self, text: str, reason: str) -> None:
        self.unclear.append(Unclear(text=text, reason=reason, item=self.item.code))

    def _standing(self, value: str) -> Standing | None:
        """What follows the status words on its own line, or on later lines, is the item's text."""
        first, _, rest = value.partition("\n")
        found = standing(first)
        if value and not found:
            return self._loose_status(value)
        self._prepend(rest.strip())
        return found or self._leading_standing()

    def _loose_status(self, value: str) -> Standing | None:
        said = key(value)
        if words.NO_CHANGE.fullmatch(said) or words.NOTHING.fullmatch(said):
            self._prepend(value)
        elif cut := _standing_then_text(value):
            self._prepend(cut[1])
            return cut[0]
        else:
            self._doubt(value, "status")
        return None

    def _leading_standing(self) -> Standing | None:
        """Without a status line, a first line that is nothing but a status is one."""
        first, _, rest = self.text.partition("\n")
        found = words.STANDINGS.get(key(first).strip(" .!"))
        if found:
            self.text = rest.strip()
        return found

    def _prepend(self, text: str) -> None:
        self.text = "\n\n".join(part for part in (text, self.text) if part)

    def _numbers(self, fields: Mapping[str, str]) -> Iterable[tuple[str, Decimal]]:
        for indicator in self.item.indicators:
            first, _, rest = fields.get(f"indicator:{indicator.code}", "").partition("\n")
            number = read_number(first, language=self.form.language, label=indicator.label)
            if number is not None:
                yield indicator.code, number
                self._prepend(rest.strip())
            elif first:
                self._doubt(f"{first}\n{rest}".strip(), "number")

    def entry(self) -> Entry | None:
        """Return the entry in its state, or None where nothing (sure) was said."""
        said = key(self.text)
        nothing = words.NOTHING.fullmatch(said)
        if words.NO_CHANGE.fullmatch(said):
            return self._made(State.NO_CHANGE, "")
        if nothing:
            reason = _tail(self.text, nothing["reason"] or nothing["cause"] or "")
            if reason:
                return self._made(State.NOTHING, reason)
            self._doubt(self.written, "no-reason")
            return None
        return self._made(State.PROGRESS, self.text) if self.text or self.standing or self.indicators else None

    def _made(self, state: State, text: str) -> Entry:
        return Entry(item=self.item.code, state=state, standing=self.standing, text=text, indicators=self.indicators)


def _standing_then_text(value: str) -> tuple[Standing, str] | None:
    """Read "On track - the stations are ordered": a whole status, a mark, then text."""
    for mark in (". ", ": ", "; ", " - ", " – ", " — ", ", "):
        first, found, rest = value.partition(mark)
        if found and rest.strip() and key(first) in words.STANDINGS:
            return words.STANDINGS[key(first)], rest.strip()
    return None


def _tail(text: str, folded: str) -> str:
    """Return the end of `text` that reads as `folded`, as it was written (paragraphs kept)."""
    ends = (at for at in range(len(text)) if key(text[at:]) == folded.strip())
    return text[next(ends, len(text)) :].strip() if folded.strip() else ""
