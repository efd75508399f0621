"""The house as files: what is tracked or about to be, which of it is product, and each module's syntax tree."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("mou", "workflows", "activities", "adapters", "web", "commands", "demo")
PROCESSES = ("cli.py", "worker.py", "wiring.py", "engines.py", "settings.py", "leash.py")


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is in the repository or would enter it, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git of the machine
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(sorted(path for name in listed.split("\0") if name and (ROOT / (path := Path(name))).is_file()))


def product() -> tuple[Path, ...]:
    """Return the Python files of the product rooms and processes."""
    return tuple(path for path in tracked() if path.suffix == ".py" and (path.parts[0] in ROOMS or str(path) in PROCESSES))


def text(path: Path) -> str:
    """Return a tracked file's text, "" for one that is none."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(text(path), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call of a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `ask` of `self.ask(…)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
