"""How a command acts on a story: put what was decided on record, then offer it by an Update, like mail does."""

from hashlib import sha256

from pydantic import BaseModel

from commands.open import reachable, stories
from mou.errors import Refused, Unknown
from mou.keeping import CycleOnRecord, ReadingRow
from mou.program import Person
from mou.stories import Taken
from wiring import House

WORDS = {
    "settled": "the report has ended; use `mou amend` to correct it",
    "closed": "it is no longer open for that",
    "own-text": "whoever wrote the text may not approve it",
    "superseded": "the text has changed since that letter; decide on the newest one",
    "not-reviewing": "nothing is under review now",
    "not-asked": "the report does not ask for that item",
    "not-held": "that mail is not held",
}


async def offer(
    built: House,
    cycle: CycleOnRecord,
    report: str,
    version: int,
    who: tuple[Person, str],
    what: str,
    said: dict[str, object],
) -> ReadingRow:
    """Put a decision by command on record as offered and return it; its id is of its content and the moment.

    Raise Unavailable, with nothing put on record, when Temporal is away.
    """
    await reachable(built)
    person, party = who
    now = built.clock.now()
    digest = sha256(f"{report}{version}{what}{person.id}{said}{now}".encode()).hexdigest()
    row = ReadingRow(
        digest=digest,
        what=what,
        report=report,
        version=version,
        party=party,
        person=person.id,
        language=person.language,
        said=said,
        door="command",
        offered_on=cycle.pace.agreement(now),
    )
    return await built.record.offer(row)


async def tell(built: House, story: str, update: str, message: BaseModel, digest: str) -> Taken:
    """Execute an Update; raise Refused in words a coordinator understands."""
    async with stories(built) as way:
        try:
            taken = await way.update(story, update, message, update=digest, answer=Taken)
        except Refused as refusal:
            raise Refused(
                f"{story} refuses: {WORDS.get(refusal.where, refusal.where)}. Nothing was changed.", where=story
            ) from None
        except Unknown:
            raise Refused(f"{story} is not running: it has ended. Nothing was changed.", where=story) from None
    assert isinstance(taken, Taken)  # noqa: S101 - the port answers with the type it was asked for
    return taken


async def open_version(built: House, report: str) -> int:
    """Return the newest version of a report."""
    async with built.record.book(report) as book:
        return (await book.submissions())[-1].version
