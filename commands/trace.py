"""`mou trace`: where each sentence of a report came from, and who changed and approved its translation."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from commands.open import report_of, run
from commands.printing import print_json
from mou.errors import Invalid, Unknown
from mou.glossary_changes import ApprovedSegment
from mou.trace import Change, Deed, Known, Trace, holding, made_words
from wiring import House

_PREFIX = 16
DOORS = {"mail": "by mail", "review-page": "on the review page", "command": "by command"}
Find = Annotated[str, typer.Option("--find", help="Words of an approved original or translation, in any case.")]


def trace(
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx.")],
    quarter: Annotated[str, typer.Argument(help="Such as 2026-Q1.")] = "",
    group: Annotated[str, typer.Argument(help="A working group's code, such as air-quality.")] = "",
    number: Annotated[int, typer.Argument(help="A segment's number; without it, all of them.")] = 0,
    find: Find = "",
    version: Annotated[int, typer.Option("--version", help="An older version; without it, the newest.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Trace sentences from their mails to their approvals, in agreement time; or find approved ones by their words."""
    if find.strip():
        _print_found(run(lambda built: _found(built, program, find)), as_json=json_)
    elif quarter and group:
        _print_traces(run(lambda built: _traces(built, program, quarter, group, number, version)), as_json=json_)
    else:
        raise Invalid('Name a quarter and a group, or --find "some words".', where=program)


async def _found(built: House, program: str, words: str) -> tuple[ApprovedSegment, ...]:
    code = (await built.desk.program(program)).code
    return holding(await built.desk.approved_segments(code), words)


async def _traces(built: House, program: str, quarter: str, group: str, number: int, version: int) -> tuple[Trace, ...]:
    report = await report_of(built, program, quarter, group)
    traces = await built.traces.of(report, version=version)
    chosen = tuple(one for one in traces if number in {0, one.segment.number})
    if number and not chosen:
        there = ", ".join(str(one.segment.number) for one in traces) or "none yet"
        raise Unknown(f"{report} has no segment {number}. There are: {there}.", where=report)
    return chosen


def _print_found(found: Iterable[ApprovedSegment], *, as_json: bool) -> None:
    if as_json:
        print_json([{"report": one.report, **one.segment.model_dump(mode="json")} for one in found])
        return
    lines = [f"{one.report}, {one.segment.number}\n  {_texts(one)}" for one in found]
    Console(highlight=False).print(Text("\n".join(lines) or "No approved sentence holds these words."))


def _texts(one: ApprovedSegment) -> str:
    held = one.segment
    return f"{held.source_language}  {held.source}\n  {held.target_language}  {held.target}"


def _print_traces(traces: Iterable[Trace], *, as_json: bool) -> None:
    if as_json:
        print_json([_told(one) for one in traces])
        return
    console = Console(highlight=False)
    for one in traces:
        held = one.segment
        head = f"{one.report}, version {one.version}, {held.number} · {held.item} {held.party} · {one.state.value}"
        console.print(Text(head, style="bold"))
        for line in _lines(one):
            console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
    if not traces:
        console.print(Text("Nothing was cut into sentences yet: they are there once the report is translated."))


def _told(one: Trace) -> dict[str, object]:
    return {**one.model_dump(mode="json"), "made": made_words(one.segment)}


def _lines(one: Trace) -> Iterator[str]:
    held = one.segment
    yield f"original, {held.source_language}: {held.source}"
    yield f"translation, {held.target_language}: {held.target or '(none)'}"
    if one.written:
        yield f"written by {_deed(one.written)}"
    yield from _opened(one)
    yield f"how: {made_words(held)}{_drafted(one)}"
    if one.known:
        yield f"memory: {_known(one.known)}, {'between the same sentences' if held.in_context else 'between other sentences'}"
    if one.edited:
        yield f"worded by {_deed(one.edited)}"
    if one.flags:
        yield f"checks see: {', '.join(one.flags)}"
    for each in one.approvals:
        yield f"approved for {each.party} by {_deed(each)} (text {each.shown})"
    for each in one.exceptions:
        yield f"exception signed for {each.party} by {_deed(each)} (text {each.shown}): {each.because}"
    for change, after in pairwise(one.history):
        if (change.target, change.origin, change.source) != (after.target, after.origin, after.source):
            yield f"before, version {change.version}, change {change.seq}: {_change(change)}"


def _opened(one: Trace) -> Iterator[str]:
    if one.written and one.written.mail:
        yield f"its mail: `mou mail show {one.written.mail[:_PREFIX]}`"


def _drafted(one: Trace) -> str:
    held = one.segment
    glossary = f"; glossary {held.glossary}" if held.glossary else ""
    return f"{glossary}; words unknown to the engine: {held.unknown}" if held.engine else glossary


def _deed(one: Deed) -> str:
    who = f"{one.person} {one.name}".strip()
    door = DOORS.get(one.door, one.door)
    return ", ".join(part for part in (who, _when(one.on), door, one.mail[:_PREFIX]) if part)


def _known(one: Known) -> str:
    if one.report:
        return f"{one.report}, version {one.version}, {one.number}, approved {_when(one.on)}"
    return one.note or "the record cannot tell from where"


def _change(one: Change) -> str:
    said = f"“{one.target}”" if one.target else "no translation"
    by = f" by {one.editor} {one.editor_name}".rstrip() if one.editor else ""
    return f"{said}, {made_words(one)}{by}{'' if one.live else '; its sentence was gone then'} · of “{one.source}”"


def _when(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else ""
