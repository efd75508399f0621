"""HTML mail as text: one line per block, quotes marked with `> `, so that both parts of a mail read alike.

The reader is ours because the standard library's takes a time that grows with the square of unclosed tags and comments: here
every character is looked at a fixed number of times.
"""

import re
from collections.abc import Iterator
from html import unescape

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACED = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre"])
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII)
    for name in ("style", "script", "title", "template", "noscript", "svg", "xml")
}
_DEEPEST = 9
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_BROKEN_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<rest>[^<>]*+)>")
_DECLARATION = re.compile(r"<[!?][^<>]*+>")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_START = re.compile(r"\bstart\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of(html: str) -> str:
    """Return the text of an HTML part, blocks as lines and blockquotes as `> `. Never raises."""
    page = _Page()
    for kind, name, value in _pieces(html):
        if kind == "text":
            page.write(unescape(value))
        elif kind == "open":
            page.open(name, value)
        else:
            page.close(name)
    return page.text()


def _pieces(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield texts and tags. A `<` that begins no tag is text; comments and declarations are nothing."""
    at, closed = 0, True
    endless: set[str] = set()
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield "text", "", html[at:start]
        if closed and html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            closed = end >= 0
            if closed:
                at = end + 3
                continue
        tag = _TAG.match(html, start) or _BROKEN_TAG.match(html, start)
        if tag:
            name = tag["name"].lower()
            yield "close" if tag["end"] else "open", name, tag["rest"]
            at = tag.end()
            if name in _RAW and not tag["end"] and not tag["rest"].endswith("/") and name not in endless:
                last = _RAW[name].search(html, at)
                at = last.span()[0] if last else at
                endless |= set() if last else {name}
        elif declaration := _DECLARATION.match(html, start):
            at = declaration.end()
        else:
            yield "text", "", "<"
            at = start + 1
    if at < len(html):
        yield "text", "", html[at:]


class _Page:
    """Collects lines. Unclosed and stray tags only ever cost a line break."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = self._pre = self._hidden = 0
        self._hidden_tag = ""
        self._lists: list[int] = []

    def open(self, tag: str, rest: str) -> None:
        """A tag begins."""
        if tag == "body":
            self._hidden, self._hidden_tag = 0, ""
        self._hide(tag, rest)
        if tag in _BLOCKS or tag == "br":
            self._break(hard=tag == "br")
        self._quotes += tag == "blockquote"
        self._pre += tag == "pre"
        if tag in {"ol", "ul"}:
            start = _START.search(rest)
            self._lists.append((int(start[1]) if start else 1) if tag == "ol" else 0)
        elif tag == "li":
            self._line = [self._mark()]
        elif tag == "hr":
            self._line = ["_" * 20]
            self._break()

    def _mark(self) -> str:
        """What stands before an item of a list: people refer to the numbers they see."""
        number = self._lists[-1] if self._lists else 0
        if not number:
            return "- "
        self._lists[-1] += 1
        return f"{number}. "

    def _hide(self, tag: str, rest: str) -> None:
        """A mail's preview text is hidden in the page and was never read by the person who answers."""
        if not self._hidden and tag in {"div", "span", "p"} and _HIDDEN.search(rest):
            self._hidden_tag = tag
        elif self._hidden_tag == "p" and tag in _BLOCKS:
            self._hidden, self._hidden_tag = 0, ""
        self._hidden += tag == self._hidden_tag

    def close(self, tag: str) -> None:
        """A tag ends."""
        if tag == self._hidden_tag:
            self._hidden -= 1
            self._hidden_tag = tag if self._hidden else ""
        if tag not in _BLOCKS:
            return
        self._break()
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._pre = max(0, self._pre - (tag == "pre"))
        if tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        if tag in _SPACED:
            self._lines.append("> " * min(self._quotes, _DEEPEST))

    def write(self, text: str) -> None:
        """Text stands here, its white space as a browser shows it."""
        if self._hidden:
            return
        rows = text.split("\n") if self._pre else [_SPACE.sub(" ", text)]
        for row in rows[:-1]:
            self._line.append(row)
            self._break(hard=True)
        last = rows[-1] if self._line or self._pre else rows[-1].lstrip(" ")
        if last:
            self._line.append(last)

    def _break(self, *, hard: bool = False) -> None:
        line = "".join(self._line).replace("\u00a0", " ").rstrip()
        if line.strip() or hard:
            self._lines.append("> " * min(self._quotes, _DEEPEST) + line)
        self._line = []

    def text(self) -> str:
        """Return what was collected."""
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()
