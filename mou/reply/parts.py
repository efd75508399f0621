"""The parts of a mail: which one a person reads, which are files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property

from mou.reply.charsets import clean, decode
from mou.reply.lines import hard_wrapped, squash
from mou.reply.markup import text_of
from mou.reply.mime import Part

_CRASHES = (AssertionError, AttributeError, LookupError, TypeError, ValueError)
_TEXTS = frozenset({"text/plain", "text/html"})
_STUB, _STUB_TIMES = 400, 4


@dataclass(slots=True)
class Bodies:
    """A mail's readable text and HTML, its files as (name, media type, size), and what was wrong."""

    text: str = ""
    html: str = ""
    wrapped: bool = False
    files: list[tuple[str, str, int]] = field(default_factory=list)
    problems: tuple[str, ...] = ()
    pages: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Body:
    """A readable part as it came: plain text, or HTML (`html`), which is only read where it is needed."""

    plain: str
    html: str = ""
    flowed: bool = False

    @cached_property
    def text(self) -> str:
        """What a person reads of it."""
        return text_of(self.html) if self.html else self.plain


def bodies(mail: Part) -> Bodies:
    """Return what a person would read: of alternatives the text, else what its HTML shows. Texts in a row are one text."""
    found = Bodies()
    read = _read(mail, found)
    shown = [body for body in read if body.text.strip()]
    found.text = "\n\n".join(body.text for body in shown)
    found.html = "\n".join(found.pages)
    whole = any(body.flowed or body.html for body in shown)
    found.wrapped = bool(shown) and not whole and hard_wrapped(found.text)
    found.problems = tuple(dict.fromkeys(found.remarks))
    return found


def _read(part: Part, found: Bodies) -> list[_Body]:
    if part.parts:
        inside = [_read(child, found) for child in part.parts]
        return _chosen(inside) if part.media == "multipart/alternative" else _in_a_row(inside)
    if part.too_deep:
        found.remarks.append("nested-too-deep")
    name = name_of(part)
    if is_text(part):
        return [_body(part, part.media, found)]
    found.files.append((name, part.media, len(part.content())))
    return []


def _chosen(alternatives: Iterable[list[_Body]]) -> list[_Body]:
    """Return the alternative in plain text; the HTML one where there is no other, or where the text only says to read it."""
    every = [bodies for bodies in alternatives if bodies]
    plain = next((bodies for bodies in every if _length(bodies[:1]) and not bodies[0].html), None)
    html = next((bodies for bodies in reversed(every) if any(body.html for body in bodies)), None)
    if plain is None or html is None:
        return plain or html or (every[0] if every else [])
    stub = _length(plain) < _STUB and not any(body.html for body in plain) and _length(plain) * _STUB_TIMES < _length(html)
    return html if stub else plain


def _length(bodies: Iterable[_Body]) -> int:
    return sum(len(body.text.strip()) for body in bodies)


def _in_a_row(children: Iterable[list[_Body]]) -> list[_Body]:
    """Some programs put a text and the same again as HTML in a row, as if they were two."""
    out: list[_Body] = []
    for bodies in children:
        said = {squash(body.text) for body in out if not body.html} if any(body.html for body in bodies) else set[str]()
        out += [body for body in bodies if not (body.html and squash(body.text) in said)]
    return out


def _body(part: Part, media: str, found: Bodies) -> _Body:
    text, remark = decode(part.content(), part.parameter("charset"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found.remarks += [remark] if remark else []
    if media == "text/html":
        found.pages.append(text)
        return _Body("", html=text)
    flowed = part.parameter("format").casefold() == "flowed"
    joined = unflowed(text, delsp=part.parameter("delsp").casefold() == "yes") if flowed else text
    return _Body(joined, flowed=flowed)


def unflowed(text: str, *, delsp: bool) -> str:
    """Return format=flowed text (RFC 3676) with its soft line breaks taken out, quote marks kept at the line's start."""
    out: list[list[str]] = []
    soft: str | None = None
    for row in text.split("\n"):
        marks = re.match(r">*", row)
        depth = marks.group(0) if marks else ""
        body = row[len(depth) :].removeprefix(" ")
        if soft == depth and body.strip():
            out[-1][-1] = out[-1][-1][:-1] if delsp else out[-1][-1]
            out[-1].append(body)
        else:
            out.append([f"{depth} " if depth else "", body])
        soft = depth if body.endswith(" ") and body != "-- " and body.strip() else None
    return "\n".join("".join(pieces) for pieces in out)


def is_text(part: Part) -> bool:
    """Whether a part is read as what somebody wrote; an empty multipart is, any other is a file that came along."""
    readable = part.media in _TEXTS or (part.media.startswith("multipart/") and not part.too_deep)
    return readable and not name_of(part) and part.disposition != "attachment"


def name_of(part: Part) -> str:
    """Return a file's name, wherever and however it is given; the standard library reads the odd forms of RFC 2231."""
    heads = Message()
    for header in ("Content-Disposition", "Content-Type"):
        if value := part.head(header.casefold()):
            heads[header] = value[:4000]
    try:
        return clean(heads.get_filename() or "").strip()
    except _CRASHES:
        found = re.search(r"name\*?\s*=\s*\"?([^\";]+)", part.head("content-disposition"))
        return clean(found[1]) if found else ""
