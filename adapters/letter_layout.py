"""A letter's blocks in one reader's words: a few printed shapes, the same for the text part and the HTML part."""

from dataclasses import dataclass
from functools import singledispatch
from urllib.parse import quote

from adapters.voice import Voice
from mou.errors import Invalid
from mou.letters.blocks import (
    Answer,
    Bullets,
    Heading,
    ItemHead,
    Line,
    Link,
    Marker,
    Pair,
    Paragraph,
    Quote,
    T,
    Table,
    WriteAnew,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text; `label` is ours, `text` may be somebody's words in `language` ("" is the letter's own)."""

    label: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A block ready for the templates, which know its `shape`.

    Shapes: heading, paragraph, bullets, item, lines, words, pair, table, link, marker. A link shows its address, or `shown`.
    """

    shape: str
    text: str = ""
    runs: tuple[Run, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    url: str = ""
    shown: str = ""


@singledispatch
def printed(block: object, _voice: Voice) -> Printed:
    """Return a block in the reader's words; raise Invalid for something that is no block."""
    message = f"A letter cannot hold a {type(block).__name__}. Use the blocks of mou.letters.blocks."
    raise Invalid(message, where="letter")


@printed.register
def _(block: Heading, voice: Voice) -> Printed:
    return Printed("heading", text=voice.say(block.words))


@printed.register
def _(block: Paragraph, voice: Voice) -> Printed:
    return Printed("paragraph", text=voice.say(block.words))


@printed.register
def _(block: Bullets, voice: Voice) -> Printed:
    return Printed("bullets", runs=tuple(Run(text=voice.say(line)) for line in block.lines))


@printed.register
def _(block: Line, voice: Voice) -> Printed:
    return Printed("lines", runs=(Run(label=voice.say(block.words)),))


@printed.register
def _(block: ItemHead, voice: Voice) -> Printed:
    return Printed("item", text=f"[{block.code}] {voice.say(block.title)}")


@printed.register
def _(block: Quote, _voice: Voice) -> Printed:
    return Printed("words", runs=_rows(block.text, block.language))


@printed.register
def _(block: Answer, voice: Voice) -> Printed:
    language = block.language if isinstance(block.value, str) else ""
    first, *more = _rows(voice.say(block.value), language)
    return Printed("lines", runs=(Run(voice.say(block.label), first.text, language), *more))


@printed.register
def _(block: Pair, voice: Voice) -> Printed:
    head = f"[{block.number}] {block.item} · {voice.say(block.party)}"
    changed = voice.say(T("changed"))  # outside the f-string, where Babel finds it
    source = voice.say(T("%(tag)s (original):", tag=block.source_language.upper()))
    return Printed(
        "pair",
        text=f"{head} · {changed}" if block.changed else head,
        runs=(
            Run(source, _one_line(block.source), block.source_language),
            Run(f"{block.target_language.upper()}-{block.number}:", _one_line(block.target), block.target_language),
        ),
    )


@printed.register
def _(block: Table, voice: Voice) -> Printed:
    return Printed(
        "table",
        text=voice.say(block.caption),
        head=tuple(voice.say(words) for words in block.head),
        rows=tuple(tuple(voice.say(cell) for cell in row) for row in block.rows),
    )


@printed.register
def _(block: Link, voice: Voice) -> Printed:
    return Printed("link", text=voice.say(block.words), url=block.url)


@printed.register
def _(_block: Marker, voice: Voice) -> Printed:
    return Printed("marker", text=voice.say(T("[END]")))


def anew(block: WriteAnew, voice: Voice, to: str, subject: str) -> Printed:
    """Return the link that opens an empty answer to this address; only the address is shown, the rest is in the link."""
    body = "\r\n".join(voice.say(line) for line in block.lines)
    url = f"mailto:{to}?subject={quote(f'Re: {subject}', safe='')}&body={quote(body, safe='')}"
    return Printed("link", text=voice.say(block.words), url=url, shown=f"mailto:{to}")


def _rows(text: str, language: str) -> tuple[Run, ...]:
    return tuple(Run(text=row, language=language) for row in text.replace("\r\n", "\n").split("\n"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
