"""A mail taken apart into its parts, line by line and once: the work grows with the mail's length, whatever the mail holds.

The standard library's reader looks at every line once per level of nesting and at a header once per parameter, and gives up on
deep nesting. Replies come from outside: here the work has a bound, and whatever the bytes are, they become parts.
"""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mou.reply.charsets import unescaped

DEEPEST = 30
LONGEST_HEADER = 16_000
_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
_UNIX_FROM = re.compile(rb">?From [^\n]*\n(?=[!-9;-~]{1,200}:)")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


@dataclass(slots=True)
class Part:
    """A mail or a part of one: headers by their name in lower case (the first of each counts), its bytes, the parts in it.

    `too_deep` says that it holds parts of its own that were not looked at.
    """

    heads: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    parts: list["Part"] = field(default_factory=list)
    too_deep: bool = False

    def head(self, name: str) -> str:
        """Return a header's value as it stands, unfolded and readable but not decoded; "" when absent."""
        return self.heads.get(name, "")

    @property
    def media(self) -> str:
        """The media type in lower case; text/plain where none is given or it makes no sense."""
        kind = self.head("content-type").partition(";")[0].strip().casefold()
        return kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else "text/plain"

    @property
    def disposition(self) -> str:
        """Whether it is to be shown "inline" or is an "attachment"; "" when not said."""
        return self.head("content-disposition").partition(";")[0].strip().casefold()

    def parameter(self, name: str) -> str:
        """Return a parameter of Content-Type; "" when absent."""
        found = re.search(rf";\s*{name}\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))", self.head("content-type"), re.IGNORECASE)
        return (found[1] or found[2] or "") if found else ""

    def content(self) -> bytes:
        """Return the body with its transfer encoding undone; what does not decode comes as it is."""
        encoding = self.head("content-transfer-encoding").strip().casefold()
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return _base64(self.body) if encoding == "base64" else self.body


def _base64(body: bytes) -> bytes:
    letters = body.partition(b"=")[0].translate(None, _NOT_BASE64)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def take_apart(raw: bytes) -> Part:
    """Return the mail as parts; never raises, whatever the bytes."""
    text = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
    text = text[found.end() :] if (found := _UNIX_FROM.match(text)) else text
    return _Reader(text.split(b"\n")).read()


@dataclass(slots=True)
class _Open:
    """A multipart that is being read: where to put its parts, and the lines around them."""

    part: Part
    boundary: bytes
    begun: int


class _Reader:
    """Goes through the lines once. A line that may be a boundary is looked up, never compared with each open part in turn."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines
        self._at = 0
        self._open: list[_Open] = []
        self._levels: dict[bytes, int] = {}
        self._leaf: tuple[Part, int] | None = None

    def read(self) -> Part:
        root = self._begin()
        while self._at < len(self._lines):
            found = self._boundary(self._lines[self._at])
            if not found:
                self._at += 1
                continue
            level, closes = found
            self._end_leaf()
            self._close(level + 1)
            self._at += 1
            if closes:
                self._close(level)
            else:
                self._open[level].part.parts.append(self._begin())
        self._end_leaf()
        self._close(0)
        return root

    def _boundary(self, line: bytes) -> tuple[int, bool] | None:
        if not self._levels or not line.startswith(b"--"):
            return None
        said = line[2:].rstrip()
        level = self._levels.get(said)
        if level is not None:
            return level, False
        level = self._levels.get(said.removesuffix(b"--")) if said.endswith(b"--") else None
        return None if level is None else (level, True)

    def _begin(self) -> Part:
        """Read a part's headers; it is then a leaf, or a multipart whose parts are looked for."""
        part = Part(heads=self._heads())
        boundary = part.parameter("boundary").encode("utf-8", "replace").rstrip()
        if part.media.startswith("multipart/") and boundary and boundary not in self._levels:
            part.too_deep = len(self._open) >= DEEPEST
            if not part.too_deep:
                self._levels[boundary] = len(self._open)
                self._open.append(_Open(part, boundary, self._at))
                return part
        self._leaf = (part, self._at)
        return part

    def _end_leaf(self) -> None:
        if self._leaf:
            part, begun = self._leaf
            part.body = b"\n".join(self._lines[begun : self._at])
            self._leaf = None

    def _close(self, level: int) -> None:
        """Close the open multiparts from this level up; one in which no part was found is text."""
        while len(self._open) > level:
            one = self._open.pop()
            del self._levels[one.boundary]
            if not one.part.parts:
                one.part.body = b"\n".join(self._lines[one.begun : self._at])

    def _heads(self) -> dict[str, str]:
        found: dict[str, list[bytes]] = {}
        values: list[bytes] = []
        while self._at < len(self._lines) and (line := self._lines[self._at]) and not self._boundary(line):
            if line[:1] in {b" ", b"\t"} and found:
                values.append(line[:LONGEST_HEADER])
            elif head := _HEADER.match(line):
                values = [line[head.end() : head.end() + LONGEST_HEADER]]
                found.setdefault(head[1].decode("ascii").casefold(), values)
            else:
                break
            self._at += 1
        self._at += self._at < len(self._lines) and not self._lines[self._at]
        return {name: _joined(pieces) for name, pieces in found.items()}


def _joined(pieces: Sequence[bytes]) -> str:
    text = b" ".join(piece.strip() for piece in pieces[: LONGEST_HEADER // 10])[:LONGEST_HEADER]
    return unescaped(text.decode("ascii", "surrogateescape"))
