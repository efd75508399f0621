"""`mou mail show`: a mail on record, as a person reads it or as the bytes that came."""

import sys
from typing import Annotated

import typer

from commands.open import run
from mou.inbound.page_token import without_links
from mou.keeping import MailRow
from mou.reply.message import Incoming, parse
from wiring import House


def show(
    digest: Annotated[str, typer.Argument(help="The mail's digest or its beginning, as `mou trace` and the report print it.")],
    raw: Annotated[bool, typer.Option("--raw", help="Print the bytes as they came, to keep as an .eml file.")] = False,  # noqa: FBT002 - typer's way
) -> None:
    """Show who wrote a mail, when it was stored, what became of it, and its text."""

    async def work(built: House) -> tuple[MailRow, bytes]:
        row = await built.traces.mail(digest)
        return row, await built.blobs.get(row.blob)

    row, content = run(work)
    if raw:
        sys.stdout.buffer.write(content)
        return
    mail = parse(content)
    typer.echo(f"{_heads(row, mail)}\n\n{_readable(without_links(mail.text))}")


def _heads(row: MailRow, mail: Incoming) -> str:
    heads = {
        "Mail": row.digest,
        "Stored": f"{row.stored_on:%Y-%m-%d %H:%M} UTC in agreement time, by {row.door}",
        "Became": " ".join(filter(None, (row.status, row.reason))),
        "Report": row.report or "none",
        "From": f"{mail.sender_name} <{mail.sender}>".strip(),
        "Subject": mail.subject,
        "Files": ", ".join(one.name or "(unnamed)" for one in mail.attachments),
    }
    return "\n".join(f"{name}: {_one_line(value)}" for name, value in heads.items() if value)


def _one_line(value: str) -> str:
    return " ".join(_readable(value).split())


def _readable(text: str) -> str:
    """Return a stranger's words without what would steer a terminal."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)
