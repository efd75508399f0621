"""A changed glossary: exactly the approved segments that hold a changed term."""

from hypothesis import given
from hypothesis import strategies as st

from mou.glossary_changes import ApprovedSegment, changed, touched
from mou.segments import Segment

OLD = [
    {"en": "air quality", "es": "calidad del aire", "kind": "term", "note": "x"},
    {"en": "goal", "es": "meta", "kind": "term"},
    {"en": "Board", "es": "Consejo", "kind": "agency"},
]
NEW = [
    {"en": "air quality", "es": "calidad del aire", "kind": "term", "gender": "", "note": "y", "source": "usage"},
    {"en": "Board", "es": "Junta", "kind": "agency"},
    {"en": "air", "es": "aire", "kind": "term"},
]
PAIRS = [
    ("en", "AIR QUALITY is better.", "La calidad del aire es mejor."),
    ("en", "The boardwalk is new.", "El paseo es nuevo."),
    ("en", "The BOARD met.", "Se reunió el consejo."),
    ("es", "La Junta se reunió.", "The council met."),
    ("es", "Una meta clara.", "A clear aim."),
    ("en", "The junta met.", "La reunión fue ayer."),
    ("en", "Nothing of it.", "Nada de eso."),
]


def approved(pairs: list[tuple[str, str, str]]) -> tuple[ApprovedSegment, ...]:
    """Return segments of one report, numbered from 1."""
    return tuple(
        ApprovedSegment(
            report="ca-mx/2026-Q1/air-quality",
            segment=Segment(
                number=number,
                item="AQ-1",
                party="california",
                position=1,
                source_language=language,
                source=source,
                target_language={"en": "es", "es": "en"}[language],
                target=target,
            ),
        )
        for number, (language, source, target) in enumerate(pairs, start=1)
    )


def test_rows_differ_by_what_drafts_and_checks_use() -> None:
    """Added, removed and changed rows are told, a changed one as both; a note or a source touches no sentence."""
    assert [(row["en"], row["es"]) for row in changed(OLD, NEW)] == [
        ("goal", "meta"),
        ("Board", "Consejo"),
        ("Board", "Junta"),
        ("air", "aire"),
    ]
    assert changed(OLD, OLD) == ()
    assert len(changed(OLD, [*OLD[:2], {**OLD[2], "gender": "m"}])) == 2


def test_exactly_the_segments_that_hold_a_changed_term_are_listed() -> None:
    """Whole words in any case, each in its own language, on either side."""
    found = {one.approved.segment.number: one.terms for one in touched(approved(PAIRS), changed(OLD, NEW))}
    assert found == {1: ("air", "aire"), 3: ("board", "consejo"), 4: ("junta",), 5: ("meta",)}


WORDS = st.lists(st.sampled_from(["air", "airs", "quality", "goal", "Goal", "board", "the"]), min_size=1, max_size=6)


@given(st.lists(WORDS, max_size=8), st.sampled_from([["air"], ["air", "quality"], ["goal"], ["board"]]))
def test_a_segment_is_listed_when_and_only_when_the_words_stand_in_it(sentences: list[list[str]], term: list[str]) -> None:
    """By comparison with the words themselves, one after the other."""
    rows = changed([], [{"en": " ".join(term), "es": "zzz", "kind": "term"}])
    segments = approved([("en", " ".join(words), "nada") for words in sentences])
    held = [
        number
        for number, words in enumerate(sentences, start=1)
        if any([word.lower() for word in words[at : at + len(term)]] == term for at in range(len(words)))
    ]
    assert [one.approved.segment.number for one in touched(segments, rows)] == held
