"""The parties' reviewers: they read every sentence, correct what is put into their own language, and approve what is right.

Each party corrects the translations into its own language and approves once nothing is left to correct in the other's. Both
send their own corrections at once, so neither ever waits for somebody who waits for them.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from demo import mime
from demo.answers import quoted, typed
from demo.events import Event
from demo.letter import Letter
from demo.outgoing import Outgoing
from demo.pairs import Pair, pairs
from demo.script import RETURNS, REVIEWERS
from demo.words import Year, plain

_REQUESTS = ("approval-request", "review-reminder")
_APPROVE = {"en": "APPROVE", "es": "APRUEBO"}
_RETURN = {"en": "RETURN", "es": "DEVOLVER"}


class Reviewers:
    """The reviewers of both parties. `read` is given every letter, in order."""

    def __init__(self, year: Year, note: Callable[[Event], None]) -> None:
        """Take the year's words, and where to tell of a sentence that cannot be judged."""
        self._year, self._note = year, note
        self._receipts: Counter[tuple[str, str]] = Counter()
        self._sent: dict[tuple[str, str, str], int] = {}
        self._returned: set[str] = set()
        self._sent_back: set[str] = set()

    def read(self, letter: Letter) -> list[Outgoing]:
        """Return the replies that this letter brings about."""
        if letter.kind == "decision-receipt":
            self._receipts[letter.topic, letter.party] += 1
        if letter.kind == "return":
            self._sent_back.add(letter.topic)
        if letter.kind == "annual-approval":
            return [self._mail(letter, [_APPROVE[letter.tongue]], "approved", "the annual report")]
        if letter.kind == "review-reminder":
            self._forget(letter)
        return self._review(letter) if letter.kind in _REQUESTS else []

    def _forget(self, letter: Letter) -> None:
        """A reminder repeats the text because nothing came: what was sent before did not arrive in time to count."""
        self._sent = {key: at for key, at in self._sent.items() if key[:2] != (letter.topic, letter.party)}

    def _review(self, letter: Letter) -> list[Outgoing]:
        party, reason = RETURNS.get((letter.quarter, letter.group), ("", ""))
        if party == letter.party and letter.topic not in self._returned:
            self._returned.add(letter.topic)
            return [self._mail(letter, [f"{_RETURN[letter.tongue]}: {reason}"], "returned", reason)]
        if party and letter.topic not in self._sent_back:
            return []
        return self._decide(letter)

    def _decide(self, letter: Letter) -> list[Outgoing]:
        wrong = [pair for pair in pairs(letter.lines) if self._wrong(letter, pair)]
        mine = [pair for pair in wrong if pair.target_language == letter.tongue]
        due = [pair for pair in mine if self._not_under_way(letter, pair)]
        lines = [f"{pair.target_language.upper()}-{pair.number}: {self._year.proofread(pair.source)}" for pair in due]
        if len(mine) == len(wrong) and len(due) == len(mine):
            edits = f"{len(due)} corrected" if due else ""
            return [self._mail(letter, [_APPROVE[letter.tongue], *_spaced(lines)], "approved", edits)]
        return [self._mail(letter, lines, "edited", f"{len(due)} corrected")] if due else []

    def _wrong(self, letter: Letter, pair: Pair) -> bool:
        """Whether the translation shown is not the proofread one; a sentence that we do not know counts as it is."""
        right = self._year.proofread(pair.source)
        if not right:
            self._note(Event("unread", letter.topic, _who(letter), pair.source))
        return bool(right) and plain(pair.target) != plain(right)

    def _not_under_way(self, letter: Letter, pair: Pair) -> bool:
        """Whether a correction is to be sent: not sent yet, or acknowledged since and still not shown."""
        key, receipts = (letter.topic, letter.party, plain(pair.source)), self._receipts[letter.topic, letter.party]
        if self._sent.get(key, -1) >= receipts:
            return False
        self._sent[key] = receipts
        return True

    def _mail(self, letter: Letter, lines: Sequence[str], kind: str, text: str) -> Outgoing:
        rows = (*typed([*lines, ""]), *quoted(letter))
        return Outgoing(mime.reply(letter, rows, REVIEWERS[letter.party]), Event(kind, letter.topic, _who(letter), text))


def _spaced(lines: Sequence[str]) -> list[str]:
    return ["", *lines] if lines else []


def _who(letter: Letter) -> str:
    return f"reviewer · {letter.party.capitalize()}"
