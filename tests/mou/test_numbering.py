"""Segment numbers: a reviewer's "ES-3" means the same sentence in every letter, and never another one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mou.numbering import numbered
from mou.segments import Origin, Segment

words = st.sampled_from(["Uno.", "Dos.", "Tres.", "Cuatro."])
texts = st.lists(words, max_size=4)
histories = st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5)

Sentence = tuple[str, str]


def cut(said: list[list[str]]) -> list[Segment]:
    """Return the segments of what two parties wrote, freshly cut and so numbered from 1 anew."""
    pairs = [
        (party, place, text) for party, one in zip(("mexico", "nowhere"), said, strict=True) for place, text in enumerate(one, 1)
    ]
    return [
        Segment(number=number, item="AQ-1", party=party, position=place, source_language="es", source=text, target_language="en")
        for number, (party, place, text) in enumerate(pairs, 1)
    ]


def drafted(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments translated, each visibly by its own number."""
    return tuple(one.model_copy(update={"target": f"#{one.number}", "origin": Origin.PERSON}) for one in segments)


@given(histories)
@settings(max_examples=60, deadline=None)
def test_a_number_means_one_sentence_for_ever(history: list[list[list[str]]]) -> None:
    """Through any number of corrections no number is given twice at once, nor ever to another sentence."""
    meant: dict[int, Sentence] = {}
    old: tuple[Segment, ...] = ()
    for said in history:
        old = drafted(numbered(old, cut(said), used=max(meant, default=0)))
        assert len({one.number for one in old}) == len(old)
        for one in old:
            assert meant.setdefault(one.number, (one.party, one.source)) == (one.party, one.source)


@given(histories)
@settings(max_examples=60, deadline=None)
def test_an_unchanged_sentence_keeps_number_and_translation(history: list[list[list[str]]]) -> None:
    """What stands as often as before keeps its numbers, and each number its own translation."""
    old: tuple[Segment, ...] = ()
    used = 0
    for said in history:
        new = numbered(old, cut(said), used=used)
        for sentence in {(one.party, one.source) for one in new}:
            before = [one.number for one in old if (one.party, one.source) == sentence]
            after = [one.number for one in new if (one.party, one.source) == sentence]
            assert after[: len(before)] == before[: len(after)]
        used = max([used, *(one.number for one in new)])
        old = drafted(new)


def test_text_that_comes_back_gets_a_new_number() -> None:
    """A sentence taken out and put in again later is a new one: its old number stays what it was in old letters."""
    first = numbered((), cut([["Uno.", "Dos."], []]))
    without = numbered(first, cut([["Uno."], []]), used=2)
    again = numbered(without, cut([["Uno.", "Dos."], []]), used=2)
    assert [one.number for one in again] == [1, 3]


def test_a_changed_sentence_keeps_the_pair_it_was_beside_it() -> None:
    """The one most like it, once; a sentence that resembles none is simply new."""
    first = drafted(numbered((), cut([["Hubo un taller en Tijuana.", "Hubo un taller en Mexicali.", "Fin."], []])))
    said = ["Hubo dos cursos en Mexicali.", "Otra cosa distinta.", "Hubo un taller más en Tijuana."]
    second = numbered(first, cut([said, []]), used=3)
    assert [(one.former_source, one.former_target) for one in second] == [
        ("Hubo un taller en Mexicali.", "#2"),
        ("", ""),
        ("Hubo un taller en Tijuana.", "#1"),
    ]
    assert [one.target for one in second] == ["", "", ""]


def test_another_partys_sentence_is_nobodys_former_one() -> None:
    """What is gone stands beside a new sentence of the same party under the same item only."""
    first = drafted(numbered((), cut([["Hubo un taller en Tijuana."], []])))
    second = numbered(first, cut([[], ["Hubo un taller en Tecate."]]), used=1)
    assert [one.former_source for one in second] == [""]
