"""How the translation of each segment came to be, as anybody may know it: engines, roles and parties, never a person."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from mou.model import Model
from mou.segments import Origin, Segment


class Way(StrEnum):
    """How a translation came to be, for a reader. `REWRITTEN`: drafted, then rewritten or found right by a reviewer."""

    DRAFTED = "drafted"
    REWRITTEN = "rewritten"
    MEMORY = "memory"
    WRITTEN = "written"


class Provenance(Model):
    """A segment with where its translation comes from and which parties approved exactly this pair.

    `engine` is name and version, "" when no engine ever drafted it; `glossary` its version; `unknown` counts the words the
    engine did not know; `in_context` is said of what came from memory between the same sentences. `approved_by` are codes.
    """

    number: int
    item: str
    party: str
    source_language: str
    source: str
    target_language: str
    target: str
    origin: Origin
    engine: str = ""
    glossary: str = ""
    unknown: int = 0
    in_context: bool = False
    approved_by: tuple[str, ...] = ()

    @property
    def way(self) -> Way:
        """Return how the translation came to be."""
        return way(self)


_NAMES = {"apertium": "Apertium", "deepl": "DeepL", "libretranslate": "LibreTranslate"}
_SHARED = set(Provenance.model_fields) - {"approved_by"}


def way(one: Segment | Provenance) -> Way:
    """Return how a translation came to be; one that is not there yet is a person's to write."""
    if one.origin is Origin.DRAFT:
        return Way.DRAFTED
    if one.origin is Origin.MEMORY:
        return Way.MEMORY
    return Way.REWRITTEN if one.engine else Way.WRITTEN


def ways(some: Iterable[Segment | Provenance]) -> Mapping[Way, int]:
    """Return how many translations came to be in which way, in the order of `Way`, without what is none."""
    counted = Counter(way(one) for one in some if one.target.strip())
    return {one: counted[one] for one in Way if counted[one]}


def engine_name(engine: str) -> str:
    """Return what an engine is called: "Apertium" for "apertium 0.8.1"; one we do not know keeps its own name."""
    name = engine.partition(" ")[0]
    return _NAMES.get(name, name)


def engine_names(some: Iterable[Segment | Provenance]) -> tuple[str, ...]:
    """Return what the engines are called that drafted any of these, each once, by name."""
    return tuple(sorted({engine_name(one.engine) for one in some if one.engine and one.origin is not Origin.NONE}))


def provenances(segments: Iterable[Segment], seen: Mapping[str, Collection[str]]) -> tuple[Provenance, ...]:
    """Return the provenance of each segment; `seen` are the hashes each party has approved. Nobody approves an empty one."""
    return tuple(
        Provenance(
            **one.model_dump(include=_SHARED),
            approved_by=tuple(party for party, hashes in seen.items() if one.target.strip() and one.hash in hashes),
        )
        for one in segments
    )
