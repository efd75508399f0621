"""Translations from elsewhere, as they enter a program's memory on a coordinator's word."""

from collections.abc import Collection
from datetime import datetime

from mou.memory import MemoryEntry, keepable
from mou.tmx import Reading, Skipped

_EARLIEST = 1900
"""Before it a date is a mistake, and the record may not hold it."""


def vouched(
    reading: Reading, *, languages: Collection[str], file: str, by: str, on: datetime
) -> tuple[tuple[MemoryEntry, ...], tuple[Skipped, ...]]:
    """Return what of a file may enter the memory of a program in these languages, and everything that may not with why.

    `by` is the person's id whose word counts as the approval, `on` its instant; an earlier one that the file names stays. What
    the file says of reports, editors and engines cannot be proved here: it becomes part of the note.
    """
    taken, skipped = list[MemoryEntry](), list(reading.skipped)
    for placed in reading.placed:
        entry = placed.entry
        if why := _unfit(entry, languages):
            skipped.append(Skipped(line=placed.line, why=why))
            continue
        told = {"report": "", "number": 0, "editor": "", "engine": "", "glossary": "", "note": _note(entry, file, by)}
        taken.append(entry.model_copy(update={**told, "approved_on": min(entry.approved_on or on, on)}))
    return tuple(taken), tuple(sorted(skipped, key=lambda one: one.line))


def _unfit(entry: MemoryEntry, languages: Collection[str]) -> str:
    if not {entry.source_language, entry.target_language} <= {*languages}:
        return f"the program does not work in {entry.source_language} and {entry.target_language}"
    if not (entry.source.strip() and entry.target.strip()):
        return "a sentence is empty"
    if entry.approved_on and entry.approved_on.year < _EARLIEST:
        return f"it was approved before {_EARLIEST}"
    texts = (value for value in entry.model_dump().values() if isinstance(value, str))
    return "" if all(map(keepable, texts)) else "a character in it cannot be kept by the record"


def _note(entry: MemoryEntry, file: str, by: str) -> str:
    there = f"there {entry.report}, segment {entry.number}" if entry.report else ""
    edited = f"there edited by {entry.editor}" if entry.editor else ""
    drafted = f"there drafted by {entry.engine}" if entry.engine else ""
    return "; ".join(part for part in (f"from {file}, vouched for by {by}", there, drafted, edited, entry.note) if part)
