"""No word reaches a reader past the catalogs: templates have none of their own, code gives blocks only what is said."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house.sources import ROOT, called, calls, product

TEMPLATES = sorted(path for path in ROOT.glob("templates/**/*") if path.suffix in {".html", ".j2"})
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r'\b(?:lang|class|id)="[^"]*"')
"""What a macro makes to be put into a tag."""
SAME_EVERYWHERE = {"PDF": "the name of a file format"}
"""Words that templates hold themselves, and why."""
READ_ALOUD = {"alt", "title", "label", "placeholder", "summary", "abbr", "aria-label", "aria-description", "aria-valuetext"}
BLOCKS = {"text", "title", "caption", "label", "note", "alt", "words", "subtitle", "kicker"}
"""Keywords of what the report and the letters are laid out from, whose values are read by people."""
SAYING = {"T", "TN", "say", "count", "FastAPI"}
"""Calls whose words are said in the reader's language; the web framework's title is shown to nobody: its own pages are off."""
MEND = "say it with `_()` (templates), `T(…)` (letters, pages) or `say(…)` (the report), then run `make locales`"


class Page(HTMLParser):
    """Collects what a reader sees or hears of a page: its text, and the attributes that are read aloud."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.read: list[str] = []
        self._silent = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag if tag in {"style", "script"} else ""
        self.read += [value or "" for name, value in attrs if name in READ_ALOUD]
        if tag == "meta" and dict(attrs).get("name") == "description":
            self.read.append(dict(attrs).get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        self.read.append("" if self._silent else ATTRIBUTE.sub("", data))


def literal(source: str) -> str:
    """Return a template with every expression replaced by the strings that it prints as they are, and without its control."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    shown = re.sub(r"\{\{-?(.*?)-?\}\}", lambda found: printed(found[1]), bare, flags=re.DOTALL)
    kept = re.sub(r"\{%-?\s*set\s+[\w.]+\s*=(.*?)-?%\}", lambda found: printed(found[1]), shown, flags=re.DOTALL)
    return re.sub(r"\{%.*?%\}", "", kept, flags=re.DOTALL)


def printed(expression: str) -> str:
    """Return the strings an expression prints; what it gives to a call (such as `_`), a filter or a test is not printed."""
    output = Environment(autoescape=True).parse("{{" + expression + "}}").body[0]
    assert isinstance(output, nodes.Output)
    return " ".join(text for node in output.nodes for text in _constants(node))


def _constants(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Const(value=str()):
            yield node.value
        case nodes.TemplateData():
            yield node.data
        case nodes.CondExpr():
            yield from (text for one in (node.expr1, node.expr2) if one for text in _constants(one))
        case nodes.Filter() if node.node:
            yield from _constants(node.node)
        case nodes.Concat():
            yield from (text for one in node.nodes for text in _constants(one))
        case nodes.BinExpr():
            yield from (text for one in (node.left, node.right) for text in _constants(one))


def words(template: str, *, html: bool) -> list[str]:
    """Return the words of its own that a template shows."""
    read = Page(literal(template)).read if html else [literal(template)]
    return [word for text in read for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    """Text, and attributes that are read aloud, come from the catalogs or from data."""
    assert words(path.read_text(encoding="utf-8"), html=".txt" not in path.suffixes) == [], MEND


@pytest.mark.parametrize(("template", "found"), [
    ("<p>Due {{ due|when }}</p>", ["Due"]),
    ('<a href="/status" title="Go there">{{ _("Status") }}</a>', ["Go", "there"]),
    ('<p class="note">{{ "late" if late else _("on time") }}</p>', ["late"]),
    ('{% set words = "Nobody" %}<p>{{ words }}</p>', ["Nobody"]),
    ("<p>{{ 'Since ' ~ day }} {{ names|join(' and ') }}</p>", ["Since"]),
    ('<style>p { color: red; }</style><input type="hidden" name="lang" value="es">{# Said twice #}', []),
])  # fmt: skip
def test_the_scan_sees_words_where_they_hide(template: str, found: list[str]) -> None:
    """In text, attributes, conditions and assignments; not in styles, codes and comments."""
    assert words(template, html=True) == found


def test_the_exceptions_are_still_needed() -> None:
    """A word that no template holds any more leaves the list."""
    read = " ".join(" ".join(Page(literal(path.read_text(encoding="utf-8"))).read) for path in TEMPLATES)
    assert set(SAME_EVERYWHERE) <= set(WORD.findall(read))


def test_the_printed_report_has_no_words_of_its_own() -> None:
    """Content in brackets of the Typst template holds values only."""
    source = re.sub(r"(?m)(?<!:)//.*$", "", (ROOT / "templates/report/report.typ").read_text(encoding="utf-8"))
    assert typeset(source) == [], MEND
    assert typeset("#let foot = [#small(page) Page #counter(page).display()]") == ["Page"]


def typeset(source: str) -> list[str]:
    """Return the words that stand as content in a Typst source, innermost brackets first."""
    found: list[str] = []
    while content := re.search(r"\[([^\[\]]*)\]", source):
        inside = re.sub(r"(?m)#(?:set|show|let)\b.*$", "", content[1])
        while (less := re.sub(r"\([^()]*\)|\{[^{}]*\}", "", inside)) != inside:
            inside = less
        found += WORD.findall(re.sub(r"#[\w.-]+", "", inside))
        source = source[: content.start()] + source[content.end() :]
    return found


def test_code_gives_readers_only_what_is_said() -> None:
    """A literal in a block of a letter, a page or the report would show one language to everybody."""
    rooms = ("mou/letters/", "mou/form.py", "web/", "adapters/report_", "adapters/letter_layout.py")
    files = [path for path in product() if str(path).startswith(rooms)]
    given = [
        (path, keyword.value) for path in files for call in calls(path) if called(call) not in SAYING
        for keyword in call.keywords if keyword.arg in BLOCKS
    ]  # fmt: skip
    assert len(given) > len(BLOCKS)
    own = [f"{path}:{value.lineno}" for path, value in given if any(WORD.search(text) for text in _literals(value))]
    assert own == [], MEND


def _literals(value: ast.expr) -> list[str]:
    """Return the strings that an expression comes to by itself."""
    match value:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr():
            return [text for one in value.values for text in _literals(one)]
        case ast.IfExp():
            return [*_literals(value.body), *_literals(value.orelse)]
        case ast.BinOp():
            return [*_literals(value.left), *_literals(value.right)]
    return []
