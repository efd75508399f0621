"""The synthetic year as a published edition, and how a test looks into its pages and PDFs."""

import re
import zlib
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser

from adapters.resources import resource
from adapters.typesetter import ReportTypesetter
from mou.record import ReportOnRecord
from mou.report.annual import annual
from mou.report.tree import AnnualReport
from tests.fakes import year

_VOID = {"meta", "link"}


class Outline(HTMLParser):
    """Collects what the tests ask a page: headings, ids, links, languages, tables."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marks: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.marks.append((tag, held))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [held["id"]] if held.get("id") else []  # type: ignore[list-item] # checked just before
        self.links += [(held["href"] or "")] if tag == "a" else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"


def assembled(reports: tuple[ReportOnRecord, ...]) -> AnnualReport:
    """Return the synthetic year from these reports."""
    return annual(program=year.program(), year=year.YEAR, edition=1, reports=reports, cut=year.CUT, glossary=year.GLOSSARY)


def streams(pdf: bytes) -> list[bytes]:
    """Return every compressed stream of a PDF, opened."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return [zlib.decompressobj().decompress(one) for one in found if one[:1] == b"x"]


def typesetter() -> ReportTypesetter:
    """Return the product's own, with its templates and catalogs."""
    return ReportTypesetter(templates=resource("templates"), locales=resource("locales"))


@cache
def published() -> Mapping[str, bytes]:
    """Return the synthetic year's edition, typeset once for all tests."""
    return typesetter().edition(assembled(year.reports()))
