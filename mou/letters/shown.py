"""What a reviewer is shown of a submission: per item and party its facts and who wrote them, then each segment as a pair."""

from collections.abc import Iterable, Mapping

from mou.letters.blocks import Block, ItemHead, Pair, Paragraph, Quote, T
from mou.letters.phrases import facts, role_of
from mou.letters.reasons import flag_words
from mou.program import Group, Item, Program
from mou.review import blocking
from mou.segments import Segment
from mou.submission import FiledEntry


def shown_text(
    *,
    program: Program,
    group: str,
    entries: tuple[FiledEntry, ...],
    segments: tuple[Segment, ...],
    changed: frozenset[int],
    flags: Mapping[int, tuple[str, ...]],
) -> tuple[Block, ...]:
    """Return the submission's whole text, every owed item and party once, also those without an answer."""
    where = program.group(group)
    said = {(entry.item, entry.party): entry for entry in entries}
    blocks: list[Block] = []
    for item in where.items:
        blocks.append(ItemHead(item.code, item.title))
        for party in item.owed_by or tuple(where.leads):
            blocks += _facts(program, where, item, party, said.get((item.code, party)))
            ours = [one for one in segments if (one.item, one.party) == (item.code, party)]
            blocks += _pairs(program, ours, changed=changed, flags=flags) or _unpaired(said.get((item.code, party)))
    return tuple(blocks)


def untranslated(segments: Iterable[Segment]) -> tuple[int, ...]:
    """Return the numbers of the segments without a translation."""
    return tuple(one.number for one in segments if not one.target.strip())


def _facts(program: Program, group: Group, item: Item, party: str, entry: FiledEntry | None) -> tuple[Block, ...]:
    name = program.party(party).name
    if entry is None:
        return (Paragraph(T("%(party)s: no answer.", party=name)),)
    who = T("%(party)s, written by %(role)s, received %(arrived)s:")
    late = T("%(party)s, written by %(role)s, received late, %(arrived)s:")
    words = (late if entry.late else who).msgid
    return Paragraph(T(words, party=name, role=role_of(group, party, entry.person), arrived=entry.arrived)), facts(entry, item)


def _unpaired(entry: FiledEntry | None) -> tuple[Block, ...]:
    """Return a text nobody translates (only figures, or all parties read its language): it is shown all the same."""
    return (Quote(entry.text, entry.language),) if entry and entry.text.strip() else ()


def _pairs(
    program: Program, segments: Iterable[Segment], *, changed: frozenset[int], flags: Mapping[int, tuple[str, ...]]
) -> tuple[Block, ...]:
    """Return each pair; what to check stands before it, so that an answer written under it is followed by the next number."""
    blocks: list[Block] = []
    for one in sorted(segments, key=lambda segment: segment.number):
        blocks += _remarks(one, flags.get(one.number, ()))
        blocks.append(
            Pair(
                number=one.number,
                item=one.item,
                party=program.party(one.party).name,
                source_language=one.source_language,
                source=one.source,
                target_language=one.target_language,
                target=one.target,
                changed=one.number in changed,
            )
        )
    return tuple(blocks)


def _remarks(segment: Segment, codes: tuple[str, ...]) -> list[Block]:
    """Return what the checks saw: what keeps the segment from being approved, and what a reviewer should only look at."""
    check = T("Please check number %(number)s: %(why)s")
    look = T("Number %(number)s may be right, but please look at it again: %(why)s")
    kept_back = blocking(segment, codes)
    said = ((check if code in kept_back else look, flag_words(code)) for code in codes)
    return [Paragraph(T(words.msgid, number=segment.number, why=why)) for words, why in said]
