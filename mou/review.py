"""Review by rule: what was shown, who covers what, who may not decide. Approvals bind to hashes, never to "the current text".

A submission is approved when each party's approvals cover every current segment, and its facts, which count as number 0.
An edit changes one segment's hash, and so un-approves exactly that segment for everybody who had not seen the new text.
"""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

from mou.checks import Severity, severity
from mou.course import FACTS
from mou.reading import Correction
from mou.segments import Origin, Segment
from mou.submission import Entry, FiledEntry


def facts_hash(entries: Iterable[FiledEntry]) -> str:
    """Return 16 hex digits that change with any state, standing, indicator value or text, and not with the order of entries."""
    lines = sorted(_fact(entry) for entry in entries)
    return sha256("\x1e".join(lines).encode()).hexdigest()[:16]


def current(segments: Iterable[Segment], entries: Iterable[FiledEntry]) -> Mapping[int, str]:
    """Return the text as it stands by number: each segment's hash ("" while it has no translation), and the facts' as 0."""
    text = {one.number: one.hash if one.target.strip() else "" for one in segments}
    return {FACTS: facts_hash(entries), **text}


def shown_hash(segments: Iterable[Segment], entries: Iterable[FiledEntry]) -> str:
    """Return the 12 hex digits that a letter or page shows: of every segment's number and hash and of the facts."""
    lines = sorted((one.number, one.hash) for one in segments)
    joined = "\x1e".join([facts_hash(entries), *(f"{number}\x1f{text}" for number, text in lines)])
    return sha256(joined.encode()).hexdigest()[:12]


def covered(current: Mapping[int, str], approvals: Mapping[str, Collection[str]]) -> Mapping[str, tuple[int, ...]]:
    """Return for each party the numbers it has not approved as they stand; an untranslated segment is open for all."""
    return {
        party: tuple(number for number, text in sorted(current.items()) if not text or text not in seen)
        for party, seen in approvals.items()
    }


def excepted(
    current: Mapping[int, str],
    approvals: Mapping[str, Collection[str]],
    exceptions: Mapping[str, Collection[str]],
    parties: Collection[str],
) -> tuple[int, ...]:
    """Return the numbers that stand by exception alone: not approved by every party, and excepted by all of them.

    An exception is of a whole text: while anything of it is covered by neither, none is in force.
    """
    left = {number for one in covered(current, {party: approvals.get(party, ()) for party in parties}).values() for number in one}
    by_all = all(current[number] and current[number] in exceptions.get(party, ()) for number in left for party in parties)
    return tuple(sorted(left)) if by_all else ()


def approved(current: Mapping[int, str], approvals: Mapping[str, Collection[str]], parties: Collection[str]) -> bool:
    """Whether every party covers every current segment. A party that never decided covers nothing; no parties, no approval."""
    heard = {party: approvals.get(party, ()) for party in parties}
    return bool(heard) and not any(covered(current, heard).values())


def blocking(segment: Segment, codes: Iterable[str]) -> tuple[str, ...]:
    """Return which flags of a segment (`mou.checks`) keep it from being approved: errors, unless a person vouched for it."""
    if segment.origin is Origin.VOUCHED:
        return ()
    return tuple(code for code in codes if severity(code) is Severity.ERROR)


def edited(segment: Segment, said: Correction, *, person: str) -> Segment:
    """Return a segment as this person rewrote it or vouched for it."""
    origin = Origin.VOUCHED if said.vouched else Origin.PERSON
    return segment.model_copy(update={"target": said.text, "origin": origin, "editor": person, "in_context": False})


def author_refused(entries: Iterable[FiledEntry], person: str) -> bool:
    """Whether this person wrote any of it and so may not decide. Editing a translation makes nobody an author."""
    return any(entry.person == person for entry in entries)


def _fact(entry: Entry | FiledEntry) -> str:
    values = sorted((code, format(value.normalize(), "f")) for code, value in entry.indicators.items())
    measured = "\x1d".join(f"{code}={value}" for code, value in values)
    party = entry.party if isinstance(entry, FiledEntry) else ""
    prose = sha256(entry.text.encode()).hexdigest()[:16]  # a sentence taken away or moved leaves no segment to approve
    return "\x1f".join((entry.item, party, entry.state.value, entry.standing.value if entry.standing else "", measured, prose))
