"""A reply to an approval request, read. An approval is never guessed: what is not plainly one is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mou.reading import DecisionReading, Outcome, Unclear
from mou.reply import frame
from mou.reply.corrections import Said, Segments, begins_segment, segment_line
from mou.reply.letter import SentLines
from mou.reply.lines import MailLine, cut, squash
from mou.reply.message import Incoming
from mou.reply.read import DISCARDED
from mou.reply.verdict import Verdict, verdict
from mou.stories import Verb

_SENTENCE = 3


def read_decision(incoming: Incoming, *, language: str, segments: Mapping[int, str], lines: tuple[str, ...]) -> DecisionReading:
    """Read a reviewer's reply.

    `segments` gives each number's target language tag, `lines` are the lines of the letter that was answered, in `language`.
    An approval stands only when the whole reply is understood; a return needs its reason.
    """
    if incoming.auto in DISCARDED:
        return DecisionReading(outcome=Outcome.DISCARD, reason=DISCARDED[incoming.auto], ignored=(incoming.text,))
    walk = _Walk(incoming, Segments(segments, lines))
    walk.run()
    return _decided(
        walk,
        verdict([row.text for row in walk.typed], corrected=bool(walk.segments.corrections), wrapped=incoming.wrapped),
        language,
    )


def _decided(walk: "_Walk", found: Verdict, language: str) -> DecisionReading:
    unclear = (*walk.segments.unclear, *walk.doubts(), *found.unclear)
    corrections = walk.segments.corrections
    verb = found.verb
    if verb is Verb.APPROVE and unclear:
        verb = None
    elif verb is None and corrections and not found.attempted:
        verb = Verb.CORRECT
    reason = verb.value if verb else "unclear" if unclear or found.attempted else "empty"
    if reason == "unclear" and not unclear:
        unclear = (Unclear(text=" ".join(row.text for row in walk.typed), reason=f"not-clear-{language}"),)
    return DecisionReading(
        outcome=Outcome.ACCEPT if verb else Outcome.HOLD,
        reason=reason,
        verb=verb,
        because=found.because,
        corrections=corrections,
        unclear=unclear,
        ignored=(*walk.ignored, *found.ignored),
    )


@dataclass(frozen=True, slots=True)
class _Loose:
    row: MailLine
    flat: bool


class _Walk:
    """Puts every row of the reply somewhere: segment lines, the letter's own lines, the frame, or what was typed."""

    def __init__(self, incoming: Incoming, segments: Segments) -> None:
        self.rows, self.sender = cut(incoming.text), incoming.sender_name
        self.segments, self._sent = segments, SentLines(segments.around)
        self.ignored: list[str] = []
        self._loose: list[_Loose] = []
        self._at, self._number = 0, 0
        self._quoted = self._marked = False
        self._waiting: Said | None = None
        self._beginnings: dict[int, bool] = {}

    def run(self) -> None:
        """Walk from top to bottom."""
        while self._at < len(self.rows):
            rules = (self._blank, self._framed, self._segment, self._closing, self._ours, self._translation, self._write)
            self._at += next(count for rule in rules if (count := rule()))

    @property
    def typed(self) -> list[MailLine]:
        """Rows the reviewer surely wrote by themselves: unquoted, and not below a letter quoted without marks."""
        return [one.row for one in self._loose if self._own(one)]

    def doubts(self) -> tuple[Unclear, ...]:
        """Return what stands in the quoted letter and is not ours."""
        return tuple(
            Unclear(text=one.row.text, reason="comment") for one in self._loose if not self._own(one) and not one.row.blank
        )

    def _own(self, one: "_Loose") -> bool:
        return not one.row.depth and (self._marked or not one.flat)

    def _blank(self) -> int:
        if self._row.blank and self._loose:
            self._loose.append(_Loose(MailLine(0, ""), flat=False))
        return int(self._row.blank)

    @property
    def _row(self) -> MailLine:
        return self.rows[self._at]

    def _ignore(self, count: int) -> int:
        self.ignored += [row.text for row in self.rows[self._at : self._at + count] if not row.blank]
        return count

    def _framed(self) -> int:
        count = self._ignore(frame.attribution(self.rows, self._at) or frame.header_block(self.rows, self._at))
        self._quoted = self._quoted or bool(count)
        return count

    def _segment(self) -> int:
        said = segment_line(self.rows, self._at, number=self._number, stop=self._stops)
        if not said:
            return 0
        self._number = said.number
        self._waiting = said if self.segments.empty(said) else None
        self._marked = self._marked or said.depth > 0
        if not self.segments.take(said):
            self._ignore(said.count)
            self._quoted = self._quoted or said.kind != "target"
        return said.count

    def _stops(self, at: int) -> bool:
        row = self.rows[at]
        return not row.blank and bool(
            frame.attribution(self.rows, at)
            or frame.header_block(self.rows, at)
            or frame.signature(self.rows, at, sender=self.sender, stop=lambda _: False)
        )

    def _closing(self) -> int:
        if frame.banner(self._row):
            return self._ignore(1)
        count = frame.signature(self.rows, self._at, sender=self.sender, stop=self._begins)
        return self._ignore(count or frame.disclaimer(self.rows, self._at, stop=self._begins))

    def _begins(self, at: int) -> bool:
        """Whether something that is no signature begins here: a quoted message or a segment's line."""
        if at not in self._beginnings:
            quoted = frame.attribution(self.rows, at) or frame.header_block(self.rows, at)
            self._beginnings[at] = bool(quoted or begins_segment(self.rows[at]))
        return self._beginnings[at]

    def _ours(self) -> int:
        row, top = self._row, not self._quoted and not self._row.depth
        if not squash(row.text) and not (top and "http" in row.text):
            return self._ignore(1)
        if top and len(row.text.split()) < _SENTENCE:
            return 0
        count = self._sent.run(self.rows, self._at) or int(not top and self._sent.holds(row))
        self._quoted = self._quoted or bool(count)
        self._marked = self._marked or (bool(count) and row.depth > 0)
        return self._ignore(count)

    def _translation(self) -> int:
        """A translation typed below its quoted, still empty label."""
        waiting = self._waiting
        if not waiting or self._row.depth >= max(1, waiting.depth):
            return 0
        count = 1
        while self._at + count < len(self.rows) and not self.rows[self._at + count].blank and not self._begins(self._at + count):
            count += 1
        text = " ".join(row.text.strip() for row in self.rows[self._at : self._at + count])
        self.segments.take(replace(waiting, text=text))
        self._waiting = None
        return count

    def _write(self) -> int:
        self._loose.append(_Loose(self._row, flat=self._quoted))
        return 1
