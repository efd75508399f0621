"""`mou translate draft`: draft a text as the engine would a submission's. Needs no server and keeps nothing."""

import asyncio
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import settings
from adapters import program_files
from adapters.no_drafts import NoDrafts
from commands.check_pairs import Flag, flags_of
from commands.printing import print_json
from engines import engine_named
from mou.cutting import rejoined, sentences
from mou.drafting import Drafted as DraftedText
from mou.drafting import Drafting
from mou.errors import Invalid, Refused
from mou.glossary import Glossary
from mou.model import Model
from mou.segments import Direction, Draft
from mou.tongues import TONGUES


class Engine(StrEnum):
    """Who may draft by hand."""

    DEEPL = "deepl"
    LIBRETRANSLATE = "libretranslate"
    APERTIUM = "apertium"
    HUMAN = "human"


class Drafted(Model):
    """One sentence: its source, its draft, what the checks saw, and how sure the engine is (0 to 1, the share of known words).

    Only Apertium tells which words it did not know; the others are always sure.
    """

    source: str
    draft: str
    flags: tuple[Flag, ...]
    confidence: float


def draft(
    text: Annotated[str, typer.Argument(help="A text file in UTF-8, or - for standard input.")],
    source: Annotated[str, typer.Option("--from", help="The language it is written in: en or es.")],
    target: Annotated[str, typer.Option("--to", help="The language it is drafted in: en or es.")],
    program: Annotated[str, typer.Option("--program", help="The program whose terms and names are kept.")] = "ca-mx",
    engine: Annotated[Engine, typer.Option("--engine", help="Who drafts.")] = Engine.APERTIUM,
    json_: Annotated[bool, typer.Option("--json", help="Print the draft as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Draft a text sentence by sentence, as a submission's would be; nothing is kept."""
    direction = Direction(source=_language(source), target=_language(target))
    if direction.source == direction.target:
        raise Invalid(f"--from and --to are both {source}: name two languages.", where="translate")
    folder = program_files.folder_of(program)
    rows, people = program_files.glossary(folder), program_files.load(folder).program.people
    glossary = Glossary.of(rows, people=(person.name for person in people))
    engines = () if engine is Engine.HUMAN else (engine_named(engine.value, settings.load()),)
    whole = _text(text)
    sources = sentences(whole)
    made = asyncio.run(_made(Drafting(engines, NoDrafts()), sources, direction, glossary))
    drafted = [_drafted(one, draft, direction, glossary) for one, draft in zip(sources, made.drafts, strict=True)]
    if json_:
        made_by = {"engine": engine.value, "version": "".join(one.version for one in engines)}
        said = rejoined(whole, [one.text for one in made.drafts])
        ways = {"from": direction.source, "to": direction.target, "glossary": glossary.version}
        print_json({**made_by, **ways, "segments": [row.model_dump() for row in drafted], "draft": said})
    else:
        Console().print(_table(drafted))


async def _made(drafting: Drafting, sources: Sequence[str], direction: Direction, glossary: Glossary) -> DraftedText:
    """Draft by the one engine, or raise why it does not: by hand there is somebody to tell."""
    try:
        made = await drafting.draft(sources, direction, glossary, patient=True)
    finally:
        await drafting.close()
    # What it made before it refused is shown, and a sentence without a draft has a flag that says so.
    for one in made.troubles:
        if one.code != "unusable" and not any(draft.engine for draft in made.drafts):
            raise Refused(f"{one.engine} does not draft ({one.code}): `mou doctor` looks at it, or name another --engine.")
    return made


def _drafted(sentence: str, made: Draft, direction: Direction, glossary: Glossary) -> Drafted:
    words = len(sentence.split())
    return Drafted(
        source=sentence,
        draft=made.text,
        flags=flags_of(direction.source, sentence, direction.target, made.text, glossary=glossary),
        confidence=round(max(0.0, 1 - made.unknown / words), 2) if made.text else 0.0,
    )


def _language(tag: str) -> str:
    if tag not in TONGUES:
        raise Invalid(f"The language {tag!r} is none that can be drafted: use {' or '.join(TONGUES)}.", where="translate")
    return tag


def _text(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        message = f"The text {path!r} cannot be read: {error.strerror}. Give the path of a text file, or - for standard input."
        raise Invalid(message) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"The text {path!r} is not UTF-8: save it in that encoding.") from error


def _table(rows: Sequence[Drafted]) -> Table:
    table = Table("Source", "Draft", "Flags", "Words known")
    for row in rows:
        kinds = ", ".join(f"{flag.kind} ({flag.severity})" for flag in row.flags)
        table.add_row(escape(row.source), escape(row.draft), kinds, f"{row.confidence:.0%}")
    return table
