"""Letters as the engine really writes them, for the players to answer: no form of a test's own invention."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypedDict

from adapters import program_files
from adapters.press import JinjaPress
from demo.letter import Letter
from demo.words import Entry, Year
from mou import submission
from mou.form import Form, form_for
from mou.letters import answering, asking, blocks, returning, reviewing
from mou.ports import Reader
from mou.program import Program
from mou.reading import Outcome, Reading
from mou.segments import Segment
from tests.demo.mailbox import Mailbox

Key = tuple[str, str, str]
PROGRAM = program_files.load(program_files.folder_of("ca-mx")).program
WHEN = datetime(2026, 4, 14, 23, tzinfo=UTC)
STATES = {
    "progress": submission.State.PROGRESS,
    "no_change": submission.State.NO_CHANGE,
    "nothing": submission.State.NOTHING,
}
_PRESS = JinjaPress()


def report(key: Key) -> str:
    """Return the report's id."""
    return f"ca-mx/{key[0]}/{key[1]}"


def invitation(key: Key) -> Letter:
    """Return the invitation, with what the party said in the quarter before."""
    letter = asking.invitation(**_where(key), due=WHEN, last=_last(key))
    return _sent(key, letter)


def reminder(key: Key, missing: Iterable[str]) -> Letter:
    """Return a reminder, whose form holds only what is missing."""
    letter = asking.reminder(**_where(key), due=WHEN, number=1, missing=tuple(missing), overdue=False, last=_last(key))
    return _sent(key, letter)


def receipt(key: Key, said: Iterable[Entry]) -> Letter:
    """Return the receipt that repeats what was said."""
    reading = Reading(outcome=Outcome.ACCEPT, reason="answers")
    letter = answering.receipt(
        **_where(key), due=WHEN, reading=reading, given=_given(key, said), missing=(), late=False, settled=False
    )
    return _sent(key, letter)


def returned(key: Key, said: Iterable[Entry], reason: str) -> Letter:
    """Return the letter that sends a report back, its form filled with what was said."""
    letter = returning.return_letter(**_where(key), reason=reason, reason_language="es", by="mexico", given=_given(key, said))
    return _sent(key, letter)


def request(key: Key, segments: tuple[Segment, ...]) -> Letter:
    """Return the approval request to the party's reviewer."""
    quarter, group, party = key
    letter = reviewing.approval_request(
        program=PROGRAM, group=group, party=party, quarter=quarter, version=1, round_=1, entries=(), segments=segments,
        changed=frozenset(), flags={}, shown="0123456789abcdef", due=WHEN,
        link="",
    )  # fmt: skip
    return _sent(key, letter, to=f"reviewer@{party}.example")


def form(key: Key, letter: Letter) -> Form:
    """Return the form that the engine reads a reply to this letter against."""
    quarter, group, party = key
    asked = form_for(PROGRAM, group, party, quarter, PROGRAM.party(party).language)
    return asked.model_copy(update={"lines": letter.lines})


def _sent(key: Key, letter: blocks.Letter, *, to: str = "") -> Letter:
    party = PROGRAM.party(key[2])
    rendered = _PRESS.letter(letter, Reader(language=party.language, locale=party.locale, zone=party.zone))
    return Mailbox().send(letter.kind.value, report(key), key[2], rendered.text.splitlines(), to=to)


class _Where(TypedDict):
    """What every letter to a lead takes."""

    program: Program
    group: str
    party: str
    quarter: str
    language: str
    closes: datetime


def _where(key: Key) -> _Where:
    quarter, group, party = key
    language = PROGRAM.party(party).language
    return {"program": PROGRAM, "group": group, "party": party, "quarter": quarter, "language": language, "closes": WHEN}


def _last(key: Key) -> dict[str, str]:
    before = (f"2026-Q{int(key[0][-1]) - 1}", *key[1:])
    return {entry.item: entry.words for entry in Year.load().entries.get(before, ()) if entry.words}


def _given(key: Key, said: Iterable[Entry]) -> Mapping[str, submission.Entry]:
    group = PROGRAM.group(key[1])
    return {entry.item: _entry(entry, [one.code for one in group.item(entry.item).indicators]) for entry in said}


def _entry(entry: Entry, codes: list[str]) -> submission.Entry:
    return submission.Entry(
        item=entry.item,
        state=STATES[entry.says],
        standing=submission.Standing(entry.status) if entry.status else None,
        text=entry.words,
        indicators={code: Decimal(number) for code, number in zip(codes, entry.numbers, strict=False)},
    )
