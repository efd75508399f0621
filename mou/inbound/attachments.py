"""Attached files are evidence: kept and listed as they came, within limits, never opened and never trusted by their name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice

from mou.model import Model

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
MOST = 20
"""Files of one message."""
LISTED = 2 * MOST
"""Files of one message that are looked at: nobody reads a longer list, and a message can hold a million."""
_LONGEST_NAME = 120
_SEPARATORS = re.compile(r"[/\\:]")
_PROGRAMS = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|msi|msc|js|jse|vbs|vbe|wsf|wsh|ps1|hta|lnk|jar|apk|dll|reg|cpl|iso|img|vhd|[sx]?html?|svg)"
    r"[\s.]*$",
    re.IGNORECASE,
)


class Evidence(Model):
    """An attached file: a name that is safe to show, its media type as claimed, size in bytes, hash, and why it was refused.

    `refused` is "" for a file that is kept as evidence, else "too-large", "too-many", "program" or "empty".
    """

    name: str
    media: str
    size: int
    sha256: str = ""
    refused: str = ""


def evidence(files: Iterable[tuple[str, str, bytes]]) -> tuple[tuple[Evidence, bytes], ...]:
    """Return each file (name, media type, content) with what is to become of it, in order; contents are not looked into."""
    judged: list[tuple[Evidence, bytes]] = []
    for number, (name, media, content) in enumerate(islice(files, LISTED), start=1):
        shown = safe_name(name) or f"attachment-{number}"
        why = _why_refused(number, shown, content)
        kept = Evidence(name=shown, media=media, size=len(content), sha256=sha256(content).hexdigest(), refused=why)
        judged.append((kept, content))
    return tuple(judged)


def accepted(judged: Sequence[tuple[Evidence, bytes]]) -> tuple[tuple[Evidence, bytes], ...]:
    """Return the files to keep."""
    return tuple((one, content) for one, content in judged if not one.refused)


def safe_name(name: str) -> str:
    """Return a file's name for people to read: no folders, no control or direction-changing characters, not too long."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    shown = " ".join(shown.split()).lstrip(". ")
    if len(shown) <= _LONGEST_NAME:
        return shown
    stem, dot, ending = shown.rpartition(".")
    return f"{(stem or ending)[: _LONGEST_NAME - 10]}…{dot}{ending[:8]}" if dot else f"{shown[:_LONGEST_NAME]}…"


def _why_refused(number: int, name: str, content: bytes) -> str:
    if number > MOST:
        return "too-many"
    if not content:
        return "empty"
    if len(content) > LARGEST:
        return "too-large"
    return "program" if _PROGRAMS.search(name) else ""
