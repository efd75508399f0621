"""`mou reassign`: a role changes hands; the new holder is asked what the old one was."""

from contextlib import suppress
from typing import Annotated, Literal

import typer

from commands.offering import offer, tell
from commands.open import acting, coordinating, reachable, run
from mou.errors import Invalid, Refused, Unknown
from mou.keeping import Act, CycleOnRecord
from mou.program import Person, Program, Role
from mou.steps import What
from mou.stories import REASSIGN, Reassignment, story_id
from wiring import House


def reassign(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    role: Annotated[Literal["lead", "reviewer", "coordinator"], typer.Argument(help="Which role.")],
    party: Annotated[str, typer.Option("--party", help="Of which party.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator who decides: id or address.")],
    group: Annotated[str, typer.Option("--group", help="A lead's working group.")] = "",
    to: Annotated[str, typer.Option("--to", help="Somebody known: id or address.")] = "",
    name: Annotated[str, typer.Option("--name", help="Somebody new: the name.")] = "",
    address: Annotated[str, typer.Option("--address", help="Somebody new: the address.")] = "",
) -> None:
    """Give a role to somebody known (--to) or new (--name and --address); who held it becomes the alternate."""
    if bool(to) == bool(name and address):
        raise typer.BadParameter("say either --to, or --name with --address")
    if (role == "lead") != bool(group):
        raise typer.BadParameter("a lead has a --group, the other roles have none")

    async def work(built: House) -> str:
        cycle = await built.record.cycle(await built.record.newest_cycle(program))
        who = coordinating(cycle.program, as_)
        person = acting(cycle.program, to) if to else _new(cycle.program, party, name, address)
        before = _held(cycle.program, role, party, group)
        if before.holder == person.id:
            raise Refused(f"{person.id} holds that role already. Nothing was changed.", where=program)
        held = Role(holder=person.id, alternate=before.holder)
        await reachable(built)
        now = cycle.pace.agreement(built.clock.now())
        await built.record.reassign(program, person, role=role, group=group, party=party, held=held, on=now)
        subject = "/".join(filter(None, (program, role, group, party)))
        act = Act(actor=who[0].id, role="coordinator", door="command", verb="reassign", subject=subject, hash=person.id)
        await built.record.act(act, cycle=cycle.id)
        asked = await _tell(built, cycle, who, role, group, party)
        where = f" for {group}" if group else ""
        return f"{person.id} is now {role} of {party}{where}; asked about: {', '.join(asked) or 'nothing open'}."

    typer.echo(run(work))


async def _tell(built: House, cycle: CycleOnRecord, who: tuple[Person, str], role: str, group: str, party: str) -> list[str]:
    told = []
    for report, version in await built.record.open_reports(cycle.program.code, group=group):
        said: dict[str, object] = {"role": role, "party": party}
        row = await offer(built, cycle, report, version, who, What.REASSIGNMENT, said)
        message = Reassignment(decision=row.digest, party=party, role=role)
        with suppress(Refused, Unknown):  # it ended while the others were told
            await tell(built, story_id(report, version), REASSIGN, message, row.digest)
            told.append(report)
    return told


def _held(program: Program, role: str, party: str, group: str) -> Role:
    program.party(party)
    if role == "lead":
        leads = program.group(group).leads
        if party not in leads:
            raise Invalid(f"{party} has no lead in {group}.", where=group)
        return leads[party]
    held: Role = getattr(program.party(party), role)
    return held


def _new(program: Program, party: str, name: str, address: str) -> Person:
    if "@" not in address.strip("@"):
        raise Invalid(f"{address!r} is not an address.", where="--address")
    if any(person.address.casefold() == address.casefold() for person in program.people):
        raise Invalid(f"{address} is known already: use --to {address}.", where="--address")
    number = max(int(person.id.lstrip("p")) for person in program.people if person.id.lstrip("p").isdigit()) + 1
    return Person(id=f"p{number:02}", name=name, address=address, language=program.party(party).language)
