"""Sets the annual report as a PDF with Typst: PDF/UA-1 and PDF/A-3a, its data embedded, the same bytes every time.

Only the fonts that Typst carries are used and the clock is the data cut, so the machine leaves no trace.
"""

from calendar import timegm
from functools import cache
from pathlib import Path

import typst

from adapters.report_layout import Document
from mou.errors import Invalid

_PROBE = b"""
#set document(title: [x])
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"))
#sys.inputs.sign
"""
_PLAIN = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x17F), 0x2013, 0x2014, 0x2019, 0x201C, 0x201D, 0x2026)}


def pdf(document: Document, *, templates: Path, entries: bytes) -> bytes:
    """Return the PDF of one language with `entries` (JSON) attached.

    Characters that no embedded font has (an emoji in an answer) are printed as their code point, like [U+1F525]. Raise
    Invalid when Typst refuses the document.
    """
    source = (templates / "report" / "report.typ").read_bytes()
    inputs = {"document": _printable(document.model_dump_json()), "entries": entries.decode()}
    try:
        return _compiled(source, inputs, seconds=timegm((*document.day, 0, 0, 0)))
    except typst.TypstError as error:
        message = f"Typst refused the report in {document.language!r}: {error}. Mend templates/report/report.typ."
        raise Invalid(message, where=f"report-pdf/{document.language}") from error


def _compiled(source: bytes, inputs: dict[str, str], *, seconds: int) -> bytes:
    compiler = typst.Compiler(input=source, ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-3a"], timestamp=seconds)
    if not isinstance(made, bytes):
        raise Invalid("Typst made no single PDF.", where="report-pdf")
    return made


def _printable(text: str) -> str:
    """Return the text with every sign that no font has replaced by its code point, so that it is never lost in silence."""
    unknown = {sign for sign in set(text) - _PLAIN if not _has_glyph(sign)}
    return text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in unknown}) if unknown else text


@cache
def _has_glyph(sign: str) -> bool:
    """Ask Typst itself: under PDF/UA it refuses a text it has no glyph for."""
    try:
        _compiled(_PROBE, {"sign": f"x{sign}x"}, seconds=0)
    except typst.TypstError:
        return False
    return True
