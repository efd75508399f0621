"""XML of whoever made it, read as a tree with line numbers; what could make a small file large or fetch another is refused.

A document type is accepted where it only names itself (many programs write it) and is never fetched; one that declares
anything, and every entity but XML's own five, is refused. So is depth nobody needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Never
from xml.parsers import expat

from mou.errors import Invalid

DEEPEST = 50


@dataclass(slots=True)
class Node:
    """An element: its tag and attributes as written, the line it begins in, and its text and elements in order."""

    tag: str
    attributes: dict[str, str]
    line: int
    pieces: list["Node | str"] = field(default_factory=list)

    def nodes(self, tag: str = "") -> Iterator["Node"]:
        """Yield the elements directly inside, all or those with this tag."""
        return (one for one in self.pieces if isinstance(one, Node) and tag in {"", one.tag})

    @property
    def text(self) -> str:
        """Return the text directly inside, without that of elements."""
        return "".join(one for one in self.pieces if isinstance(one, str))


def tree(raw: bytes) -> Node:
    """Return the root element; raise Invalid with the line for what is no XML, or is refused."""
    return _Reading().read(raw)


class _Reading:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity
        self._open: list[Node] = [Node("", {}, 0)]

    def read(self, raw: bytes) -> Node:
        try:
            self._parser.Parse(raw, True)
        except expat.ExpatError as error:
            message = f"line {error.lineno}: this is no XML ({expat.ErrorString(error.code)}). Save the file again as XML."
            raise Invalid(message, where="xml") from error
        except (LookupError, ValueError) as error:
            if isinstance(error, Invalid):
                raise
            message = "line 1: the file names an encoding that cannot be read. Save it as UTF-8."
            raise Invalid(message, where="xml") from error
        return next(self._open[0].nodes())

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            self._refuse(f"elements are nested more than {DEEPEST} deep")
        node = Node(tag, attributes, self._parser.CurrentLineNumber)
        self._open[-1].pieces.append(node)
        self._open.append(node)

    def _end(self, tag: str) -> None:  # noqa: ARG002 - expat's words
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, declares: int) -> None:  # noqa: ARG002 - expat's words
        if declares:
            self._refuse("the document type declares things of its own")

    def _entity(self, *_: object) -> None:
        self._refuse("it uses or declares entities")

    def _refuse(self, what: str) -> Never:
        line = self._parser.CurrentLineNumber
        raise Invalid(f"line {line}: {what}, which is not accepted. Save the file again without that.", where="xml")
