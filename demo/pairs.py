"""The sentences of an approval request, as its reader sees them: original and translation side by side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = re.compile(r"\[(\d+)\]\s+\S")
_SOURCE = re.compile(r"([A-Z]{2})\s*\(\w+\)\s*:\s*(.*)")  # one word in brackets, unlike "PM (Pacific Time):"
_TARGET = re.compile(r"([A-Z]{2})-(\d+)\s*:\s*(.*)")


@dataclass(frozen=True, slots=True)
class Pair:
    """One numbered sentence. `target_language` is the label's ("en"); an empty `target` still needs a translation."""

    number: int
    source: str
    target_language: str
    target: str


def pairs(lines: Iterable[str]) -> tuple[Pair, ...]:
    """Return the pairs of a letter's text part; a text goes on over the following lines, to a blank line or the next label."""
    found: list[Pair] = []
    source, target, into = "", "", ""
    number, language = 0, ""
    for line in [*map(str.strip, lines), "[0] ."]:
        if _HEAD.match(line):
            found += [Pair(number, source, language, target)] if language else []
            source, target, into, language = "", "", "", ""
        elif match := _TARGET.fullmatch(line):
            language, number, target, into = match[1].lower(), int(match[2]), match[3], "target"
        elif match := _SOURCE.fullmatch(line):
            source, into = match[2], "source"
        elif not line:
            into = ""
        elif into == "source":
            source = f"{source} {line}".strip()
        elif into == "target":
            target = f"{target} {line}".strip()
    return tuple(found)
