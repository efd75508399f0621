"""One thing wrong in a file that a person wrote: where, what, and how to mend it. And ways to read trees that may be wrong."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from mou.model import Model

Path = tuple[str | int, ...]
Fields = Mapping[str, object]


class Problem(Model):
    """What is wrong at a path of the file's tree (names of fields, numbers of list lines from 0), and how to mend it."""

    path: Path
    what: str
    mend: str


def near(word: str, known: Iterable[str]) -> str:
    """Return what to write instead of a word: the nearest known one, or all there are."""
    among = sorted(set(known))
    if found := get_close_matches(word, among, n=1, cutoff=0.6):
        return f"did you mean {found[0]!r}?"
    return f"use one of: {', '.join(among)}" if among else "remove it"


def get(tree: object, *path: str | int) -> object:
    """Return what is at a path, or None when there is nothing."""
    for step in path:
        tree = _child(tree, step)
    return tree


def _child(tree: object, step: str | int) -> object:
    if isinstance(step, str):
        return tree.get(step) if isinstance(tree, Mapping) else None
    return tree[step] if isinstance(tree, list | tuple) and step < len(tree) else None


def block(tree: object, *path: str | int) -> Fields:
    """Return the fields at a path, or none when it is no block of fields."""
    found = get(tree, *path)
    return {key: value for key, value in found.items() if isinstance(key, str)} if isinstance(found, Mapping) else {}


def rows(tree: object, *path: str | int) -> Iterator[tuple[Path, Fields]]:
    """Yield path and fields of each block in the list at a path; what is no block is left to the check of shapes."""
    found = get(tree, *path)
    for number, row in enumerate(found if isinstance(found, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield (*path, number), block(row)


def word(fields: Fields, name: str) -> str:
    """Return a field's text, or "" when it has none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def words(tree: object, *path: str | int) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each text in the list at a path."""
    found = get(tree, *path)
    for number, value in enumerate(found if isinstance(found, list | tuple) else ()):
        if isinstance(value, str):
            yield (*path, number), value


def whole(tree: object, *path: str | int) -> int | None:
    """Return the whole number at a path, or None when there is none."""
    found = get(tree, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
