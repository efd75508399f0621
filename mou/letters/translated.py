"""How the translations of a text came to be, in one sentence for whoever is to approve it."""

from collections.abc import Iterable
from functools import reduce

from mou.letters.blocks import TN, Block, Paragraph, T
from mou.provenance import Way, ways
from mou.segments import Segment


def how_translated(segments: Iterable[Segment]) -> tuple[Block, ...]:
    """Return the sentence, or nothing where there is no translation to read."""
    parts = [_part(way, n) for way, n in ways(segments).items()]
    if not parts:
        return ()
    made = reduce(lambda before, more: T("%(before)s, %(more)s", before=before, more=more), parts)
    return (Paragraph(T("The translations below: %(made)s. Please read each with its original.", made=made)),)


def _part(way: Way, n: int) -> T | TN:
    match way:
        case Way.DRAFTED:
            return TN("one drafted by a machine", "%(n)s drafted by a machine", n)
        case Way.REWRITTEN:
            return TN(
                "one drafted by a machine and rewritten or confirmed by a reviewer",
                "%(n)s drafted by a machine and rewritten or confirmed by a reviewer",
                n,
            )
        case Way.MEMORY:
            return TN("one as it was approved before", "%(n)s as they were approved before", n)
        case Way.WRITTEN:
            return TN("one written by a person", "%(n)s written by people", n)
