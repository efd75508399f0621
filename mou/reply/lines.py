"""A mail's lines: quote marks taken off, keys to compare by, and paragraphs put together again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_QUOTE = re.compile(r"(?:[ \t]*>)+ ?")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
)
_URL = re.compile(r"[<\[(]?\b(?:https?://|mailto:)[^\s>\])]+[>\])]?")
_BULLET = re.compile(r"\s*(?:[-*•·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_ADDRESS = re.compile(r"\S@\S|https?://")
_NARROW, _WIDE = 72, 80


@dataclass(frozen=True, slots=True)
class MailLine:
    """One line of a mail: how often it was quoted (`> `), its text without the quote marks, and columns cut off before it."""

    depth: int
    text: str
    cut: int = 0

    @property
    def width(self) -> int:
        """How many columns the line took in the mail, quote marks not counted."""
        return self.cut + len(self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.text.strip()


def cut(text: str) -> list[MailLine]:
    """Return the lines of a mail's text, quote marks counted and taken off, invisible characters removed."""
    return [_line(row) for row in _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _line(row: str) -> MailLine:
    marks = _QUOTE.match(row)
    prefix = marks.group(0) if marks else ""
    return MailLine(depth=prefix.count(">"), text=row[len(prefix) :].replace("\u00a0", " ").rstrip())


def plain(text: str) -> str:
    """Return the text with typographic quotes, dashes and spaces made plain: what two equal texts agree in."""
    composed = unicodedata.normalize("NFC", text).translate(_PLAIN).replace("…", "...")
    return " ".join(composed.split())


def key(text: str) -> str:
    """Return what texts are compared by: lower case, no accents, plain quotes, single spaces, no emphasis marks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_PLAIN)) if not unicodedata.combining(c))
    return " ".join(bare.replace("*", "").casefold().split()).strip("_ ")


def squash(text: str) -> str:
    """Return only the letters and digits of the key, addresses of pages left out: equal however a line was wrapped."""
    return re.sub(r"[\W_]+", "", key(_URL.sub(" ", text)))


def hard_wrapped(text: str) -> bool:
    """Whether no line (but those with addresses) is longer than a mail program's wrapping width: paragraphs were cut."""
    return all(len(row) <= _WIDE or " " not in row.strip("> ") or _ADDRESS.search(row) for row in text.splitlines())


def paragraphs(rows: Iterable[MailLine], *, wrapped: bool) -> str:
    """Return the rows as one text; where `wrapped`, a row cut only because the next word did not fit is joined again."""
    out: list[str] = []
    last = MailLine(0, "")
    for row in rows:
        if wrapped and _continues(last, row):
            out[-1] = f"{out[-1]} {row.text.strip()}"
        else:
            out.append(row.text)
        last = row
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


def _continues(before: MailLine, row: MailLine) -> bool:
    if before.blank or row.blank or _BULLET.match(row.text):
        return False
    return before.width + 1 + len(row.text.split()[0]) > _NARROW


def joined(rows: Sequence[MailLine], at: int, count: int) -> str:
    """Return `count` rows from `at` as one line."""
    return " ".join(row.text.strip() for row in rows[at : at + count])
