"""Cutting a text into sentences without losing a character: `"".join(cut(text)) == text`.

A wrong cut costs a reviewer more than a missing one, so in doubt the sentence goes on.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from mou.tongues import BEFORE_NUMBER, MAY_END, NEVER_ENDS

# One or more stops, what closes a quotation or bracket after them, then white space; or a line's end. The looks behind keep
# a long run of stops or spaces from being tried again at each of its characters.
_PAUSE = re.compile(r"""(?<![.!?…])(?P<stop>[.!?…]+)(?P<close>['")\]»”’]*)(?P<gap>\s+)|(?<![^\S\n])(?P<line>[^\S\n]*\n\s*)""")
_LAST_WORD = re.compile(r"[^\s(\[«“\"]+$")
_MARK_ONLY = re.compile(r"\s*\(?(?:\d{1,3}|\w)$")
_OPENERS = "¿¡\"'«“‘(["


def cut(text: str) -> tuple[str, ...]:
    """Return the sentences of a text in order, white space kept at their ends; a new line always starts a new one."""
    ends = [0]
    for pause in _PAUSE.finditer(text):
        if pause.end() < len(text) and _cuts(text, pause, ends[-1]):
            ends.append(pause.end())
    if text:
        ends.append(len(text))
    return tuple(text[start:end] for start, end in pairwise(ends))


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that hold anything to translate, without the white space around them."""
    return tuple(piece.strip() for piece in cut(text) if worded(piece))


def rejoined(text: str, said: Iterable[str]) -> str:
    """Return the text with each of its `sentences` said otherwise, in their order; everything between them stays."""
    other = iter(said)
    pieces = ((piece, *core(piece)) for piece in cut(text))
    return "".join(before + (next(other) if worded(piece) else same) + after for piece, before, same, after in pieces)


def core(piece: str) -> tuple[str, str, str]:
    """Return a piece as (white space before, sentence, white space after)."""
    sentence = piece.strip()
    start = piece.index(sentence) if sentence else len(piece)
    return piece[:start], sentence, piece[start + len(sentence) :]


def worded(piece: str) -> bool:
    """Whether there is anything to translate or to approve in a piece: a letter or a digit."""
    return any(character.isalnum() for character in piece)


def _cuts(text: str, pause: re.Match[str], start: int) -> bool:
    if pause["line"] is not None or "\n" in pause["gap"]:
        return True
    return _opens(text[pause.end() : pause.end() + 9]) and not _goes_on(text, pause, start)


def _opens(rest: str) -> bool:
    """Whether what follows can begin a sentence: anything but a small letter or a comma."""
    first = rest.lstrip(_OPENERS)[:1]
    return bool(first) and not first.islower() and first not in ",;:)]"


def _goes_on(text: str, pause: re.Match[str], start: int) -> bool:
    """Whether this full stop belongs to an abbreviation, an initial or a list's number."""
    if pause["stop"] != "." or pause["close"]:
        return False
    # A window, not the whole sentence: a hostile text without spaces must not cost its length squared.
    said = text[max(start, pause.start() - 40) : pause.start()]
    if pause.start() - start < 40 and _MARK_ONLY.fullmatch(said):  # noqa: PLR2004 - the same window
        return True
    found = _LAST_WORD.search(said)
    word = found[0] if found else ""
    if len(word) == 1 and word.isupper():
        return True
    if word.lower() in BEFORE_NUMBER:
        return text[pause.end() : pause.end() + 1].isdigit()
    return word.lower() in NEVER_ENDS or (len(word) == 1 and word.isalpha() and word not in MAY_END)
