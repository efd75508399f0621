"""A mail's lines: quote marks taken off, keys to compare by, and paragraphs put together again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

_QUOTE = re.compile(r"[ \t>]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
)
_URL = re.compile(r"[<\[(]?\b(?:https?://|mailto:)[^\s>\])]+[>\])]?")
_BULLET = re.compile(r"\s*(?:[-*•·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_ADDRESS = re.compile(r"\S@\S|https?://")
_NOT_LETTERS = re.compile(r"[\W_]+")
_NARROW, _WIDE = 72, 80


@dataclass(frozen=True)
class MailLine:
    """One line of a mail: how often it was quoted (`> `), its text without the quote marks, and columns cut off before it."""

    depth: int
    text: str
    cut: int = 0

    @property
    def width(self) -> int:
        """How many columns the line took in the mail, quote marks not counted."""
        return self.cut + len(self.text)

    @cached_property
    def blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text.strip()

    @cached_property
    def key(self) -> str:
        """What the line is compared by: see `key`."""
        return key(self.text)

    @cached_property
    def squashed(self) -> str:
        """The line's letters and digits: see `squash`."""
        return squash(self.text)


def cut(text: str) -> list[MailLine]:
    """Return the lines of a mail's text, quote marks counted and taken off, invisible characters removed."""
    return [_line(row) for row in _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _line(row: str) -> MailLine:
    marks = _QUOTE.match(row)
    prefix = row[: marks.group(0).rfind(">") + 1] if marks else ""
    text = row[len(prefix) :].removeprefix(" ") if prefix else row
    return MailLine(depth=prefix.count(">"), text=text.replace("\u00a0", " ").rstrip())


def plain(text: str) -> str:
    """Return the text with typographic quotes, dashes and spaces made plain: what two equal texts agree in."""
    composed = unicodedata.normalize("NFC", text).translate(_PLAIN).replace("…", "...")
    return " ".join(composed.split())


def key(text: str) -> str:
    """Return what texts are compared by: lower case, no accents, plain quotes, single spaces, no emphasis marks."""
    bare = text if text.isascii() else _bare(text)
    return " ".join(bare.replace("*", "").casefold().split()).strip("_ ")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(_PLAIN)) if not unicodedata.combining(c))


def beyond(text: str, count: int) -> str:
    """Return what follows the first `count` characters of a text's key, as it was written."""
    seen, spaced = 0, True
    for at, sign in enumerate(text):
        if seen >= count and not (sign.isspace() or sign in "*_"):
            return _emphasis_closed(text[:at], text[at:])
        if sign.isspace():
            seen, spaced = seen + (not spaced), True
        elif sign != "*" and not (seen == 0 and sign == "_"):
            folded = sign if sign.isascii() else _bare(sign).casefold()
            seen, spaced = seen + len(folded), spaced and not folded
    return ""


def _emphasis_closed(before: str, after: str) -> str:
    """A program's `*bold*` around a label and its answer leaves one mark at the end."""
    after = after.rstrip()
    return after[:-1] if after.endswith("*") and before.count("*") % 2 and after.count("*") % 2 else after


def squash(text: str) -> str:
    """Return only the letters and digits of the key, addresses of pages left out: equal however a line was wrapped."""
    return _NOT_LETTERS.sub("", key(_URL.sub(" ", text) if ":" in text else text))


def likeness(one: str, other: str) -> float:
    """Return how much of their pairs of neighbouring letters two texts share, from 0 to 1. Quick, and blind to order."""
    mine, theirs = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def hard_wrapped(text: str) -> bool:
    """Whether no line (but those with addresses) is longer than a mail program's wrapping width: paragraphs were cut."""
    return all(len(row) <= _WIDE or " " not in row.strip("> ") or _ADDRESS.search(row) for row in text.split("\n"))


def paragraphs(rows: Iterable[MailLine], *, wrapped: bool) -> str:
    """Return the rows as one text; where `wrapped`, a row cut only because the next word did not fit is joined again.

    A margin that a program put before all of them is taken off.
    """
    out: list[list[str]] = []
    last = MailLine(0, "")
    every = list(rows)
    margin = min((len(row.text) - len(row.text.lstrip(" ")) for row in every if not row.blank and not row.cut), default=0)
    for row in every:
        if wrapped and continues(last, row):
            out[-1].append(row.text.strip())
        else:
            out.append([row.text if row.cut else row.text[margin:]])
        last = row
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(pieces) for pieces in out)).strip()


def continues(before: MailLine, row: MailLine) -> bool:
    """Whether a row only begins where it does because its first word no longer fitted on the line before."""
    if before.blank or row.blank or _BULLET.match(row.text):
        return False
    return before.width + 1 + len(row.text.split(maxsplit=1)[0]) > _NARROW


def joined(rows: Sequence[MailLine], at: int, count: int) -> str:
    """Return `count` rows from `at` as one line."""
    return " ".join(row.text.strip() for row in rows[at : at + count])
