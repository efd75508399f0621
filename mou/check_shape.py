"""Is a tree shaped like a model? Every structural mistake as a sentence a person can act on."""

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mou.problem import Path, Problem, block, near

_Shape = TypeVar("_Shape", bound=BaseModel)

DEEPEST = 40
LONGEST_INTEGER = 2**53

_EXPECTS = {
    "string": ("text", "write text, in quotes where it looks like a number"),
    "int": ("a whole number", "write a whole number without quotes"),
    "bool": ("true or false", "write true or false"),
    "tuple": ("a list", "start each line of the list with '- '"),
    "model": ("a block of fields", "write 'name: value' lines below it"),
    "dict": ("a block of fields", "write 'name: value' lines below it"),
    "date": ("a date", "write it like 2026-03-31"),
    "time": ("a time of day", 'write it in quotes, like "17:00"'),
}


def shaped(model: type[_Shape], tree: object) -> tuple[_Shape | None, tuple[Problem, ...]]:
    """Return the tree as that model, or None and every structural problem. Strict: "10" is no number, 17 is no text."""
    plain = _plain(tree)
    try:
        return model.model_validate_json(json.dumps(plain), strict=True), ()
    except ValidationError as error:
        return None, tuple(_problem(model, plain, details) for details in error.errors(include_url=False))


def _plain(tree: object, depth: int = 0) -> object:
    """Return the tree as JSON would have it: whatever else a file can hold becomes its text."""
    if depth > DEEPEST:
        return "…"
    if isinstance(tree, Mapping):
        return {_written(key): _plain(value, depth + 1) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(value, depth + 1) for value in tree]
    if tree is None or isinstance(tree, bool):
        return tree
    if isinstance(tree, int) and abs(tree) <= LONGEST_INTEGER:
        return tree
    return float(tree) if isinstance(tree, float) and abs(tree) < LONGEST_INTEGER else _written(tree)


def _written(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int) and abs(value) > LONGEST_INTEGER:
        return "a very large number"
    return str(value).encode("utf-8", "replace").decode()


def _problem(model: type[BaseModel], tree: object, details: ErrorDetails) -> Problem:
    path = _real(tree, details)
    what, mend = _sentence(model, path, details)
    return Problem(path=path, what=what, mend=mend)


def _real(tree: object, details: ErrorDetails) -> Path:
    """Return the path in the file: pydantic's also names the kinds of a choice, which the file does not have."""
    path: Path = ()
    *around, last = details["loc"] or ("",)
    for step in around:
        if isinstance(step, int) or step in block(tree, *path):
            path = (*path, step)
    written = isinstance(last, int) or last in block(tree, *path)
    return (*path, last) if written or details["type"] == "missing" else path


def _sentence(model: type[BaseModel], path: Path, details: ErrorDetails) -> tuple[str, str]:
    kind, context, field = details["type"], details.get("ctx", {}), _field(path)
    if kind == "missing":
        return f"{field} is missing", f"add `{path[-1]}:` here"
    if kind == "extra_forbidden":
        return f"there is no field {field} here", near(str(path[-1]), _known(model, path[:-1]))
    if kind == "value_error":
        return f"{field}: {context.get('error', details['msg'])}", "mend the text" if path else "mend the file"
    if kind == "union_tag_not_found":
        return f"{field} has no `kind`", "add `kind:`, as the other lines have it"
    if kind == "union_tag_invalid":
        return f"{field} has an unknown kind {context['tag']!r}", f"use one of: {context['expected_tags']}"
    return _mistyped(field, details)


def _mistyped(field: str, details: ErrorDetails) -> tuple[str, str]:
    kind, found = details["type"], _found(details["input"])
    if kind in {"enum", "literal_error"}:
        return f"{field} cannot be {found}", f"use one of: {details['ctx']['expected']}"
    if expected := _EXPECTS.get(kind.split("_")[0]):
        return f"{field} expects {expected[0]}, found {found}", expected[1]
    return f"{field}: {details['msg'].lower()}, found {found}", "change the value"


def _field(path: Path) -> str:
    """Name a field for a person: `name`, or line 2 of `items` for what stands in a list."""
    if not path:
        return "the file"
    last = path[-1]
    return f"`{last}`" if isinstance(last, str) else f"line {last + 1} of {_field(path[:-1])}"


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a block of fields" if isinstance(value, dict) else "a list"
    return f"the text {value[:40]!r}" if isinstance(value, str) else f"{value!r}".lower()


def _known(kind: Any, path: Path) -> set[str]:
    """Return the names of the fields a model has at a path."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not path:
            return set(kind.model_fields)
        field = kind.model_fields.get(str(path[0]))
        return _known(field.annotation, path[1:]) if field else set()
    inside = path[1:] if get_origin(kind) in {tuple, dict} else path
    return {name for part in get_args(kind) for name in _known(part, inside)}
