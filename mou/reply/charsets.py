"""Bytes to text: the declared character set where it holds, else the ones mail programs mean when they declare wrongly."""

import codecs
import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_WINDOWS = frozenset({"iso8859-1", "ascii", "latin-1", "iso-8859-1", "us-ascii", "cp1252"})
_NEVER = frozenset(
    {
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "oem",
        "unicode-escape",
        "raw-unicode-escape",
    }
)


def decode(content: bytes, declared: str) -> tuple[str, str]:
    """Return the text and "" or a code of what was wrong with the declared character set. Never raises.

    Valid UTF-8 declared as a Western set is UTF-8; a Western set is read as Windows-1252; what does not decode as declared is
    tried as UTF-8, then as Windows-1252, then as Latin-1, which never fails.
    """
    name = _known(declared)
    tries = ["utf-8", "cp1252"] if name in _WINDOWS else [name, "utf-8", "cp1252"] if name else ["utf-8", "cp1252"]
    for candidate in tries:
        text = _strictly(content, candidate)
        if text is not None:
            return clean(text), _remark(content, declared, name, candidate)
    return clean(content.decode("latin-1")), f"charset:{declared or 'none'}-read-as-latin-1"


def clean(text: str) -> str:
    """Return the text without what no database takes: NUL, which says nothing, is left out; half characters become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def unescaped(text: str) -> str:
    """Return a header's text whose raw 8-bit bytes the parser kept as surrogates, decoded like a body."""
    try:
        return decode(text.encode("ascii", "surrogateescape"), "")[0]
    except UnicodeEncodeError:
        return clean(text)


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared else ""
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if name in _NEVER else name


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, LookupError, ValueError, TypeError, AssertionError):
        return None


def _remark(content: bytes, declared: str, name: str, used: str) -> str:
    if content.isascii() and (name or not declared):
        return ""
    expected = (
        {"cp1252"} if name in _WINDOWS - {"ascii", "us-ascii"} else {name} if name else {"utf-8"} if not declared else set()
    )
    return "" if used in expected else f"charset:{clean(declared)[:40] or 'none'}-read-as-{used}"
