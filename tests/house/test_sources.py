"""What no file of the house may hold: length without end, promises for later, silenced checks, other machines' places, clocks."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, product, text, tracked, tree

LONGEST = 220
LONG = {
    "adapters/postgres/tables.py": "the record's schema reads best as one page",
    "adapters/postgres/migrations/versions/0001_the_record.py": "a migration that has run is never edited",
    "mou/keeping.py": "the record's port, rows and questions together, is one contract",
}
"""Files that may be longer, and why; nothing may be longer than `CEILING`."""
CEILING = 340
HOSTS = [  # in pieces, so that this file does not name them either
    f"{name}.{end}"
    for end, names in {
        "org": ("pypi", "pythonhosted", "npmjs", "golang", "rubygems", "anaconda"),
        "io": ("crates", "docker", "ghcr"),
    }.items()
    for name in names
]
PLACES = re.compile(r"(?<![\w./~-])/(?:root|home|Users|work|private|mnt)/[\w.-]")
LATER = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX|[H]ACK)\b")
BARE = re.compile(r"#\s*(?:noqa(?!:)|type:\s*ignore(?!\[))", re.IGNORECASE)
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
DICE = {"random", "secrets", "uuid", "time", "os", "socket", "subprocess"}


def comments(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a Python file that hold a comment sign."""
    return [(number, line) for number, line in enumerate(text(path).splitlines(), start=1) if "#" in line]


@pytest.mark.parametrize("path", product(), ids=str)
def test_a_file_is_short_enough_to_be_read_at_once(path: Path) -> None:
    """One file, one purpose: what grows is divided, or its reason is given in `LONG`."""
    lines = len(text(path).splitlines())
    assert lines <= (CEILING if str(path) in LONG else LONGEST), "divide it by purpose"


def test_the_exceptions_are_still_long() -> None:
    """A file that was divided leaves the list."""
    assert [name for name in LONG if len(text(Path(name)).splitlines()) <= LONGEST] == []


def test_nothing_is_left_for_later() -> None:
    """What is missing is an issue, not a comment; what is abstract says so with `abc`."""
    marked = [str(path) for path in tracked() if LATER.search(text(path))]
    unmade = [
        f"{path}:{node.lineno}"
        for path in product()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
    ]
    assert marked + unmade == []


def test_no_check_is_silenced_without_saying_which() -> None:
    """`noqa` and `type: ignore` name the rule."""
    python = [path for path in tracked() if path.suffix == ".py"]
    assert [f"{path}:{number}" for path in python for number, line in comments(path) if BARE.search(line)] == []


@pytest.mark.parametrize("room", ["product", "tests"])
def test_no_function_swallows_an_error(room: str) -> None:
    """An `except` that only passes says why on its line."""
    files = product() if room == "product" else [path for path in tracked() if path.suffix == ".py" and path.parts[0] == room]
    silent = [
        f"{path}:{node.lineno}"
        for path in files
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and isinstance(node.body[0], ast.Pass)
        if "#" not in text(path).splitlines()[node.body[0].lineno - 1]
    ]
    assert silent == []


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    """The house can be installed from any index and cloned to any folder."""
    named = [f"{path}: {host}" for path in tracked() for host in HOSTS if host in text(path).casefold()]
    placed = [f"{path}: {found[0]}" for path in tracked() if (found := PLACES.search(text(path)))]
    assert named + placed == []


@pytest.mark.parametrize("path", [path for path in product() if path.parts[0] in {"mou", "workflows"}], ids=str)
def test_the_agreement_and_its_stories_ask_no_clock_and_throw_no_dice(path: Path) -> None:
    """Time is an argument, or `workflow.now()`: else a replay would differ (ruff TID251 says it while one writes)."""
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    asked = {
        ast.unparse(node.func)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    }
    assert imported & DICE == set()
    assert asked <= {"workflow.now"}


@pytest.mark.parametrize("name", ["workflows", "activities", "adapters", "web", "mou", "worker", "cli", "settings", "wiring"])
def test_our_names_are_ours(name: str) -> None:
    """Another installed package of this name would be imported instead: then it has to leave the environment."""
    module = __import__(name)
    place = Path(str(module.__file__ or next(iter(module.__path__)))).resolve()
    assert place.is_relative_to(ROOT), f"`import {name}` finds {place}"
