"""A reply to a form, read: which item got which answer, what is missing, and what we must ask about.

Nothing is put under an item that we are not sure of. Every word of the mail ends in an entry, in `unclear` or in `ignored`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mou.form import Form
from mou.reading import Outcome, Reading, Unclear
from mou.reply import frame, words
from mou.reply.answers import Walk
from mou.reply.entries import Found, item_entry
from mou.reply.letter import SentForm
from mou.reply.lines import hard_wrapped, key
from mou.reply.message import Incoming
from mou.reply.pieces import TOP, Piece
from mou.submission import Entry, State

_NEVER_ANSWERS = (
    "image/",
    "audio/",
    "video/",
    "text/calendar",
    "text/x-vcard",
    "text/vcard",
    "application/pgp-",
    "application/pkcs7-",
)
DISCARDED = {"auto-submitted": "auto-reply", "auto-reply": "auto-reply", "bounce": "bounce"}


def read_reply(incoming: Incoming, form: Form) -> Reading:
    """Read a reply against the form of the letter it answers. Pure: the same mail and form give the same reading."""
    if incoming.auto in DISCARDED:
        return Reading(outcome=Outcome.DISCARD, reason=DISCARDED[incoming.auto], missing=_codes(form), ignored=(incoming.text,))
    sent, printed = _letter(form)
    walk = Walk(form, incoming.text, sent=sent, sender=incoming.sender_name, wrapped=incoming.wrapped).run()
    return _Reply(form, incoming, walk, printed).reading()


@lru_cache(maxsize=64)
def _letter(form: Form) -> tuple[SentForm, tuple[Piece, ...]]:
    """Return the letter as it is looked for in replies, and what it had prefilled: the same for every reply to it."""
    letter, sent = "\n".join(form.lines), SentForm(form)
    printed = Walk(form, letter, sent=sent, wrapped=hard_wrapped(letter)).run().pieces
    return sent, tuple(piece for piece in printed if piece.item)


def _codes(form: Form) -> tuple[str, ...]:
    return tuple(item.code for item in form.items)


class _Reply:
    """One reply between its pieces and its reading."""

    def __init__(self, form: Form, incoming: Incoming, walk: Walk, printed: Sequence[Piece]) -> None:
        self.form, self.incoming, self.printed, self.walk = form, incoming, printed, walk
        self.ignored = list(walk.ignored)
        self.loose, self.placed = self._sorted(walk.pieces)
        self.filled = tuple(code for code in _codes(form) if any(piece.item == code for piece in printed))

    def _sorted(self, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
        loose = [bare for piece in pieces if not piece.item and (bare := self._without_courtesies(piece))]
        return loose, [piece for piece in pieces if piece.item]

    def _without_courtesies(self, piece: Piece) -> Piece | None:
        rows = piece.text.split("\n")
        polite = [frame.courtesy(row) for row in rows]
        self.ignored += [row for row, is_polite in zip(rows, polite, strict=True) if is_polite]
        text = "\n".join(row for row, is_polite in zip(rows, polite, strict=True) if not is_polite).strip()
        return replace(piece, text=text) if text else None

    def reading(self) -> Reading:
        """Settle the loose pieces, then every item."""
        self._pass_over_notes()
        whole, unclear = self._settle_loose()
        found = [self._found(code) for code in _codes(self.form)]
        entries = {one.entry.item: one.entry for one in found if one.entry}
        entries |= {entry.item: entry for entry in whole if entry.item not in entries or not self._answered(entry.item)}
        doubts = tuple(unclear) + tuple(doubt for one in found for doubt in one.unclear)
        passed = tuple(text for one in found for text in one.passed)
        missing = tuple(code for code in _codes(self.form) if code not in entries and code not in self.filled)
        outcome, reason, doubts = self._outcome(bool(entries), doubts)
        return Reading(
            outcome=outcome,
            reason=reason,
            entries=tuple(entries[code] for code in _codes(self.form) if code in entries),
            missing=missing,
            unclear=doubts,
            ignored=(*self.ignored, *passed),
            attachments=tuple(one.name for one in self.incoming.attachments),
            remarks=("by-number",) if entries and self.walk.by_number else (),
        )

    def _outcome(self, entries: bool, doubts: tuple[Unclear, ...]) -> tuple[Outcome, str, tuple[Unclear, ...]]:  # noqa: FBT001
        """Nothing filed, and a document that came along or was pointed to: the answers are asked for in the message."""
        if entries:
            return Outcome.ACCEPT, "answers", doubts
        files = [one.name or one.media for one in self.incoming.attachments if not one.media.startswith(_NEVER_ANSWERS)]
        if files and not doubts:
            doubts = (Unclear(text=", ".join(files), reason="in-attachment"),)
        if doubts and all(one.reason == "in-attachment" for one in doubts):
            return Outcome.HOLD, "in-attachment", doubts
        return (Outcome.HOLD, "no-answers", doubts) if doubts else (Outcome.REJECT, "empty", ())

    def _pass_over_notes(self) -> None:
        """What an earlier sender wrote above the letter they passed on ("could you answer this?") answers nothing."""
        newest = max(self.walk.letters, default=0)
        notes = {id(piece) for piece in self.loose if 0 < piece.round_ < newest and piece.round_ not in self.walk.letters}
        if notes and any(self._answered(code) for code in _codes(self.form)):
            self.ignored += [piece.text for piece in self.loose if id(piece) in notes]
            self.loose = [piece for piece in self.loose if id(piece) not in notes]

    def _found(self, code: str) -> Found:
        item = next(one for one in self.form.items if one.code == code)
        mine = [piece for piece in self.placed if piece.item == code]
        return item_entry(self.form, item, mine, [piece for piece in self.printed if piece.item == code])

    def _answered(self, code: str) -> bool:
        """Whether the mail says something about this item that the letter had not printed there."""
        printed = {(piece.field, piece.text) for piece in self.printed if piece.item == code}
        return any(piece.item == code and (piece.field, piece.text) not in printed for piece in self.placed)

    def _settle_loose(self) -> tuple[list[Entry], list[Unclear]]:
        """What stands under no item counts for all of them, for the only open one, or for none."""
        sure = [piece for piece in self.loose if not piece.doubt and piece.part == TOP and not piece.depth]
        whole = self._whole(sure) if sure == self.loose else None
        if whole is not None:
            return whole, []
        single = self._single(sure)
        self.placed += single
        taken = sure if single else []
        return [], [Unclear(text=piece.text, reason=_why(piece)) for piece in self.loose if piece not in taken]

    def _whole(self, pieces: Sequence[Piece]) -> list[Entry] | None:
        if len(pieces) != 1 or pieces[0].field != "text":
            return None
        said = key(pieces[0].text)
        answered = [code for code in _codes(self.form) if self._answered(code)]
        rest = [code for code in _codes(self.form) if code not in answered and code not in self.filled]
        nothing = words.NOTHING.fullmatch(said)
        unchanged = words.NO_CHANGE.fullmatch(said) or words.NO_CHANGE_ALL.fullmatch(said)
        if (unchanged and not answered) or (words.NO_CHANGE_REST.fullmatch(said) and answered):
            return [Entry(item=code, state=State.NO_CHANGE) for code in rest]
        if nothing and (nothing["reason"] or nothing["cause"]) and not answered:
            return self._nothing(pieces[0], rest)
        return None

    def _nothing(self, piece: Piece, codes: Sequence[str]) -> list[Entry]:
        items = [one for one in self.form.items if one.code in codes]
        found = [item_entry(self.form, item, [piece], []) for item in items]
        return [one.entry for one in found if one.entry]

    def _single(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Take the loose pieces for the only open item, if nothing else was answered and they read like an answer."""
        open_ = [code for code in _codes(self.form) if code not in self.filled] or list(_codes(self.form))
        answered = any(self._answered(code) for code in _codes(self.form))
        asks = any(_why(piece) != "no-item" for piece in pieces)
        if len(open_) != 1 or answered or asks or any(piece.doubt for piece in self.placed):
            return []
        return [replace(piece, item=open_[0]) for piece in pieces]


def _why(piece: Piece) -> str:
    if piece.doubt:
        return piece.doubt
    if words.ATTACHED.search(key(piece.text)):
        return "in-attachment"
    return "question" if words.NOT_AN_ANSWER.search(key(piece.text)) else "no-item"
