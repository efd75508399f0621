"""Programs, people and cycles on record: immutable program versions, people apart from addresses, dated roles."""

from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.postgres import rows
from adapters.postgres.tables import addresses, cycles, persons, programs, roles
from mou.errors import Refused, Unknown
from mou.keeping import CycleOnRecord
from mou.program import Group, Party, Person, Program, Role


async def keep_program(connection: AsyncConnection, cycle: CycleOnRecord, *, sha: str, source: str, real: datetime) -> int:
    """Put this version of the program on record, once per content, with its people and roles; return its number."""
    program = cycle.program
    known = select(programs.c.version).where(programs.c.code == program.code, programs.c.sha == sha)
    version = (await connection.execute(known)).scalar_one_or_none()
    if version is not None:
        return int(version)
    last = select(func.coalesce(func.max(programs.c.version), 0)).where(programs.c.code == program.code)
    number = int((await connection.execute(last)).scalar_one()) + 1
    values = {
        "code": program.code,
        "version": number,
        "sha": sha,
        "source": source,
        "program": program.model_dump(mode="json"),
        "calendars": {code: one.model_dump(mode="json") for code, one in cycle.calendars.items()},
        "glossary": list(cycle.glossary),
        "stored_real": real,
    }
    before = await _version(connection, program.code, number - 1)
    await connection.execute(programs.insert().values(**values))
    await _keep_people(connection, program, before, on=cycle.pace.agreement(real))
    return number


async def _version(connection: AsyncConnection, code: str, number: int) -> Program | None:
    this = programs.c.code == code, programs.c.version == number
    kept = (await connection.execute(select(programs.c.program).where(*this))).scalar_one_or_none()
    return Program.model_validate(kept) if kept else None


async def _begin_people(connection: AsyncConnection, program: Program, *, on: datetime) -> None:
    """Put the people and roles of a program's first version on record, all at once."""
    code = program.code
    people = [{"program": code, "id": one.id, "name": one.name, "language": one.language} for one in program.people]
    reached = [{"program": code, "person": one.id, "address": one.address, "since_on": on} for one in program.people]
    held = [_role_row(code, role, group, party, one, on) for (role, group, party), one in _roles(program)]
    for table, values in ((persons, people), (addresses, reached), (roles, held)):
        await connection.execute(table.insert(), values)


async def _keep_people(connection: AsyncConnection, program: Program, before: Program | None, *, on: datetime) -> None:
    """Take over what this version changes: a role that changed hands on record meanwhile stays where its file did not move it."""
    if before is None:
        await _begin_people(connection, program, on=on)
        return
    named = {person.id: person for person in before.people}
    for person in program.people:
        if person.id not in named:
            await _refuse_another(connection, program.code, person)
        if named.get(person.id) != person:
            await keep_person(connection, program.code, person, on=on)
    moved = dict(_roles(before))
    for (role, group, party), held in _roles(program):
        if moved.get((role, group, party)) != held:
            await put_role(connection, program.code, role=role, group=group, party=party, held=held, on=on)


async def _refuse_another(connection: AsyncConnection, program: str, person: Person) -> None:
    """Raise Refused when an id that is new in the file is somebody else's on record: `mou reassign` gives ids too."""
    reached = addresses.c.program == program, addresses.c.person == person.id
    known = (await connection.execute(select(addresses.c.address).where(*reached))).scalars().all()
    if known and person.address not in known:
        message = f"{person.id} is somebody else on record: give {person.name} another id in the program file, or their address."
        raise Refused(message, where=person.id)


async def keep_person(connection: AsyncConnection, program: str, person: Person, *, on: datetime) -> None:
    """Put a person on record; an address that is new is dated, the ones before stay."""
    named = {"program": program, "id": person.id, "name": person.name, "language": person.language}
    await connection.execute(insert(persons).values(**named).on_conflict_do_update(index_elements=["program", "id"], set_=named))
    reached = addresses.c.program == program, addresses.c.person == person.id
    last = select(addresses.c.address).where(*reached).order_by(addresses.c.since_on.desc()).limit(1)
    if (await connection.execute(last)).scalar_one_or_none() != person.address:
        moved = {"program": program, "person": person.id, "address": person.address, "since_on": on}
        await connection.execute(insert(addresses).values(**moved))


