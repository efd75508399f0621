"""Whether a letter on record still asks for something: asked before it goes out late, again, or after all."""

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.locks import undecided
from adapters.postgres.tables import editions, letters, mails, submissions
from mou.deliveries import still_asks
from mou.letters.blocks import ASKING, Kind
from mou.submission import Phase

_ON_ITS_WAY = ("decided", "sending", "sent", "unknown")


async def wanted(connection: AsyncConnection, letter: rows.Row) -> bool:
    """Say whether the letter still asks for something that nobody has answered and no newer letter asks for."""
    if not letter["report"]:
        return still_asks(Kind(letter["kind"]), None)
    newer = select(letters.c.key).where(
        letters.c.report == letter["report"],
        letters.c.person == letter["person"],
        letters.c.seq > letter["seq"],
        letters.c.kind.in_(ASKING),
        letters.c.status.in_(_ON_ITS_WAY),
    )
    of_the_party = and_(letters.c.key == mails.c.letter, letters.c.party == letter["party"])
    answer = select(mails.c.digest).join(letters, of_the_party).where(
        mails.c.report == letter["report"],
        mails.c.status != "aside",
        mails.c.stored_real > letter["decided_real"],
    )  # fmt: skip
    overtaken = (await connection.execute(select(or_(newer.exists(), answer.exists())))).scalar_one()
    phase = await _phase(connection, letter)
    return not overtaken and still_asks(Kind(letter["kind"]), phase) and not await undecided(connection, letter["report"])


async def _phase(connection: AsyncConnection, letter: rows.Row) -> Phase | None:
    """Return the phase of what the letter is about; an edition has none until it is approved."""
    mine = submissions.c.report == letter["report"], submissions.c.version == letter["version"]
    phase = (await connection.execute(select(submissions.c.phase).where(*mine))).scalar_one_or_none()
    if phase is not None:
        return Phase(phase)
    done = select(editions.c.id).where(editions.c.id == letter["report"], editions.c.status != "assembled")
    return Phase.APPROVED if (await connection.execute(done.limit(1))).first() else None
