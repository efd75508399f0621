"""`mou report`: a year's editions, a preview of the annual report from the record as it stands, or a new edition."""

import json
from pathlib import Path
from typing import Annotated

import typer

import wiring
from commands.open import coordinating, run, stories
from mou.attributes import Attribute
from mou.editions import EditionRow
from mou.errors import Refused
from mou.keeping import CycleOnRecord
from mou.report.annual import annual
from mou.report.glossary import terms
from mou.stories import AnnualStart, annual_id, cycle_id
from wiring import House


def report(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    year: Annotated[int, typer.Argument(help="The year.")],
    preview: Annotated[Path | None, typer.Option("--preview", help="Write the report as it is now into this folder.")] = None,
    new_edition: Annotated[bool, typer.Option("--new-edition", help="Begin the next edition, with its errata.")] = False,  # noqa: FBT002 - typer's way
    as_: Annotated[str, typer.Option("--as", help="The coordinator who begins an edition: id or address.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """List the editions; a preview is published nowhere and asks nobody."""

    async def work(built: House) -> str:
        cycle = await built.record.cycle(cycle_id(program, year))
        editions = await built.editions.of(program, year)
        if preview is not None:
            return await _preview(built, cycle, preview)
        if new_edition:
            return await _begin(built, cycle, editions, as_)
        return _listed(editions, as_json=json_)

    typer.echo(run(work))


async def _preview(built: House, cycle: CycleOnRecord, folder: Path) -> str:
    tree = annual(
        program=cycle.program,
        year=cycle.year,
        edition=1,
        reports=await built.record.reports(cycle.id),
        cut=cycle.pace.agreement(built.clock.now()),
        glossary=terms(cycle.glossary),
    )
    files = wiring.typesetter().edition(tree)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return f"{len(files)} files in {folder}. This is a preview: it is not approved and not published."


async def _begin(built: House, cycle: CycleOnRecord, editions: tuple[EditionRow, ...], as_: str) -> str:
    coordinating(cycle.program, as_)
    if not editions or editions[-1].status != "published":
        raise Refused("A new edition follows a published one, and the last is not published yet.", where=cycle.id)
    number = editions[-1].edition + 1
    start = AnnualStart(program=cycle.program.code, year=cycle.year, edition=number)
    named = {Attribute.PROGRAM: cycle.program.code, Attribute.CYCLE: cycle.id}
    name = annual_id(cycle.program.code, cycle.year, number)
    async with stories(built) as way:
        summary = f"annual report {cycle.year}, edition {number}"
        begun = await way.start("AnnualReport", name, start, attributes=named, summary=summary)
    return f"Edition {number} is {'begun' if begun else 'already under way'}: {name}."


def _listed(editions: tuple[EditionRow, ...], *, as_json: bool) -> str:
    if as_json:
        return json.dumps([row.model_dump(mode="json") for row in editions], indent=2)
    lines = [f"edition {row.edition}, revision {row.revision}: {row.status}, text {row.hash}" for row in editions]
    return "\n".join(lines) or "No edition was assembled yet."
