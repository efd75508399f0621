"""`mou doctor` on letters: those that did not arrive, or of which nobody knows, and what to do about each sort."""

from collections.abc import Callable

from commands.doctor_findings import Finding, note, well, wrong
from mou.deliveries import Event
from mou.letters.blocks import ASKING
from mou.ports import Desk
from mou.record import LetterLine

LOOKED_AT = 1000
"""The newest letters, some years of them."""
NAMED = 5

SORTS: tuple[tuple[str, Callable[[LetterLine], bool], str], ...] = (
    ("came back", lambda line: line.delivery == Event.BOUNCED, "no such address: name another person with `mou reassign`"),
    ("refused", lambda line: line.delivery == Event.BLOCKED, "their mail server refuses us: ask them to let our domain through"),
    (
        "dropped",
        lambda line: line.delivery == Event.DROPPED,
        "SendGrid does not send to an address that bounced or complained: mend it, then take it off Suppressions in its console",
    ),
    (
        "failed",
        lambda line: line.status == "failed" and not line.delivery,
        "the carrier refused them for good, mostly for its key or our domain: mend what is wrong there, then `mou remind`",
    ),
    (
        "unknown",
        lambda line: line.status == "unknown" and line.kind not in ASKING,
        "the carrier never said: they ask for nothing and are not sent again; tell their readers another way",
    ),
    (
        "unknown twice",
        lambda line: line.status == "unknown" and line.repeats > 0,
        "handed over once more, and the carrier never said either: ask their readers another way",
    ),
    (
        "unknown as yet",
        lambda line: line.status == "unknown" and line.kind in ASKING and not line.repeats,
        "the carrier's events will settle them; after 26 hours without any they go out once more, marked",
    ),
)
"""What can be wrong with a letter, and what to do about it."""


async def letters(desk: Desk) -> Finding:
    """Return what is known of letters that may not have arrived; ids and codes only."""
    lines = await desk.letters(most=LOOKED_AT)
    found = [(name, [line for line in lines if fits(line)], mend) for name, fits, mend in SORTS]
    told = [f"{len(those)} {name} ({_named(those)}): {mend}." for name, those, mend in found if those]
    if not told:
        return well("letters", "every letter decided was delivered, as far as its carrier tells")
    waiting_only = all(name == "unknown as yet" for name, those, _ in found if those)
    return (note if waiting_only else wrong)("letters", " ".join(told))


def _named(those: list[LetterLine]) -> str:
    named = ", ".join(f"{line.kind} of {line.report or line.key}" for line in those[:NAMED])
    return named if len(those) <= NAMED else f"{named}, …"
