"""`mou memory`: a program's translation memory to a file and from one, and what it knows of a sentence."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.open import coordinating, run
from commands.printing import print_json
from mou.errors import Invalid
from mou.keeping import Act
from mou.memory import MemoryEntry, Suggestion, keepable
from mou.program import Program
from mou.segments import Direction
from mou.tmx import Reading, Skipped, read, written
from mou.vouching import vouched
from wiring import House

ProgramCode = Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")]


def export(
    program: ProgramCode,
    to: Annotated[str, typer.Option("--to", help="The TMX file to write, or - for standard output.")] = "-",
) -> None:
    """Write a program's translation memory as TMX, which other translation programs read."""

    async def work(built: House) -> tuple[MemoryEntry, ...]:
        return await built.memory.entries((await built.desk.program(program)).code)

    entries = run(work)
    if to == "-":
        sys.stdout.buffer.write(written(entries))
        return
    try:
        Path(to).write_bytes(written(entries))
    except OSError as error:
        raise Invalid(f"{to!r} cannot be written: {error.strerror}. Give another path.", where="memory") from error
    typer.echo(f"{len(entries)} entries written to {to}")


def import_(
    program: ProgramCode,
    file: Annotated[Path, typer.Argument(help="A TMX file of any program.")],
    as_: Annotated[str, typer.Option("--as", help="The coordinator whose word approves these translations: id or address.")],
) -> None:
    """Add the translations of a TMX file to a program's memory. What is known already stays as it is."""
    raw = _bytes(file)
    reading = _reading(raw, file)

    async def work(built: House) -> list[str]:
        cycle = await built.record.cycle(await built.record.newest_cycle(program))
        who, _ = coordinating(cycle.program, as_)
        on = cycle.pace.agreement(built.clock.now())
        entries, skipped = vouched(reading, languages=cycle.program.languages(), file=_named(file), by=who.id, on=on)
        act = Act(actor=who.id, role="coordinator", door="command", verb="memory-import", subject=cycle.program.code)
        act = act.model_copy(update={"hash": sha256(raw).hexdigest()})
        new = await built.memory.take_in(cycle.program.code, entries, act=act, on=on)
        return [f"{new} new, {len(entries) - new} known, {len(skipped)} skipped", *_reasons(skipped)]

    for line in run(work):
        typer.echo(line)


def find(
    program: ProgramCode,
    text: Annotated[str, typer.Argument(help="A sentence.")],
    source: Annotated[str, typer.Option("--from", help="Its language, such as en.")],
    target: Annotated[str, typer.Option("--to", help="The language of the translation, such as es.")],
    json_: Annotated[bool, typer.Option("--json", help="Print what is found as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Show how a sentence was translated before, where that was approved, and translations of similar sentences."""
    sentence = text.strip()
    if not sentence or not keepable(sentence):
        raise Invalid("The text is empty or holds what is no character: give one sentence.", where="memory")

    async def work(built: House) -> tuple[tuple[MemoryEntry, ...], tuple[Suggestion, ...]]:
        known = await built.desk.program(program)
        direction = _direction(known, source, target)
        exact = await built.memory.exact(known.code, [sentence], direction)
        return exact, await built.memory.suggestions(known.code, sentence, direction)

    exact, similar = run(work)
    if json_:
        print_json({"exact": [_told(one) for one in exact], "suggestions": [one.model_dump() for one in similar]})
    elif exact or similar:
        Console().print(_table(exact, similar))
    else:
        typer.echo("Nothing like it is in the memory.")


def _direction(program: Program, source: str, target: str) -> Direction:
    spoken = program.languages()
    for tag in (source, target):
        if tag not in spoken:
            raise Invalid(f"{program.code} does not work in {tag!r}: use {' or '.join(spoken)}.", where="memory")
    if source == target:
        raise Invalid(f"--from and --to are both {source}: name two languages.", where="memory")
    return Direction(source=source, target=target)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Invalid(f"{str(file)!r} cannot be read: {error.strerror}. Give the path of a TMX file.", where="memory") from error


def _reading(raw: bytes, file: Path) -> Reading:
    try:
        return read(raw)
    except Invalid as error:
        raise Invalid(f"{_named(file)}, {error.message} Nothing was added.", where="memory") from error


def _named(file: Path) -> str:
    """Return a file's name as text, whatever bytes the disk has for it."""
    return file.name.encode(errors="replace").decode()


def _reasons(skipped: Sequence[Skipped]) -> Iterator[str]:
    lines: dict[str, list[int]] = defaultdict(list)
    for one in skipped:
        lines[one.why].append(one.line)
    for why, found in lines.items():
        yield f"  {len(found)} skipped: {why} (first in line {found[0]})"


def _told(entry: MemoryEntry) -> dict[str, object]:
    return {name: value for name, value in entry.model_dump(mode="json").items() if not name.endswith("_language")}


def _table(exact: Sequence[MemoryEntry], similar: Sequence[Suggestion]) -> Table:
    table = Table("Score", "Source", "Translation", "Approved")
    for entry in exact:
        table.add_row("exact", *map(escape, (entry.source, entry.target, _approval(entry))))
    for one in similar:
        table.add_row(f"{one.score:.0%}", escape(one.source), escape(one.target), "")
    return table


def _approval(entry: MemoryEntry) -> str:
    on = f"{entry.approved_on:%Y-%m-%d}" if isinstance(entry.approved_on, datetime) else ""
    where = f"{entry.report}, segment {entry.number}" if entry.report else entry.note
    return ", ".join(part for part in (where, entry.editor, on) if part)
