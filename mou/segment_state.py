"""How far a segment's translation has come: from a draft to what all parties approved."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from mou.review import blocking
from mou.segments import Origin, Segment


class SegmentState(StrEnum):
    """How far a segment's translation has come."""

    UNTRANSLATED = "untranslated"
    NEEDS_REWRITING = "needs rewriting"
    NEEDS_CHECK = "needs check"
    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    APPROVED = "approved"


def state(
    segment: Segment, codes: Iterable[str], approvals: Mapping[str, Collection[str]], parties: Collection[str]
) -> SegmentState:
    """Return where a segment stands: `codes` are its flags, `approvals` the hashes each party has approved.

    It needs rewriting when its author changed the sentence and no person has looked at it since; it is reviewed when one
    party's reviewer wrote or approved it, and approved when all parties did.
    """
    seen = [segment.hash in approvals.get(party, ()) for party in parties]
    by_person = segment.origin in {Origin.PERSON, Origin.VOUCHED}
    if not segment.target.strip():
        return SegmentState.UNTRANSLATED
    if all(seen) and seen:
        return SegmentState.APPROVED
    if blocking(segment, codes):
        return SegmentState.NEEDS_CHECK
    if segment.former_source and not by_person and not any(seen):
        return SegmentState.NEEDS_REWRITING
    return SegmentState.REVIEWED if by_person or any(seen) else SegmentState.DRAFTED
