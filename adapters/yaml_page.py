"""A YAML page as a plain tree with the line of every part. Words stay as written: no dates, no times, no yes-means-true.

Only YAML's safe core is read, through its node graph: no tags, no anchors (a page must say what it says where it says it).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from mou.problem import Path as TreePath
from mou.problem import Problem

_TEXT = "tag:yaml.org,2002:str"
_EMPTY = "tag:yaml.org,2002:null"
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Page:
    """A file as read. `lines` gives each path's line, counted from 1; `problems` are those of the YAML itself.

    `unread` is true when it is no YAML at all and there is no tree.
    """

    file: Path
    text: str
    tree: object = None
    lines: dict[TreePath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: bool = False

    def line(self, path: TreePath) -> int:
        """Return the line of a path, or of the nearest part around it that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def page(file: Path, content: bytes) -> Page:
    """Read a page; what cannot be read as YAML becomes a problem with its line, never an exception."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _unread(file, "", line, "this is not UTF-8 text", "save the file as UTF-8")
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"this is not YAML: {error.problem or error.context}"
        return _unread(file, text, mark.line + 1 if mark else 1, what, _hint(error))
    except yaml.YAMLError as error:
        return _unread(file, text, 1, f"this is not YAML: {str(error).splitlines()[0]}", "remove what is not plain text")
    except RecursionError:
        return _unread(file, text, 1, "the blocks are nested too deeply", "write the file as the sample program's")
    built = _Built()
    tree = built.value(node, ()) if node else None
    return Page(file=file, text=text, tree=tree, lines=built.lines, problems=tuple(built.problems))


def _unread(file: Path, text: str, line: int, what: str, mend: str) -> Page:
    return Page(file=file, text=text, lines={(): line}, problems=(Problem(path=(), what=what, mend=mend),), unread=True)


class _Plain(yaml.SafeLoader):
    """Safe loading, without anchors: a page of aliases can grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
        if getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(None, None, "anchors and aliases (& and *) are not used", event.start_mark)
        return super().compose_node(parent, index)


def _composed(text: str) -> yaml.Node | None:
    loader = _Plain(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _hint(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.problem} {error.context}"
    if "\\t" in said:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in said:
        return "put a text that contains ': ' in quotes"
    if "anchors" in said:
        return "write the text out, or in quotes when it begins with & or *"
    if "single document" in said:
        return "remove the line '---' and what follows it"
    return "look at indentation, quotes and brackets on this line and the one above"


class _Built:
    """The tree as it is built from nodes, with lines and problems on the way."""

    def __init__(self) -> None:
        self.lines: dict[TreePath, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: TreePath) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._fields(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, number)) for number, child in enumerate(node.value)]
        return _scalar(node)

    def _fields(self, node: yaml.MappingNode, path: TreePath) -> Iterator[tuple[str, object]]:
        seen: dict[str, int] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._problem((*path, f"?{line}"), line, "a block stands where a field's name should", "write 'name: value'")
                continue
            name = str(key.value)
            if name in seen:
                what = f"`{name}` is here a second time, it is already on line {seen[name]}"
                self._problem((*path, f"{name}?{line}"), line, what, "keep one of the two")
                continue
            seen[name] = self.lines[*path, name] = line
            yield name, self.value(child, (*path, name))

    def _problem(self, path: TreePath, line: int, what: str, mend: str) -> None:
        self.lines[path] = line
        self.problems.append(Problem(path=path, what=what, mend=mend))


def _scalar(node: yaml.Node) -> object:
    """Return text, a number, true or false, or None. 17:00, 2026-03-31 and "no" are text: models say what they expect."""
    written, kind = str(node.value), node.tag.rpartition(":")[2]
    if node.tag == _EMPTY:
        return None
    if kind == "bool":
        return _TRUTH.get(written.lower(), written)
    try:
        return int(written) if kind == "int" else float(written) if kind == "float" else written
    except ValueError:
        return written
