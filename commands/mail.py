"""`mou mail read`: show how a reply would be read against the letter it answers. Needs no server and files nothing."""

import json
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mou.errors import Invalid
from mou.form import read_form
from mou.letters.blocks import Kind
from mou.model import Model
from mou.reading import DecisionReading, Reading
from mou.reply.decide import read_decision
from mou.reply.lines import key
from mou.reply.message import Incoming, parse
from mou.reply.read import read_reply

_TARGET = re.compile(r"(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)-(?P<number>\d+):")


def read(
    form: Annotated[Path, typer.Option("--form", help="The letter that was answered, as an .eml file.")],
    reply: Annotated[Path, typer.Argument(help="The reply, as an .eml file.")],
    json_: Annotated[bool, typer.Option("--json", help="Print the reading as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Show how a reply would be read: what is filed, what is missing, what we would ask about. Files nothing."""
    sent, raw = _letter(form), _mail(reply, what="reply")
    incoming = parse(raw)
    reading = _reading(sent, incoming, form)
    if json_:
        typer.echo(json.dumps(_as_json(reading, incoming), ensure_ascii=False, indent=2))
    else:
        Console().print(_table(reading))


class _Letter(Model):
    """A letter of ours: its text and the headers that say what it asked."""

    text: str
    kind: str
    report: str
    quarter: str
    language: str


def _letter(path: Path) -> _Letter:
    raw = _mail(path, what="letter")
    heads = _headers(raw)
    return _Letter(
        text=parse(raw).text,
        kind=heads.get("x-mou-kind", ""),
        report=heads.get("x-mou-report", ""),
        quarter=heads.get("x-mou-quarter", ""),
        language=heads.get("content-language", ""),
    )


def _mail(path: Path, *, what: str) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"The {what} {str(path)!r} cannot be read: {error.strerror}. Give the path of an .eml file."
        raise Invalid(message) from error
    if not _headers(raw).keys() & {"from", "subject", "date", "message-id", "content-type", "mime-version"}:
        message = f"The {what} {str(path)!r} is not a mail: it has no mail headers. Save it as .eml (raw message) and try again."
        raise Invalid(message)
    return raw


def _headers(raw: bytes) -> dict[str, str]:
    block = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0].decode("utf-8", "replace")
    rows = re.sub(r"\r?\n[ \t]+", " ", block).splitlines()
    return {name.strip().casefold(): value.strip() for name, colon, value in (row.partition(":") for row in rows) if colon}


def _reading(letter: _Letter, incoming: Incoming, path: Path) -> Reading | DecisionReading:
    if letter.kind == Kind.APPROVAL_REQUEST:
        lines = tuple(letter.text.split("\n"))
        targets = {int(found["number"]): found["tag"].lower() for found in map(_TARGET.match, lines) if found}
        return read_decision(incoming, language=letter.language, segments=targets, lines=lines)
    group = letter.report.rpartition("/")[2]
    asked = read_form(letter.text, quarter=letter.quarter, group=group, language=letter.language)
    if not asked.items:
        message = (
            f"The letter {str(path)!r} holds no form: no line like '[AQ-1] title' was found in its text part. Give the form."
        )
        raise Invalid(message)
    return read_reply(incoming, asked)


def _as_json(reading: Reading | DecisionReading, incoming: Incoming) -> dict[str, object]:
    shown = reading.model_dump(mode="json")
    if isinstance(reading, Reading):
        for entry in shown["entries"]:
            entry["status"] = entry.pop("standing")
    return {**shown, "attachments": [one.name for one in incoming.attachments]}


def _table(reading: Reading | DecisionReading) -> Table:
    table = Table("What", "Where", "Read as", title=f"{reading.outcome.value}: {reading.reason}")
    if isinstance(reading, Reading):
        for entry in reading.entries:
            numbers = [f"{code} = {value}" for code, value in entry.indicators.items()]
            said = [key(entry.standing or "").replace("_", " "), *numbers, entry.text]
            table.add_row(entry.state.value.replace("_", " "), entry.item, "\n".join(filter(None, said)))
        for code in reading.missing:
            table.add_row("missing", code, "")
    else:
        table.add_row(
            "decision", "", "\n".join(filter(None, (reading.verb.value if reading.verb else "not clear", reading.because)))
        )
        for one in reading.corrections:
            table.add_row("correction", f"{one.language.upper()}-{one.number}", one.text)
    for doubt in reading.unclear:
        table.add_row(f"unclear ({doubt.reason})", doubt.item, doubt.text)
    table.add_row("ignored", "", f"{len(reading.ignored)} lines: quoted letter, signatures, notices")
    return table
