"""`mou letter`: any letter as it would go out, written to a file, with no server and nothing sent."""

from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from adapters import program_files
from adapters.compose import compose
from adapters.press import JinjaPress
from commands.sample import Sample
from commands.sample_letters import PLANNED, sample_letter, sent
from mou.calendar import parse_quarter, plan_cycle
from mou.errors import Unavailable, Unknown
from mou.letters.blocks import Kind
from mou.ports import Envelope, Reader
from mou.program import Person, Program
from mou.stories import report_id

TO_COORDINATORS = {
    Kind.ESCALATION, Kind.HELD, Kind.QUARTERLY_REPORT, Kind.ANNUAL_APPROVAL, Kind.ANNUAL_REMINDER, Kind.ANNUAL_ESCALATION,
    Kind.PUBLICATION,
}  # fmt: skip
TO_REVIEWERS = {Kind.APPROVAL_REQUEST, Kind.REVIEW_REMINDER, Kind.REVIEW_ESCALATION, Kind.DECISION_RECEIPT}


def letter(
    kind: Annotated[str, typer.Argument(help="The kind of letter, such as invitation, receipt or approval-request.")],
    program: Annotated[str, typer.Argument(help="A program's code, such as ca-mx, or its folder.")],
    quarter: Annotated[str, typer.Argument(help="The quarter, such as 2026-Q1.")],
    group: Annotated[str, typer.Argument(help="The working group's code, such as air-quality.")],
    party: Annotated[str, typer.Option("--party", help="The party it is written to; the first one if not given.")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The .eml file to write; else the text is shown.")] = None,
) -> None:
    """Write a letter as it would go out. Nothing is sent; what only the record knows is filled with samples."""
    asked = kind_of(kind)
    loaded = program_files.load(program_files.folder_of(program))
    year, number = parse_quarter(quarter)
    plan = plan_cycle(loaded.program, year, loaded.calendars)
    home = loaded.program.party(party or loaded.program.parties[0].code)
    person = recipient(loaded.program, asked, group, home.code)
    sample = Sample(
        program=loaded.program,
        cycle=plan,
        plan=plan.quarters[number - 1],
        group=loaded.program.group(group),
        party=home.code,
        language=person.language,
    )
    written = sample_letter(asked, sample)
    reader = Reader(language=person.language, locale=home.locale, zone=home.zone)
    outside = envelope(loaded.program, asked, sample.report, person, expects_reply=written.expects_reply)
    rendered = JinjaPress().letter(written, reader, reply_to=outside.reply_to)
    message = compose(
        outside,
        rendered,
        on=sent(asked, sample),
        program=loaded.program.code,
        report=report_id(loaded.program.code, quarter, group),
        quarter=quarter,
        kind=asked,
        preview=asked not in PLANNED,
    )
    if out is None:
        typer.echo(f"{rendered.subject}\n\n{rendered.text}", nl=False)
        return
    _write(out, message)
    typer.echo(f"Wrote {out}: {rendered.subject}")


def kind_of(name: str) -> Kind:
    """Return the kind of this name; raise Unknown with the nearest one."""
    kinds = [kind.value for kind in Kind]
    if name in kinds:
        return Kind(name)
    near = get_close_matches(name.lower().replace("_", "-"), kinds, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    message = f"There is no letter {name!r}.{hint} There are: {', '.join(kinds)}."
    raise Unknown(message)


def recipient(program: Program, kind: Kind, group: str, party: str) -> Person:
    """Return whom a kind of letter goes to: the party's lead, reviewer or coordinator; raise Unknown where there is none."""
    home = program.party(party)
    if kind in TO_COORDINATORS:
        return program.person(home.coordinator.holder)
    if kind in TO_REVIEWERS:
        return program.person(home.reviewer.holder)
    leads = program.group(group).leads
    if party not in leads:
        message = f"The group {group!r} has no lead for {party!r}, only for: {', '.join(leads)}."
        raise Unknown(message)
    return program.person(leads[party].holder)


def envelope(program: Program, kind: Kind, report: str, person: Person, *, expects_reply: bool) -> Envelope:
    """Return an envelope whose token and ids are made of the letter's key, so that a preview is always the same."""
    key = f"{report}/preview/{kind}/{person.id}"
    mark = sha256(key.encode()).hexdigest()
    domain = program.contact.rpartition("@")[2]
    return Envelope(
        key=key,
        sender=f"reports@{domain}",
        reply_to=f"reply+{mark[:32]}@{domain}",
        to=person,
        message_id=f"<{mark[:24]}@{domain}>",
        language=person.language,
        expects_reply=expects_reply,
    )


def _write(out: Path, message: bytes) -> None:
    try:
        out.write_bytes(message)
    except OSError as error:
        text = f"{out} could not be written: {error.strerror or error}. Choose another file."
        raise Unavailable(text) from error
