"""How a translation came to be, in codes and in words."""

import pytest

from mou.provenance import Way, engine_name, engine_names, provenances, way, ways
from mou.segments import Origin, Segment
from mou.trace import made_words

ORIGINS = [
    (Origin.DRAFT, "apertium 0.8", Way.DRAFTED, "drafted by Apertium (apertium 0.8)"),
    (Origin.DRAFT, "", Way.DRAFTED, "taken over as it stands: nothing in it to translate"),
    (Origin.MEMORY, "deepl 1", Way.MEMORY, "from the memory, as approved before; drafted then by DeepL (deepl 1)"),
    (Origin.MEMORY, "", Way.MEMORY, "from the memory, as approved before"),
    (Origin.PERSON, "apertium 0.8", Way.REWRITTEN, "drafted by Apertium (apertium 0.8), rewritten by a person"),
    (Origin.PERSON, "", Way.WRITTEN, "written by a person"),
    (Origin.VOUCHED, "deepl 1", Way.REWRITTEN, "drafted by DeepL (deepl 1), as it stands vouched for by a person"),
    (Origin.VOUCHED, "", Way.WRITTEN, "written by a person, who vouched for it"),
]


def segment(origin: Origin, engine: str = "", target: str = "Uno.", number: int = 1) -> Segment:
    """Return a segment that came to be so."""
    return Segment(
        number=number,
        item="AQ-1",
        party="california",
        position=1,
        source_language="en",
        source="One.",
        target_language="es",
        target=target,
        origin=origin,
        engine=engine,
    )


@pytest.mark.parametrize(("origin", "engine", "code", "words"), ORIGINS)
def test_each_origin_has_its_way_and_its_words(origin: Origin, engine: str, code: Way, words: str) -> None:
    """What an engine had a part in says so, also when a person or the memory came after."""
    assert way(segment(origin, engine)) is code
    assert made_words(segment(origin, engine)) == words


def test_what_has_no_translation_counts_nowhere() -> None:
    """Ways are counted in one order, and only of what is there to read."""
    some = [segment(Origin.PERSON), segment(Origin.DRAFT, "apertium 1"), segment(Origin.NONE, target="")]
    assert list(ways(some).items()) == [(Way.DRAFTED, 1), (Way.WRITTEN, 1)]
    assert made_words(some[2]) == "not translated yet"


def test_engines_go_by_their_plain_names() -> None:
    """Known ones as their makers write them, without a version; an unknown one keeps its own name."""
    assert [engine_name(one) for one in ("apertium 0dd17318cf8b", "deepl 1.20", "libretranslate 1.6", "fake 0", "")] == [
        *("Apertium", "DeepL", "LibreTranslate", "fake"),
        "",
    ]
    some = [segment(Origin.DRAFT, "deepl 1"), segment(Origin.PERSON, "apertium 2"), segment(Origin.PERSON)]
    assert engine_names(some) == ("Apertium", "DeepL")


def test_only_the_very_pair_counts_as_approved() -> None:
    """A party is named for the hash of source and target as they stand, and never for an empty translation."""
    first, empty = segment(Origin.DRAFT, "apertium 1"), segment(Origin.NONE, target="", number=2)
    seen = {"california": {first.hash, empty.hash}, "mexico": {segment(Origin.DRAFT, target="Otra.").hash}}
    assert [one.approved_by for one in provenances([first, empty], seen)] == [("california",), ()]
