"""HTML mail as text: one line per block, quotes marked with `> `, so that both parts of a mail read alike."""

import re
from html import unescape
from html.parser import HTMLParser

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
_SILENT = frozenset(["style", "script", "head", "title", "template", "noscript", "svg"])
_LONGEST = 1_000_000
_STRAY = re.compile(r"<(?=[^<>]*(?:<|\Z))")


class _Text(HTMLParser):
    """Collects lines. Unclosed and stray tags only ever cost a line break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._quotes = self._silent = self._pre = self._hidden = 0
        self._hidden_tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hide(tag, attrs)
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS or tag == "br":
            self._break(hard=tag == "br")
        self._quotes += tag == "blockquote"
        self._pre += tag == "pre"
        if tag == "li":
            self._line = "- "
        if tag == "hr":
            self._line = "_" * 20
            self._break()

    def _hide(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A mail's preview text is hidden in the page and was never read by the person who answers."""
        style = "".join((dict(attrs).get("style") or "").split()).casefold()
        if not self._hidden and tag in {"div", "span", "p"} and "display:none" in style:
            self._hidden_tag = tag
        self._hidden += tag == self._hidden_tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag == self._hidden_tag:
            self._hidden -= 1
            self._hidden_tag = tag if self._hidden else ""
        if tag not in _BLOCKS:
            return
        self._break()
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._pre = max(0, self._pre - (tag == "pre"))
        if tag in _SPACED:
            self.lines.append("> " * min(self._quotes, 9))

    def handle_data(self, data: str) -> None:
        if self._silent or self._hidden:
            return
        rows = data.split("\n") if self._pre else [re.sub(r"[ \t\r\n\f]+", " ", data)]
        for row in rows[:-1]:
            self._line += row
            self._break(hard=True)
        self._line += rows[-1] if self._line or self._pre else rows[-1].lstrip(" ")

    def _break(self, *, hard: bool = False) -> None:
        if self._line.strip("\u00a0 ") or hard:
            self.lines.append("> " * min(self._quotes, 9) + self._line.replace("\u00a0", " ").rstrip())
        self._line = ""

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip()


def text_of(html: str) -> str:
    """Return the text of an HTML part, blocks as lines and blockquotes as `> `. Never raises; reads the first megabyte."""
    reader = _Text()
    try:
        reader.feed(_STRAY.sub("&lt;", _without_comments(html[:_LONGEST])))
        reader.close()
    except (AssertionError, ValueError, IndexError, NotImplementedError):
        return unescape(re.sub(r"<[^<>]*>", "\n", html[:_LONGEST])).strip()
    return reader.text()


def _without_comments(html: str) -> str:
    """The standard library's parser takes a time that grows with the square of unclosed comments and tags."""
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join((*kept, html[at:]))
