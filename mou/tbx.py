"""A glossary as TBX-Basic (ISO 30042, its 2019 form), which other translation programs read."""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_XML = "http://www.w3.org/XML/1998/namespace"
_TYPES = {"acronym": "acronym", "agency": "fullForm", "term": "fullForm", "place": "fullForm"}
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def tbx(glossary: Iterable[Mapping[str, str]], *, title: str) -> bytes:
    """Return the file, UTF-8, one concept per row: a term per language column, the row's `kind` as its note and term type."""
    root = Element("tbx", {"style": "dca", "type": "TBX-Basic", f"{{{_XML}}}lang": "en", "xmlns": "urn:iso:std:iso:30042:ed-2"})
    source = SubElement(SubElement(SubElement(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    SubElement(source, "p").text = _plain(title)
    body = SubElement(SubElement(root, "text"), "body")
    for number, row in enumerate(glossary, start=1):
        concept = SubElement(body, "conceptEntry", {"id": f"c{number}"})
        SubElement(concept, "note").text = _plain(row["kind"])
        for language, text in row.items():
            if language == "kind":
                continue
            section = SubElement(concept, "langSec", {f"{{{_XML}}}lang": language})
            term = SubElement(section, "termSec")
            SubElement(term, "term").text = _plain(text)
            SubElement(term, "termNote", {"type": "termType"}).text = _TYPES.get(row["kind"], "fullForm")
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
