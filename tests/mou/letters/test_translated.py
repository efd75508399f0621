"""The sentence that tells reviewers how the translations before them came to be."""

import pytest

from mou.letters.blocks import TN, Kind, Letter, Paragraph, T
from mou.letters.translated import how_translated
from mou.ports import Reader
from mou.segments import Origin, Segment
from tests.fakes.sample_report import CALIFORNIA, MEXICO, sample
from tests.fakes.stage import PRESS

MADE = (
    (Origin.DRAFT, "apertium 0.8", "Uno."),
    (Origin.DRAFT, "apertium 0.8", "Dos."),
    (Origin.PERSON, "apertium 0.8", "Tres."),
    (Origin.MEMORY, "deepl 1", "Cuatro."),
    (Origin.VOUCHED, "", "Cinco."),
    (Origin.NONE, "", ""),
)


def segments() -> tuple[Segment, ...]:
    """Return one segment per way, two drafted ones, and one that nobody has translated."""
    one = sample().segments()[0]
    return tuple(
        one.model_copy(update={"number": number, "origin": origin, "engine": engine, "target": target})
        for number, (origin, engine, target) in enumerate(MADE, start=1)
    )


def said(words: object) -> list[tuple[str, int]]:
    """Return the parts of the sentence with their counts."""
    if isinstance(words, TN):
        return [(words.one, words.n)]
    assert isinstance(words, T)
    return [part for value in words.values.values() for part in said(value)]


def test_every_way_is_counted_and_what_is_missing_is_not() -> None:
    """Drafts, rewritten drafts, the memory's and people's are told apart; what has no translation is told elsewhere."""
    (block,) = how_translated(segments())
    assert isinstance(block, Paragraph)
    assert said(block.words) == [
        ("one drafted by a machine", 2),
        ("one drafted by a machine and rewritten or confirmed by a reviewer", 1),
        ("one as it was approved before", 1),
        ("one written by a person", 1),
    ]


def test_nothing_translated_says_nothing() -> None:
    """A text without translations has no such sentence."""
    assert how_translated(segments()[-1:]) == ()
    assert how_translated(()) == ()


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (CALIFORNIA, "2 drafted by a machine, one drafted by a machine and rewritten or confirmed by a reviewer, one as it was"),
        (
            MEXICO,
            "2 con borrador automático, una con borrador automático que una persona revisora reescribió o confirmó, una tal",
        ),
    ],
)
def test_the_letter_says_it_in_the_readers_language(reader: Reader, words: str) -> None:
    """The same sentence in English and in Spanish."""
    letter = Letter(Kind.APPROVAL_REQUEST, T("Approved on"), how_translated(segments()))
    assert words in " ".join(PRESS.letter(letter, reader).text.split())
