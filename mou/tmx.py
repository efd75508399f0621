r"""A translation memory as TMX 1.4b, which other translation programs read and write: entries to a file and back.

Nothing of an entry is lost in a file of ours: what TMX has no place for stands in properties of our own. Characters that XML
cannot hold are written as `\u{0}`, and such a unit says so in a property. Files of others are read too: the region of a
language is dropped ("en-US" is "en"), formatting inside a sentence as well; a unit that cannot be an entry is skipped and told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mou.errors import Invalid
from mou.memory import MemoryEntry
from mou.model import Model
from mou.xml_reading import Node, tree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OURS = "x-mou-"
_PROPS = ("before", "after", "item", "report", "number", "engine", "glossary", "editor")
_ESCAPED = "escaped"
# A carriage return is in XML, but every reader makes a line feed of it.
_UNHOLDABLE = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\(?:\\|u\{([0-9a-f]{1,6})\})")
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_FORMATS = {"bpt", "ept", "it"}
"""Elements inside a sentence that stand for formatting; `hi` marks words, and every other one stands for content."""


class Skipped(Model):
    """A unit that gave no entry: the line it begins in, and why."""

    line: int
    why: str


class Placed(Model):
    """An entry, and the line its unit begins in."""

    line: int
    entry: MemoryEntry


class Reading(Model):
    """What a file holds: its entries in order, and what was skipped."""

    placed: tuple[Placed, ...]
    skipped: tuple[Skipped, ...]

    @property
    def entries(self) -> tuple[MemoryEntry, ...]:
        """Return the entries alone."""
        return tuple(one.entry for one in self.placed)


def written(entries: Iterable[MemoryEntry]) -> bytes:
    """Return a TMX file, UTF-8; raise Invalid for an entry whose language is no language tag."""
    root = Element("tmx", {"version": "1.4"})
    told = {"creationtool": "mou", "creationtoolversion": "1", "segtype": "sentence", "o-tmf": "mou", "adminlang": "en"}
    SubElement(root, "header", {**told, "srclang": "*all*", "datatype": "plaintext"})
    body = SubElement(root, "body")
    for entry in entries:
        _unit(body, entry)
    indent(root)
    raw: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return raw + b"\n"


def read(raw: bytes) -> Reading:
    """Return what a TMX file holds; raise Invalid with the line for a file that is none."""
    root = tree(raw)
    if root.tag != "tmx":
        message = f"line {root.line}: this is no TMX file, it begins with <{root.tag}>. Export the memory as TMX 1.4."
        raise Invalid(message, where="tmx")
    header = next(root.nodes("header"), root)
    said = header.attributes.get("srclang", "*all*")
    units = [one for body in root.nodes("body") for unit in body.nodes("tu") for one in _entries(unit, said)]
    placed = tuple(one for one in units if isinstance(one, Placed))
    return Reading(placed=placed, skipped=tuple(one for one in units if isinstance(one, Skipped)))


def _unit(body: Element, entry: MemoryEntry) -> None:
    for language in (entry.source_language, entry.target_language):
        if not _TAG.fullmatch(language):
            raise Invalid(f"{language!r} is no language tag: write it like en or es-MX.", where="tmx")
    said = {name: str(value) for name, value in entry.model_dump(exclude={"approved_on"}).items()}
    escaped = any(map(_UNHOLDABLE.search, said.values()))
    if escaped:
        said = {name: _escape(text) for name, text in said.items()}
    unit = SubElement(body, "tu", {"srclang": entry.source_language})
    if entry.note:
        SubElement(unit, "note").text = said["note"]
    on = entry.approved_on.isoformat() if entry.approved_on else ""
    props = {name: said[name] for name in _PROPS} | {"approved": on, _ESCAPED: "1" if escaped else ""}
    for name, text in props.items():
        if text or name == "number":  # always there: it tells that a unit is ours
            SubElement(unit, "prop", {"type": _OURS + name}).text = text
    for language, text in ((entry.source_language, said["source"]), (entry.target_language, said["target"])):
        SubElement(SubElement(unit, "tuv", {_LANG: language}), "seg").text = text


def _entries(unit: Node, header: str) -> Iterator[Placed | Skipped]:
    """Yield an entry, or why not, per translation of a unit."""
    props = {one.attributes.get("type", ""): one.text for one in unit.nodes("prop")}
    ours = {name.removeprefix(_OURS): text for name, text in props.items() if name.startswith(_OURS)}
    try:
        told = {**_told(ours), "note": _plain("\n".join(one.text for one in unit.nodes("note")), ours)}
        source, *others = _variants(unit, unit.attributes.get("srclang", header), ours)
    except _UnfitError as unfit:
        yield Skipped(line=unit.line, why=str(unfit))
        return
    for language, sentence in others:
        if language == source[0]:
            yield Skipped(line=unit.line, why="both sentences are in one language")
        else:
            said = {"source_language": source[0], "source": source[1], "target_language": language, "target": sentence}
            yield Placed(line=unit.line, entry=MemoryEntry.model_validate({**said, **told}))


def _told(ours: Mapping[str, str]) -> dict[str, object]:
    """Return what the properties of our own say of an entry."""
    told: dict[str, object] = {name: _plain(ours.get(name, ""), ours) for name in _PROPS if name != "number"}
    if not _NUMBER.fullmatch(ours.get("number", "0")):
        raise _UnfitError("its number is none")
    if said := ours.get("approved", ""):
        told["approved_on"] = _instant(said)
    return {**told, "number": int(ours.get("number", "0"))}


def _instant(said: str) -> datetime:
    try:
        on = datetime.fromisoformat(said)
    except ValueError:
        raise _UnfitError("the date of its approval is none") from None
    if on.tzinfo is None:
        raise _UnfitError("the date of its approval names no time zone")
    return on


def _variants(unit: Node, said: str, ours: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (language, sentence) of each variant, the source first."""
    found = [(_language(_lang(one), ours), _sentence(one, ours)) for one in unit.nodes("tuv")]
    wanted = found[0][0] if said == "*all*" and found else _language(said, ours)
    at = next((at for at, (language, _) in enumerate(found) if language == wanted), None)
    if at is None:
        raise _UnfitError(f"it has no sentence in its source language, {said}")
    if len(found) == 1:
        raise _UnfitError("it has one language only")
    return [found[at], *found[:at], *found[at + 1 :]]