def _roles(program: Program) -> list[tuple[tuple[str, str, str], Role]]:
    named = ("coordinator", "reviewer")
    parties = [((name, "", party.code), getattr(party, name)) for party in program.parties for name in named]
    leads = [(("lead", group.code, party), held) for group in program.groups for party, held in group.leads.items()]
    return [*parties, *leads]


async def put_role(
    connection: AsyncConnection, program: str, *, role: str, group: str, party: str, held: Role, on: datetime
) -> None:
    """Note who holds a role from this agreement instant on; the ones before stay on record."""
    await connection.execute(roles.insert(), [_role_row(program, role, group, party, held, on)])


def _role_row(program: str, role: str, group: str, party: str, held: Role, on: datetime) -> dict[str, object]:  # noqa: PLR0917 - a row
    return {
        "program": program,
        "role": role,
        "group_code": group,
        "party": party,
        "holder": held.holder,
        "alternate": held.alternate,
        "since_on": on,
    }


async def cycle_of(connection: AsyncConnection, cycle: str) -> CycleOnRecord:
    """Return a cycle with the role holders of today, or raise Unknown naming the ones there are."""
    row = (await connection.execute(select(cycles).where(cycles.c.id == cycle))).mappings().first()
    if row is None:
        known = [one for (one,) in (await connection.execute(select(cycles.c.id).order_by(cycles.c.id))).all()]
        near = get_close_matches(cycle, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        listed = f" There are: {', '.join(known)}." if known else " None was started yet: `mou start PROGRAM YEAR`."
        raise Unknown(f"There is no cycle {cycle!r}.{hint}{listed}", where=cycle)
    version = programs.c.code == row["program"], programs.c.version == row["program_version"]
    kept = (await connection.execute(select(programs).where(*version))).mappings().one()
    program = await _today(connection, Program.model_validate(kept["program"]))
    return CycleOnRecord(
        id=row["id"],
        year=row["year"],
        program=program,
        program_version=row["program_version"],
        calendars=kept["calendars"],
        glossary=tuple(kept["glossary"]),
        plan=row["plan"],
        pace=row["pace"],
        first_quarter=row["first_quarter"],
    )


async def _today(connection: AsyncConnection, program: Program) -> Program:
    """Return the program with the people, addresses and role holders as they are now."""
    query = select(persons.c.id, persons.c.name, persons.c.language, addresses.c.address).join_from(
        persons, addresses, (addresses.c.program == persons.c.program) & (addresses.c.person == persons.c.id)
    )
    found = await connection.execute(query.where(persons.c.program == program.code).order_by(addresses.c.since_on))
    people = {row["id"]: Person(**row) for row in found.mappings()}
    held = await connection.execute(select(roles).where(roles.c.program == program.code).order_by(roles.c.seq))
    current = {
        (row["role"], row["group_code"], row["party"]): Role(holder=row["holder"], alternate=row["alternate"])
        for row in rows.newest(held.mappings().all(), "role", "group_code", "party")
    }
    return program.model_copy(
        update={
            "people": tuple(people.values()),
            "parties": tuple(_party(party, current.get) for party in program.parties),
            "groups": tuple(_group(group, current) for group in program.groups),
        }
    )


def _party(party: Party, current: Callable[[tuple[str, str, str]], Any]) -> Party:
    held = {name: current((name, "", party.code)) or getattr(party, name) for name in ("coordinator", "reviewer")}
    return party.model_copy(update=held)


def _group(group: Group, current: Mapping[tuple[str, str, str], Role]) -> Group:
    leads = {party: current.get(("lead", group.code, party), held) for party, held in group.leads.items()}
    return group.model_copy(update={"leads": leads})
