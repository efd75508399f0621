"""What a command that touches the running house does first: settings, house, stories; and who is acting."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from difflib import get_close_matches
from typing import TypeVar

import wiring
from mou.errors import Refused, Unknown
from mou.keeping import CycleOnRecord
from mou.ports import Stories
from mou.program import Person, Program
from mou.stories import cycle_id, report_id
from settings import load
from wiring import House

Answer = TypeVar("Answer")


def run(work: Callable[[House], Awaitable[Answer]]) -> Answer:
    """Run a piece of work in the running house."""

    async def inside() -> Answer:
        async with wiring.house(load().joined()) as built:
            return await work(built)

    return asyncio.run(inside())


@asynccontextmanager
async def stories(built: House) -> AsyncIterator[Stories]:
    """Connect to the stories; raise Unavailable when Temporal is away."""
    yield wiring.stories(await wiring.client(built.settings))


async def reachable(built: House) -> None:
    """Raise Unavailable when Temporal is away: asked before anything is put on record that a story must hear of."""
    async with stories(built):
        return


async def cycle_of(built: House, program: str, quarter: str) -> CycleOnRecord:
    """Return the cycle a quarter ("2026-Q1") or year ("2026") belongs to, or raise with the nearest there is."""
    year = quarter[:4]
    if not year.isdigit():
        raise Unknown(f"There is no quarter {quarter!r}: write it like 2026-Q1.", where=program)
    return await built.record.cycle(cycle_id(program, int(year)))


async def report_of(built: House, program: str, quarter: str, group: str) -> str:
    """Return the id of a report that is on record, or raise naming what there is."""
    cycle = await cycle_of(built, program, quarter)
    cycle.program.group(group)
    wanted = quarter.upper()
    known = [plan.quarter for plan in cycle.plan.quarters if plan.quarter[-2:] >= cycle.first_quarter]
    if wanted not in known:
        near = get_close_matches(wanted, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise Unknown(f"{cycle.id} has no quarter {quarter!r}.{hint} There are: {', '.join(known)}.", where=cycle.id)
    opened = {report.report for report in await built.record.reports(cycle.id, quarter=wanted)}
    report = report_id(program, wanted, group)
    if report not in opened:
        opens = next(plan for plan in cycle.plan.quarters if plan.quarter == wanted).moment("open").on
        raise Unknown(f"{wanted} has not opened yet; it opens on {opens:%Y-%m-%d}.", where=report)
    return report


def acting(program: Program, who: str) -> Person:
    """Return the person who acts, by id or address; raise Unknown suggesting the nearest."""
    for person in program.people:
        if who.casefold() in {person.id, person.address.casefold()}:
            return person
    known = [name for person in program.people for name in (person.address, person.id)]
    near = get_close_matches(who, known, n=1, cutoff=0.3)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise Unknown(f"{program.code} knows nobody as {who!r}.{hint} Use a person's id or address.", where=program.code)


def coordinating(program: Program, who: str) -> tuple[Person, str]:
    """Return a coordinator (or alternate) and their party; raise Refused for anybody else."""
    person = acting(program, who)
    for party in program.parties:
        if person.id in {party.coordinator.holder, party.coordinator.alternate}:
            return person, party.code
    names = ", ".join(program.person(party.coordinator.holder).address for party in program.parties)
    raise Refused(f"Only a coordinator may do this, and {who} is none. Coordinators: {names}.", where=program.code)