def _lang(variant: Node) -> str:
    return variant.attributes.get("xml:lang") or variant.attributes.get("lang", "")


def _language(tag: str, ours: Mapping[str, str]) -> str:
    """Return a language as our programs name it: a file of ours says it so, others add a region ("en-US")."""
    named = tag if ours else tag.replace("_", "-").partition("-")[0].lower()
    if not _TAG.fullmatch(named):
        raise _UnfitError("a language is not named by its tag")
    return named


def _sentence(variant: Node, ours: Mapping[str, str]) -> str:
    segment = next(variant.nodes("seg"), None)
    if segment is None:
        raise _UnfitError("a language has no sentence")
    return _plain(segment.text, ours) if ours else "".join(_flat(segment)).strip()


def _flat(node: Node) -> Iterator[str]:
    """Yield the words of a sentence without its formatting."""
    for piece in node.pieces:
        if isinstance(piece, str):
            yield piece
        elif piece.tag == "hi":
            yield from _flat(piece)
        elif piece.tag not in _FORMATS or any(piece.nodes()):
            raise _UnfitError(f"a sentence holds <{piece.tag}>, which stands for more than formatting")


def _escape(text: str) -> str:
    return _UNHOLDABLE.sub(lambda one: rf"\u{{{ord(one[0]):x}}}", text.replace("\\", r"\\"))


def _plain(text: str, ours: Mapping[str, str]) -> str:
    """Return a text with the characters back that XML could not hold, where its unit has such."""
    if _ESCAPED not in ours:
        return text
    try:
        return _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else "\\", text)
    except (ValueError, OverflowError):
        raise _UnfitError("it writes a character that there is not") from None


class _UnfitError(Exception):
    """A unit that cannot be an entry; the message says why."""
