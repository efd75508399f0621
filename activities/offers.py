"""From what was read to what a story is offered: ids, codes and hashes only."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from activities.shown_text import flagged
from mou.glossary import Glossary
from mou.keeping import ReadingRow
from mou.reading import DecisionReading, Reading
from mou.review import blocking, edited
from mou.segments import Segment
from mou.stories import DecisionOffer, ReadingOffer, SegmentEdit

Bound = dict[str, object]


def reading_offer(said: ReadingRow, reading: Reading) -> ReadingOffer:
    """Return a reading as offered."""
    content = sha256(reading.model_dump_json().encode()).hexdigest()[:16]
    covers = tuple(entry.item for entry in reading.entries)
    return ReadingOffer(digest=said.digest, person=said.person, party=said.party, covers=covers, content=content)


def bound(decision: DecisionReading, manifest: Mapping[int, str], segments: Sequence[Segment], *, glossary: Glossary) -> Bound:
    """Return what a decision binds to, to be stored with it before the story is asked.

    It covers what the answered letter showed, less what had no translation or fails a check: nobody can approve those.
    """
    rewritten = [_edited(one, decision) for one in segments if _corrected(one.number, decision)]
    flags = flagged(segments, glossary)
    unfit = {one.number for one in segments if not one.target.strip() or blocking(one, flags.get(one.number, ()))}
    again = flagged(rewritten, glossary)
    edits = [
        SegmentEdit(
            number=one.number,
            hash=one.hash,
            over=manifest.get(one.number, ""),
            unfit=bool(blocking(one, again.get(one.number, ()))),
        ).model_dump()
        for one in rewritten
    ]
    unfit |= {one.number for one in rewritten}  # its edit says by itself what is approved of it
    return {"covers": [text for number, text in sorted(manifest.items()) if number not in unfit], "edits": edits}


def decision_offer(said: ReadingRow) -> DecisionOffer:
    """Return a decision as offered, from what is stored of it."""
    return DecisionOffer.model_validate(
        {
            "digest": said.digest,
            "person": said.person,
            "party": said.party,
            **{name: said.said[name] for name in ("verb", "shown", "covers", "edits")},
        }
    )


def _corrected(number: int, decision: DecisionReading) -> bool:
    return any(one.number == number for one in decision.corrections)


def _edited(segment: Segment, decision: DecisionReading) -> Segment:
    said = next(one for one in reversed(decision.corrections) if one.number == segment.number)
    return edited(segment, said, person="")
