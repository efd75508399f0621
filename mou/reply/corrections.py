"""Corrections in a reply to an approval request: `ES-3: better text`, typed at the top or changed in the quoted letter."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mou.reading import Correction, Unclear
from mou.reply.labels import after_colon
from mou.reply.lines import MailLine, plain

_LABEL = re.compile(r"\W{0,3}(?P<tag>[a-z]{2,3}(?:-[a-z]{2,4})?)\s?-\s?(?P<number>\d{1,4})\W{0,2}\s*[:：].*")
_ORIGINAL = re.compile(r"\W{0,3}(?P<tag>[a-z]{2,3}(?:-[a-z]{2,4})?) ?\(original\)\W{0,2}\s*[:：].*")
_HEAD = re.compile(r"\W{0,2}\[(?P<number>\d{1,4})\](?:\s.*)?")


@dataclass(frozen=True, slots=True)
class Said:
    """A segment's line in a letter or reply: `kind` is "head", "original" or "target"; its text, and how many rows it took."""

    kind: str
    number: int
    tag: str
    text: str
    count: int
    depth: int


def segment_line(rows: Sequence[MailLine], at: int, *, number: int, stop: Callable[[int], bool]) -> Said | None:
    """Return the segment line at this row, its wrapped rows joined (a segment is one sentence); `number` is the head's above."""
    said = rows[at].key
    depth = rows[at].depth
    if head := _HEAD.fullmatch(said):
        return Said("head", int(head["number"]), "", "", 1, depth)
    found = _LABEL.fullmatch(said) or _ORIGINAL.fullmatch(said)
    if not found:
        return None
    count = 1
    while at + count < len(rows) and not _ends(rows, at + count, depth) and not stop(at + count):
        count += 1
    text = " ".join((after_colon(rows[at].text), *(row.text.strip() for row in rows[at + 1 : at + count]))).strip()
    kind = "target" if "number" in found.groupdict() else "original"
    return Said(kind, int(found["number"]) if kind == "target" else number, found["tag"], text, count, depth)


def begins_segment(row: MailLine) -> bool:
    """Whether a segment's head or one of its lines begins here."""
    return any(rule.fullmatch(row.key) for rule in (_HEAD, _LABEL, _ORIGINAL))


def _ends(rows: Sequence[MailLine], at: int, depth: int) -> bool:
    return rows[at].blank or rows[at].depth != depth or begins_segment(rows[at])


class Segments:
    """The segments as the letter showed them, and what a reply makes of them."""

    def __init__(self, targets: Mapping[int, str], lines: Sequence[str]) -> None:
        """Take the target language per number and the letter's lines; `around` are the lines that are no segment's."""
        self.targets = {number: tag.casefold() for number, tag in targets.items()}
        self.around: list[str] = []
        self._shown: dict[tuple[str, int], str] = {}
        self._typed: dict[int, Correction] = {}
        self.unclear: list[Unclear] = []
        rows, at, number = [MailLine(0, line.rstrip()) for line in lines], 0, 0
        while at < len(rows):
            said = segment_line(rows, at, number=number, stop=lambda _: False)
            if said:
                number = said.number
                self._shown[said.kind, said.number] = plain(said.text)
            else:
                self.around.append(rows[at].text)
            at += said.count if said else 1

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections that are sure, by number."""
        return tuple(self._typed[number] for number in sorted(self._typed))

    def empty(self, said: Said) -> bool:
        """Whether this is the line of a segment that waits for its first translation, still empty."""
        return said.kind == "target" and not said.text and not self._shown.get(("target", said.number), "")

    def take(self, said: Said) -> bool:
        """Put a segment line where it belongs; return False when it only repeats the letter."""
        shown = self._shown.get((said.kind, said.number))
        if said.kind == "head" or (shown is not None and plain(said.text) == shown):
            return False
        if said.kind == "original":
            self._doubt(said, "original-changed")
        elif self.targets.get(said.number) != said.tag:
            self._doubt(said, "unknown-segment")
        elif not said.text:
            self._doubt(said, "empty-correction")
        else:
            self._correct(said)
        return True

    def _doubt(self, said: Said, reason: str) -> None:
        label = f"{said.tag.upper()}-{said.number}" if said.kind == "target" else f"{said.tag.upper()} (original)"
        self.unclear.append(Unclear(text=f"{label}: {said.text}".strip(), reason=reason, item=str(said.number)))

    def _correct(self, said: Said) -> None:
        before = self._typed.get(said.number)
        if before and plain(before.text) != plain(said.text):
            self._doubt(said, "corrected-twice")
            return
        tag = next(tag for number, tag in self.targets.items() if number == said.number)
        self._typed[said.number] = Correction(number=said.number, language=tag, text=said.text)
