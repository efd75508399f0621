"""The states of a segment, from a draft to approved, and what throws it back."""

import pytest

from mou.segment_state import SegmentState, state
from mou.segments import Origin, Segment

PARTIES = ("california", "mexico")
SEGMENT = Segment(
    number=1, item="AQ-1", party="mexico", position=1, source_language="es", source="Hubo 2 talleres.",
    target_language="en", target="There were 2 workshops.", origin=Origin.DRAFT,
)  # fmt: skip
CHANGED = {"former_source": "Hubo 1 taller.", "former_target": "There was 1 workshop."}


@pytest.mark.parametrize(
    ("change", "codes", "parties", "expected"),
    [
        ({}, (), (), SegmentState.DRAFTED),
        ({"origin": Origin.MEMORY}, (), (), SegmentState.DRAFTED),
        ({"target": " ", "origin": Origin.NONE}, (), (), SegmentState.UNTRANSLATED),
        ({}, ("numbers",), (), SegmentState.NEEDS_CHECK),
        ({}, ("length",), (), SegmentState.DRAFTED),
        ({"origin": Origin.PERSON}, ("numbers",), (), SegmentState.NEEDS_CHECK),
        ({"origin": Origin.VOUCHED}, ("numbers",), (), SegmentState.REVIEWED),
        ({"origin": Origin.PERSON}, (), (), SegmentState.REVIEWED),
        (CHANGED, (), (), SegmentState.NEEDS_REWRITING),
        ({**CHANGED, "origin": Origin.PERSON}, (), (), SegmentState.REVIEWED),
        (CHANGED, (), ("mexico",), SegmentState.REVIEWED),
        ({}, (), ("california",), SegmentState.REVIEWED),
        ({}, (), PARTIES, SegmentState.APPROVED),
    ],
)
def test_where_a_segment_stands(
    change: dict[str, object], codes: tuple[str, ...], parties: tuple[str, ...], expected: SegmentState
) -> None:
    """By how it was made, what the checks saw, who approved it, and whether its original changed."""
    one = SEGMENT.model_copy(update=change)
    assert state(one, codes, dict.fromkeys(parties, (one.hash,)), PARTIES) is expected


def test_an_approval_of_other_words_counts_for_nothing() -> None:
    """Edited after it was approved, a segment is only what its new text is."""
    edited = SEGMENT.model_copy(update={"target": "There were 2 courses.", "origin": Origin.PERSON})
    assert state(edited, (), dict.fromkeys(PARTIES, (SEGMENT.hash,)), PARTIES) is SegmentState.REVIEWED
