"""A glossary as TBX-Basic (ISO 30042, its 2019 form), which other translation programs read."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mou.glossary import GENDERED, Row, forbidden, texts

_XML = "http://www.w3.org/XML/1998/namespace"
_TYPES = {"acronym": "acronym", "agency": "fullForm", "term": "fullForm", "place": "fullForm"}
_PARTS = {"noun": "noun", "proper noun": "properNoun", "verb": "verb", "adjective": "adjective", "phrase": "other"}
_GENDERS = {"m": "masculine", "f": "feminine"}
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def tbx(glossary: Iterable[Row], *, title: str) -> bytes:
    """Return the file, UTF-8, one concept per row: a term per language column, forbidden forms as deprecated ones beside it.

    The row's `kind` is the concept's first note and each term's type; part of speech, gender (a plural as a note), source and
    note are there where the row has them. Raise ValueError for forbidden forms without a language.
    """
    root = Element("tbx", {"style": "dca", "type": "TBX-Basic", f"{{{_XML}}}lang": "en", "xmlns": "urn:iso:std:iso:30042:ed-2"})
    source = SubElement(SubElement(SubElement(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    SubElement(source, "p").text = _plain(title)
    body = SubElement(SubElement(root, "text"), "body")
    for number, row in enumerate(glossary, start=1):
        _concept(SubElement(body, "conceptEntry", {"id": f"c{number}"}), row)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _concept(concept: Element, row: Row) -> None:
    if row.get("source"):
        SubElement(concept, "admin", {"type": "source"}).text = _plain(row["source"])
    for note in filter(None, (row["kind"], row.get("note"))):
        SubElement(concept, "note").text = _plain(note)
    ruled_out = forbidden(row)
    for language, text in texts(row).items():
        section = SubElement(concept, "langSec", {f"{{{_XML}}}lang": language})
        _term(section, text, row, language)
        for form in ruled_out.get(language, ()):
            term = SubElement(section, "termSec")
            SubElement(term, "term").text = _plain(form)
            _note(term, "administrativeStatus", "deprecatedTerm-admn-sts")


def _term(section: Element, text: str, row: Row, language: str) -> None:
    term = SubElement(section, "termSec")
    SubElement(term, "term").text = _plain(text)
    _note(term, "termType", _TYPES.get(row["kind"], "fullForm"))
    _note(term, "partOfSpeech", _PARTS.get(row.get("part_of_speech", "")))
    gender = row.get("gender", "") if language == GENDERED else ""
    _note(term, "grammaticalGender", _GENDERS.get(gender[:1]))
    if gender.endswith("p"):
        SubElement(term, "note").text = "plural"


def _note(term: Element, kind: str, value: str | None) -> None:
    if value:
        SubElement(term, "termNote", {"type": kind}).text = value


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
