"""Segments: one translatable sentence each, cut losslessly, with a hash that binds source and translation."""

from enum import StrEnum
from hashlib import sha256

from mou.model import Model


class Direction(Model):
    """From which language into which."""

    source: str
    target: str


class Draft(Model):
    """An engine's proposal. Empty `text`: none. `unknown` counts words the engine did not know (confidence)."""

    text: str
    unknown: int = 0


class Origin(StrEnum):
    """How a translation came to be."""

    NONE = "none"
    DRAFT = "draft"
    MEMORY = "memory"
    PERSON = "person"


class Segment(Model):
    """A segment of a submission: where it stands, its source, its translation and who or what made it."""

    number: int
    item: str
    party: str
    position: int
    source_language: str
    source: str
    target_language: str
    target: str = ""
    origin: Origin = Origin.NONE
    engine: str = ""
    editor: str = ""

    @property
    def hash(self) -> str:
        """Return the hash an approval binds to: of source and translation and their languages."""
        return pair_hash(self.source_language, self.source, self.target_language, self.target)


def pair_hash(source_language: str, source: str, target_language: str, target: str) -> str:
    """Return 16 hex digits that change when any of the four changes."""
    joined = "\x1f".join((source_language, source, target_language, target))
    return sha256(joined.encode()).hexdigest()[:16]
