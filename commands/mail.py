"""`mou mail read`: show how a reply would be read against the letter it answers. Needs no server and files nothing."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.printing import print_json
from mou.errors import Invalid
from mou.form import read_form
from mou.letters.blocks import Kind
from mou.model import Model
from mou.reading import DecisionReading, Outcome, Reading, Unclear
from mou.reply.decide import read_decision
from mou.reply.lines import key
from mou.reply.markup import text_of
from mou.reply.message import Incoming, parse
from mou.reply.read import read_reply
from mou.submission import Entry

_TARGET = re.compile(r"(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)-(?P<number>\d{1,4}):")
_HEADERS = 100_000


def read(
    form: Annotated[Path, typer.Option("--form", help="The letter that was answered, as an .eml file.")],
    reply: Annotated[Path, typer.Argument(help="The reply, as an .eml file.")],
    json_: Annotated[bool, typer.Option("--json", help="Print the reading as JSON.")] = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Show how a reply would be read: what is filed, what is missing, what we would ask about. Files nothing."""
    incoming = parse(_bytes(reply, what="reply"))
    reading = _reading(_letter(_bytes(form, what="letter")), incoming)
    if json_:
        print_json(_as_json(reading, incoming))
    else:
        Console().print(_table(reading))


class _Letter(Model):
    """A letter of ours: its text, as other programs may have saved it too, and the headers that say what it asked."""

    texts: tuple[str, ...]
    kind: str
    report: str
    quarter: str
    language: str


def _bytes(path: Path, *, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"The {what} {str(path)!r} cannot be read: {error.strerror}. Give the path of an .eml file."
        raise Invalid(message) from error


def _letter(raw: bytes) -> _Letter:
    heads = _headers(raw)
    parsed = parse(raw)
    return _Letter(
        texts=tuple(dict.fromkeys((parsed.text, text_of(parsed.html)))),
        kind=heads.get("x-mou-kind", ""),
        report=heads.get("x-mou-report", ""),
        quarter=heads.get("x-mou-quarter", ""),
        language=heads.get("content-language", ""),
    )


def _headers(raw: bytes) -> dict[str, str]:
    block = re.split(rb"\r?\n\r?\n", raw[:_HEADERS], maxsplit=1)[0].decode("utf-8", "replace")
    rows = re.sub(r"\r?\n[ \t]+", " ", block).splitlines()
    return {name.strip().casefold(): value.strip() for name, colon, value in (row.partition(":") for row in rows) if colon}


def _reading(letter: _Letter, incoming: Incoming) -> Reading | DecisionReading:
    """Read the reply as what the letter asks for: its items, its segments, or nothing that could be answered."""
    group = letter.report.rpartition("/")[2]
    forms = [read_form(text, quarter=letter.quarter, group=group, language=letter.language) for text in letter.texts]
    asked = next((form for form in forms if form.items), forms[0])
    targets = {int(found["number"]): found["tag"].lower() for found in map(_TARGET.match, asked.lines) if found}
    if letter.kind == Kind.APPROVAL_REQUEST or (targets and not asked.items and not letter.kind):
        return read_decision(incoming, language=letter.language, segments=targets, lines=asked.lines)
    if not asked.items:
        doubts = (Unclear(text=incoming.text, reason="no-form"),) if incoming.text.strip() else ()
        names = tuple(one.name for one in incoming.attachments)
        return Reading(outcome=Outcome.HOLD, reason="no-form", unclear=doubts, attachments=names)
    return read_reply(incoming, asked)


def _as_json(reading: Reading | DecisionReading, incoming: Incoming) -> dict[str, object]:
    """Return the reading with its entries under their items' codes. The codes of statuses and states are DESIGN's words."""
    shown: dict[str, object] = reading.model_dump(mode="json")
    if isinstance(reading, Reading):
        shown["entries"] = {entry.item: _entry(entry) for entry in reading.entries}
    return shown | {"attachments": [one.name for one in incoming.attachments]}


def _entry(entry: Entry) -> dict[str, object]:
    said = entry.model_dump(mode="json")
    return {"status": said["standing"], **{name: said[name] for name in ("state", "text", "indicators")}}


def _table(reading: Reading | DecisionReading) -> Table:
    table = Table("What", "Where", "Read as", title=f"{reading.outcome.value}: {reading.reason}")
    if isinstance(reading, Reading):
        for entry in reading.entries:
            numbers = [f"{code} = {value}" for code, value in entry.indicators.items()]
            said = [key(entry.standing or "").replace("_", " "), *numbers, entry.text]
            table.add_row(entry.state.value.replace("_", " "), entry.item, escape("\n".join(filter(None, said))))
        for code in reading.missing:
            table.add_row("missing", code, "")
    else:
        table.add_row(
            "decision",
            "",
            escape("\n".join(filter(None, (reading.verb.value if reading.verb else "not clear", reading.because)))),
        )
        for one in reading.corrections:
            table.add_row("correction", f"{one.language.upper()}-{one.number}", escape(one.text))
    for doubt in reading.unclear:
        table.add_row(f"unclear ({doubt.reason})", doubt.item, escape(doubt.text))
    table.add_row("ignored", "", f"{len(reading.ignored)} lines: quoted letter, signatures, notices")
    return table
