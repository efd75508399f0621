"""The rows of a review: each segment with what was typed in place of what is on record, its flags, and how far it has come."""

from collections.abc import Sequence

from activities.shown_text import ShownText, flagged
from mou.keeping import CycleOnRecord
from mou.memory import Memory, Suggestion
from mou.model import Model
from mou.reading import Correction
from mou.review import blocking, edited
from mou.segment_state import SegmentState, state
from mou.segments import Direction, Origin, Segment, pair_hash

OPEN = frozenset({SegmentState.UNTRANSLATED, SegmentState.DRAFTED, SegmentState.NEEDS_CHECK, SegmentState.NEEDS_REWRITING})
"""The states in which a similar sentence may help."""


class Typed(Model):
    """What a reviewer sent: on the text with which hash, their texts by number, what they vouch for, and the reason to return.

    `vouched` gives by number the hash of the pair beside which they were shown what the checks saw: it holds for no other.
    """

    shown: str
    texts: dict[int, str] = {}
    vouched: dict[int, str] = {}
    because: str = ""


class Row(Model):
    """One segment on the page: `segment` with the text as typed so far, its flags by weight, and how far it has come.

    `back` is its translation drafted back, None unless that was asked; `similar` are approved translations of similar sentences.
    """

    segment: Segment
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    state: SegmentState
    changed: bool = False
    vouched: bool = False
    back: str | None = None
    similar: tuple[Suggestion, ...] = ()


def rows_of(text: ShownText, cycle: CycleOnRecord, typed: Typed) -> dict[int, Row]:
    """Return every segment as the page prints it, with what was typed in place of what is on record."""
    now = [_as_typed(one, typed) for one in text.segments]
    flags = flagged(now, cycle.agreed)
    parties = [party.code for party in cycle.program.parties]
    pairs = zip(now, text.segments, strict=True)
    return {one.number: _row(one, before, flags.get(one.number, ()), text, parties) for one, before in pairs}


async def beside(row: Row, program: str, memory: Memory) -> Row:
    """Return a row no person has settled yet with what the memory holds of similar sentences."""
    if row.state not in OPEN:
        return row
    one = row.segment
    direction = Direction(source=one.source_language, target=one.target_language)
    found = await memory.suggestions(program, one.source, direction)
    return row.model_copy(update={"similar": tuple(each for each in found if each.target != one.target)})


def _as_typed(segment: Segment, typed: Typed) -> Segment:
    said = _one_line(typed.texts.get(segment.number, segment.target))
    text = segment.target if said == _one_line(segment.target) else said
    pair = pair_hash(segment.source_language, segment.source, segment.target_language, text)
    vouched = typed.vouched.get(segment.number) == pair
    if text == segment.target and not vouched:
        return segment
    correction = Correction(number=segment.number, language=segment.target_language, text=text, vouched=vouched)
    return edited(segment, correction, person="")


def _one_line(text: str) -> str:
    return " ".join(text.split())  # a segment is one sentence


def _row(now: Segment, before: Segment, codes: Sequence[str], text: ShownText, parties: Sequence[str]) -> Row:
    errors = blocking(now, codes)
    return Row(
        segment=now,
        errors=errors,
        warnings=tuple(code for code in codes if code not in errors),
        state=state(now, codes, text.approved, parties),
        changed=now.target != before.target,
        vouched=now.origin is Origin.VOUCHED and before.origin is not Origin.VOUCHED,
    )
