"""How three mail programs write a reply: the line above the quoted letter, how it is quoted, and their HTML."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from demo import dates
from demo.answers import Row
from demo.letter import Letter

GMAIL_WIDTH = 76
"""Columns at which Gmail cuts lines, typed and quoted ones (in the text part only)."""

_WROTE = {"en": "wrote:", "es": "escribió:"}
_HEADS = {"en": ("From", "Sent", "To", "Subject"), "es": ("De", "Enviado el", "Para", "Asunto")}
_BAR = "border-left:1px solid rgb(204,204,204);padding-left:1ex"


@dataclass(frozen=True, slots=True)
class Client:
    """A mail program: its text and HTML for the rows of a reply, charset, transfer encodings of both, and Message-ID's form.

    `same_line` says that its users answer on the label's own line, since they cannot tell their lines from quoted ones.
    """

    name: str
    text: Callable[[Letter, Sequence[Row]], str]
    html: Callable[[Letter, Sequence[Row]], str]
    charset: str
    encodings: tuple[str, str]
    same_line: bool
    message_id: str


def _gmail_text(letter: Letter, rows: Sequence[Row]) -> str:
    wrapped = [Row(line.text, quoted=one.quoted) for one in rows for line in _cut(one.text)]
    return _marked(wrapped, [*_cut(_gmail_line(letter)), Row("")])


def _gmail_html(letter: Letter, rows: Sequence[Row]) -> str:
    opening = f'<div dir="ltr" class="gmail_attr">{escape(_gmail_line(letter))}<br></div>'
    quote = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;' + _BAR + '">{}</blockquote>'
    return _blocks(rows, opening=opening, quote=quote, typed='<div dir="ltr">{}</div>', frame="{}")


def _apple_text(letter: Letter, rows: Sequence[Row]) -> str:
    return _marked(rows, [Row(_apple_line(letter)), Row("")])


def _apple_html(letter: Letter, rows: Sequence[Row]) -> str:
    frame = '<html><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space;">{}</body></html>'
    opening = f'<div>{escape(_apple_line(letter))}</div><br class="Apple-interchange-newline">'
    return _blocks(rows, opening=opening, quote='<blockquote type="cite">{}</blockquote>', typed="<div>{}</div>", frame=frame)


def _outlook_text(letter: Letter, rows: Sequence[Row]) -> str:
    first = next((at for at, row in enumerate(rows) if row.quoted), len(rows))
    above, below = [row.text for row in rows[:first]], [row.text for row in rows[first:]]
    head = [f"{name}: {value}" for name, value in _outlook_head(letter)]
    return "\n".join([*above, "", "_" * 32, *head, "", *below]) + "\n"


def _outlook_html(letter: Letter, rows: Sequence[Row]) -> str:
    head = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in _outlook_head(letter))
    opening = (
        f'<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{head}</p></div>'
    )
    frame = '<html><body lang="' + letter.language + '"><div class="WordSection1">{}</div></body></html>'
    return _blocks(rows, opening=opening, quote="{}", typed="{}", frame=frame, line='<p class="MsoNormal">{}</p>')


def _blocks(rows: Iterable[Row], *, opening: str, quote: str, typed: str, frame: str, line: str = "<div>{}</div>") -> str:
    """Return the rows as HTML: runs of typed and of quoted rows, `opening` before the first quoted run."""
    parts: list[str] = []
    for is_quoted, run in groupby(rows, key=lambda row: row.quoted):
        inner = "".join(line.format(escape(row.text) or "<br>") for row in run)
        first = is_quoted and opening not in parts
        parts += [opening] if first else []
        parts.append((quote if is_quoted else typed).format(inner))
    return frame.format("\n".join(parts)) + "\n"


def _marked(rows: Sequence[Row], opening: Sequence[Row]) -> str:
    """Return the rows as text, quoted ones behind `> `, `opening` before the first of them."""
    first = next((at for at, row in enumerate(rows) if row.quoted), len(rows))
    lines = (f"> {row.text}".rstrip() if row.quoted else row.text for row in [*rows[:first], *opening, *rows[first:]])
    return "\n".join(lines) + "\n"


def _cut(text: str) -> list[Row]:
    lines = textwrap.wrap(text, GMAIL_WIDTH, break_long_words=False, break_on_hyphens=False)
    return [Row(line) for line in lines or [""]]


def _gmail_line(letter: Letter) -> str:
    name, address = _sender(letter)
    when = dates.gmail(letter.sent, letter.tongue)
    return f"{when}, {name} (<{address}>) escribió:" if letter.tongue == "es" else f"{when} {name} <{address}> wrote:"


def _apple_line(letter: Letter) -> str:
    name, address = _sender(letter)
    return f"{dates.apple(letter.sent, letter.tongue)}, {name} <{address}> {_WROTE[letter.tongue]}"


def _outlook_head(letter: Letter) -> tuple[tuple[str, str], ...]:
    name, address = _sender(letter)
    message = letter.message
    values = (f"{name} <{address}>", dates.outlook(letter.sent, letter.tongue), str(message["To"]), str(message["Subject"]))
    return tuple(zip(_HEADS[letter.tongue], values, strict=True))


def _sender(letter: Letter) -> tuple[str, str]:
    sender = letter.message["From"].addresses[0]
    return sender.display_name or sender.addr_spec, sender.addr_spec


GMAIL = Client(
    "gmail", _gmail_text, _gmail_html, "utf-8", ("base64", "quoted-printable"), same_line=False, message_id="CA+{}@mail.{}"
)
OUTLOOK = Client(
    "outlook",
    _outlook_text,
    _outlook_html,
    "windows-1252",
    ("quoted-printable", "quoted-printable"),
    same_line=True,
    message_id="{}@prod.outlook.{}",
)
APPLE = Client("apple", _apple_text, _apple_html, "utf-8", ("quoted-printable", "base64"), same_line=False, message_id="{}@{}")
