"""The stories' fingerprints: the commands each story file can give, in the order they are written.

`python -m tests.workflows.fingerprints` writes them anew.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

STORIES = Path(__file__).parents[2] / "workflows"
KEPT = Path(__file__).parent / "fingerprints.json"
COMMANDS = {
    "wait_condition",
    "sleep",
    "start_child_workflow",
    "execute_child_workflow",
    "execute_activity",
    "start_activity",
    "execute_local_activity",
    "upsert_search_attributes",
    "upsert_memo",
    "wait",
    "gather",
    "continue_as_new",
    "patched",
    "deprecate_patch",
}


def fingerprints() -> dict[str, list[str]]:
    """Return each story file's commands as "Class.function: command argument"."""
    found = {file.name: commands(file.read_text(encoding="utf-8")) for file in sorted(STORIES.glob("*.py"))}
    return {name: given for name, given in found.items() if given}


def commands(source: str) -> list[str]:
    """Return the commands of one file, in the order they are written."""
    return list(_of(ast.parse(source), ""))


def _of(node: ast.AST, where: str) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        where = f"{where}.{node.name}".lstrip(".")
    if isinstance(node, ast.Call) and (command := _command(node)):
        yield f"{where}: {command}"
    for child in ast.iter_child_nodes(node):
        yield from _of(child, where)


def _command(call: ast.Call) -> str:
    called, first = ast.unparse(call.func), ast.unparse(call.args[0]) if call.args else ""
    if called == "ask":
        return f"ask {first.removeprefix('names.')}"
    owner, _, name = called.rpartition(".")
    if owner != "workflow" or name not in COMMANDS:
        return ""
    return f"{name} {first}" if name in {"start_child_workflow", "patched", "deprecate_patch"} else name


if __name__ == "__main__":
    KEPT.write_text(json.dumps(fingerprints(), indent=2) + "\n", encoding="utf-8")
