"""The parts of a mail: which one a person reads, which are files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from mou.reply.charsets import clean, decode, unescaped
from mou.reply.lines import hard_wrapped
from mou.reply.markup import text_of

_CRASHES = (AssertionError, AttributeError, LookupError, TypeError, ValueError)
_DEEPEST = 30


@dataclass(slots=True)
class Bodies:
    """A mail's readable text and HTML, its files as (name, media type, size), and what was wrong."""

    text: str = ""
    html: str = ""
    wrapped: bool = False
    files: list[tuple[str, str, int]] = field(default_factory=list)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    media: str
    text: str
    flowed: bool
    remark: str


def bodies(message: Message) -> Bodies:
    """Return what a person would read. Text parts in a row (around a picture, say) are one text."""
    found = Bodies()
    read = list(_bodies(message, found, depth=0))
    texts = [body for body in read if body.media == "text/plain" and body.text.strip()]
    found.html = "\n".join(body.text for body in read if body.media == "text/html")
    found.text = "\n\n".join(body.text for body in texts) if texts else text_of(found.html)
    found.wrapped = bool(texts) and not any(body.flowed for body in texts) and hard_wrapped(found.text)
    found.problems = tuple(dict.fromkeys(body.remark for body in read if body.remark))
    return found


def _bodies(part: Message, found: Bodies, depth: int) -> Iterator[_Body]:
    media = _safely(part.get_content_type)
    children = part.get_payload()
    if isinstance(children, list) and media != "message/rfc822" and depth < _DEEPEST:
        for child in children:
            if isinstance(child, Message):
                yield from _bodies(child, found, depth + 1)
        return
    name = _name(part)
    content = _content(part)
    if media in {"text/plain", "text/html"} and not name and _disposition(part) != "attachment":
        yield _body(part, media, content)
    else:
        found.files.append((name, media, len(content)))


def _body(part: Message, media: str, content: bytes) -> _Body:
    text, remark = decode(content, _parameter(part, "charset"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    flowed = media == "text/plain" and _parameter(part, "format").casefold() == "flowed"
    joined = unflowed(text, delsp=_parameter(part, "delsp").casefold() == "yes") if flowed else text
    return _Body(media, joined, flowed, remark)


def unflowed(text: str, *, delsp: bool) -> str:
    """Return format=flowed text (RFC 3676) with its soft line breaks taken out, quote marks kept at the line's start."""
    out: list[str] = []
    soft: str | None = None
    for row in text.split("\n"):
        marks = re.match(r">*", row)
        depth = marks.group(0) if marks else ""
        body = row[len(depth) :].removeprefix(" ")
        if soft == depth and body.strip():
            out[-1] = (out[-1][:-1] if delsp else out[-1]) + body
        else:
            out.append(f"{depth} {body}" if depth else body)
        soft = depth if body.endswith(" ") and body != "-- " and body.strip() else None
    return "\n".join(out)


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _CRASHES:
        content = None
    if isinstance(content, bytes):
        return content
    return (
        str(part.get_payload()).encode("utf-8", "replace")
        if not part.is_multipart()
        else _safely(part.as_string).encode("utf-8", "replace")
    )


def _raw(part: Message, header: str) -> str:
    return next((unescaped(str(value)) for name, value in part.raw_items() if name.casefold() == header), "")


def _disposition(part: Message) -> str:
    return _raw(part, "content-disposition").partition(";")[0].strip().casefold()


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of Content-Type, read from its raw text: the structured reader crashes on some."""
    found = re.search(rf";\s*{name}\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))", _raw(part, "content-type"), re.IGNORECASE)
    return (found[1] or found[2] or "") if found else ""


def _name(part: Message) -> str:
    try:
        return clean(unescaped(part.get_filename() or "")).strip()
    except _CRASHES:
        found = re.search(r"name\*?\s*=\s*\"?([^\";]+)", _raw(part, "content-disposition"))
        return clean(found[1]) if found else ""


def _safely(read: object) -> str:
    try:
        return str(read()) if callable(read) else ""
    except (*_CRASHES, RecursionError):
        return "text/plain"
