"""What a rendered report is made of, in one language: sections of typed blocks, every string ready to print.

The page and the PDF are both laid out from these, so their words and their outline cannot differ.
"""

from typing import Literal

from mou.model import Model


class Span(Model):
    """A run of text; `to` is the anchor it links to, `language` its tag where it differs from the page's."""

    text: str
    to: str = ""
    language: str = ""
    region: str = ""


class Para(Model):
    """A paragraph of our words."""

    kind: Literal["para"] = "para"
    text: str
    language: str = ""
    region: str = ""


class Bullets(Model):
    """A list of short lines."""

    kind: Literal["bullets"] = "bullets"
    lines: tuple[tuple[Span, ...], ...]


class Figure(Model):
    """One key figure and what it counts."""

    value: str
    label: str


class Figures(Model):
    """The key figures, large."""

    kind: Literal["figures"] = "figures"
    figures: tuple[Figure, ...]


class Cell(Model):
    """A cell of a table. `tone` colours it (the text alone already says it); `rows` is how many rows it spans."""

    text: str
    to: str = ""
    tone: str = ""
    note: str = ""
    heading: bool = False
    rows: int = 1
    language: str = ""
    region: str = ""


class Table(Model):
    """A table with its caption; `wide` gives the first column room for titles."""

    kind: Literal["table"] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool = False


class Part(Model):
    """A part of a bar: how many, which tone, and what it is."""

    n: int
    tone: str
    label: str


class Bar(Model):
    """One bar of the chart."""

    label: str
    parts: tuple[Part, ...]


class Chart(Model):
    """Stacked bars of equal scale. `text` says in words what they show; a table next to it has the figures."""

    kind: Literal["chart"] = "chart"
    title: str
    text: str
    most: int
    bars: tuple[Bar, ...]
    legend: tuple[Part, ...]


class Passage(Model):
    """Somebody's words: paragraph by paragraph as written. `label` says whether this is the original or a translation."""

    label: str
    language: str
    region: str
    paragraphs: tuple[str, ...]


class Chip(Model):
    """A short status word in its tone."""

    text: str
    tone: str


class Entry(Model):
    """One party's entry: status, words in each language, figures, and where it comes from."""

    kind: Literal["entry"] = "entry"
    anchor: str
    party: str
    chips: tuple[Chip, ...]
    passages: tuple[Passage, ...] = ()
    lines: tuple[tuple[Span, ...], ...] = ()
    provenance: tuple[str, ...] = ()


Block = Para | Bullets | Figures | Table | Chart | Entry


class Section(Model):
    """A part with a heading. `code` stands before the title in small; `pages` asks the PDF for a new page."""

    id: str
    title: str
    code: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    new_page: bool = False


class Labels(Model):
    """The few words the layouts need themselves."""

    contents: str
    skip: str
    languages: str
    downloads: str
    page: str
    attachment: str


class Document(Model):
    """The whole report in one language. `facts` are the cover's lines, as label and value."""

    language: str
    region: str
    title: str
    kicker: str
    subtitle: str
    year: str
    day: tuple[int, int, int]
    facts: tuple[tuple[str, str], ...]
    labels: Labels
    sections: tuple[Section, ...]
