"""From pieces to one item's entry: fields merged, conflicts and doubts set aside, the four states told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from mou.form import Form, FormItem
from mou.reading import Unclear
from mou.reply import words
from mou.reply.lines import beyond, key, plain
from mou.reply.numbers import read_number
from mou.reply.pieces import Piece
from mou.submission import Entry, Standing, State

_CLOSE, _FUZZY_FROM, _FUZZY_TO = 0.85, 5, 40
_SHORT, _LONGEST_STATUS = 300, 60


@dataclass(frozen=True, slots=True)
class Found:
    """What one item's pieces give: an entry or none, what is unclear, what older or prefilled words were passed over."""

    entry: Entry | None
    unclear: tuple[Unclear, ...] = ()
    passed: tuple[str, ...] = ()


def standing(text: str) -> Standing | None:
    """Return the standing these words name: as a whole, or one slip away from exactly one; never through a negation."""
    said = words.COPULA.sub("", key(text).strip(" .!,;[](){}x\"'"), count=1)
    if said in words.STANDINGS:
        return words.STANDINGS[said]
    if not _FUZZY_FROM <= len(said) <= _FUZZY_TO or set(said.split()) & words.NEGATIONS:
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
    """A new answer wins over the prefilled one that came back, and one of this mail over those of the mails it quotes."""
    printed = {(piece.field, plain(piece.text)): piece.text for piece in prefilled}
    kept: list[Piece] = []
    passed: list[str] = []
    for field in dict.fromkeys(piece.field for piece in pieces):
        mine = list({plain(piece.text): piece for piece in pieces if piece.field == field}.values())
        fresh = [piece for piece in mine if (field, plain(piece.text)) not in printed] or mine
        now = min(piece.age for piece in fresh)
        newest = [piece for piece in fresh if piece.age == now]
        kept += [replace(piece, text=printed.get((field, plain(piece.text)), piece.text)) for piece in newest]
        taken = {id(piece) for piece in newest}
        passed += [piece.text for piece in mine if id(piece) not in taken]
    return kept, tuple(passed)


def _repeats(pieces: Sequence[Piece]) -> bool:
    """Whether they stand in more than one part of the mail (at the top and again in the quoted letter)."""
    return len({piece.part for piece in pieces}) > 1


def _clash(pieces: Sequence[Piece]) -> bool:
    """Two answers that cannot both stand; a status and a text under the same item can."""
    fields = [piece.field for piece in pieces if piece.field != "text"]
    texts = [piece for piece in pieces if piece.field == "text"]
    said = [key(piece.text).rstrip(" .!") for piece in texts]
    statuses, whole = [one for one in said if one in words.STANDINGS], [one for one in said if _whole(one)]
    contrary = len(texts) > 1 and (len(statuses) > 1 or len(whole) > len(statuses))
    return len(fields) != len(set(fields)) or _repeats(texts) or contrary


def _whole(said: str) -> bool:
    return said in words.STANDINGS or bool(words.NO_CHANGE.fullmatch(said) or words.NOTHING.fullmatch(said))


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
        """Without a status line, a status that is the first line, or set off at its start, is the item's status."""
        first, _, rest = self.text.partition("\n")
        found = words.STANDINGS.get(key(first).strip(" .!:"))
        if found:
            self.text = rest.strip()
        elif cut := _standing_then_text(self.text):
            found, self.text = cut
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
        if self.text and (reason := _no_answer(self.text, said)):
            self._doubt(self.text, reason)
            self.text = ""
        if nothing:
            reason = _tail(self.text, nothing["reason"] or nothing["cause"] or "")
            if reason:
                return self._made(State.NOTHING, reason)
            self._doubt(self.written, "no-reason")
            return None
        return self._made(State.PROGRESS, self.text) if self.text or self.standing or self.indicators else None

    def _made(self, state: State, text: str) -> Entry:
        return Entry(item=self.item.code, state=state, standing=self.standing, text=text, indicators=self.indicators)


def _no_answer(text: str, said: str) -> str:
    """Return why a whole text under an item is no answer: it only points to a file, or only asks something."""
    if len(said) > _SHORT or "\n" in text:
        return ""
    if words.SEE_ATTACHED.fullmatch(said) and words.ATTACHED.search(said):
        return "in-attachment"
    return "question" if words.QUESTION.fullmatch(said) else ""


def _standing_then_text(value: str) -> tuple[Standing, str] | None:
    """Read "On track - the stations are ordered": a whole status, a mark, then text."""
    start = value[:_LONGEST_STATUS]
    for mark in (". ", ": ", "; ", " - ", " – ", " — ", ", "):
        first, found, _ = start.partition(mark)
        rest = value[len(first) + len(mark) :].strip()
        if found and rest and (standing := words.STANDINGS.get(key(first))):
            return standing, rest
    return None


def _tail(text: str, folded: str) -> str:
    """Return the end of `text` that reads as `folded`, as it was written (paragraphs kept)."""
    whole, end = key(text), folded.strip()
    return beyond(text, len(whole) - len(end)).strip() if end else ""
