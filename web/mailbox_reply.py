"""A real MIME reply as a person's mail program writes it: Gmail, Outlook or Apple Mail, text and HTML alternatives.

The text is what the person left in the box, quoted letter and all, so that answers written between the quoted lines stay
where they were written. The HTML part is made from it in the marks of that program.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from html import escape
from itertools import groupby

from mou.errors import Invalid
from mou.model import Model
from web.opened import Opened

RULE = "_" * 32
"""The line that Outlook's text part draws above the letter it answers."""


class Written(Model):
    """What a person posted: in which mail program's style, and the whole text, quoted letter included."""

    style: str
    text: str


def compose(letter: Opened, written: Written, *, on: datetime) -> bytes:
    """Return the reply to a letter as RFC 5322 bytes (CRLF). Raise Invalid for an unknown style or a letter without Reply-To."""
    if not letter.reply_to:
        raise Invalid("this letter takes no reply: it has no Reply-To address")
    if written.style not in HTML:
        message = f"there is no reply style {written.style!r}: choose one of {', '.join(HTML)}"
        raise Invalid(message)
    text = "\n".join(written.text.splitlines()) + "\n"
    reply = _addressed(letter, written.style, on)
    charset = _charset(written.style, text)
    reply.set_content(text, charset=charset, cte="quoted-printable")
    reply.add_alternative(HTML[written.style](text.splitlines()), subtype="html", charset=charset, cte="quoted-printable")
    if letter.language:
        reply["Content-Language"] = letter.language
    return reply.as_bytes()


def _addressed(letter: Opened, style: str, on: datetime) -> EmailMessage:
    reply = EmailMessage(policy=SMTP)
    reply["From"] = letter.to
    reply["To"] = letter.reply_to
    reply["Subject"] = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
    reply["Date"] = format_datetime(on)
    reply["Message-ID"] = make_msgid(domain=parseaddr(letter.to)[1].rpartition("@")[2] or None)
    if letter.message_id:
        reply["In-Reply-To"] = letter.message_id
        reply["References"] = f"{letter.references} {letter.message_id}".strip()
    if style in MAILERS:
        reply["X-Mailer"] = MAILERS[style]
    return reply


def _charset(style: str, text: str) -> str:
    """Outlook writes Windows-1252 as long as the text fits; the others always write UTF-8."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return "utf-8"
    return "cp1252" if style == "outlook" else "utf-8"


def _gmail(lines: Iterable[str]) -> str:
    quoted = '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">'
    return f'<div dir="ltr">{_quoting(lines, opening=quoted)}</div>\n'


def _apple(lines: Iterable[str]) -> str:
    head = '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
    body = _quoting(lines, opening='<blockquote type="cite">')
    return f'<html><head>{head}</head><body style="overflow-wrap: break-word;">{body}</body></html>\n'


def _outlook(lines: Iterable[str]) -> str:
    above = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"></div>'
    body = "\n".join(above if line == RULE else f'<p class="MsoNormal">{_line(line)}</p>' for line in lines)
    return f'<html><body lang="x-none"><div class="WordSection1">{body}</div></body></html>\n'


def _quoting(lines: Iterable[str], *, opening: str) -> str:
    """Return lines as blocks; runs of lines behind `>` become a quotation, one level deep for each mark."""
    parts = []
    for quoted, run in groupby(lines, key=lambda line: line.startswith(">")):
        if quoted:
            inner = _quoting((line[1:].removeprefix(" ") for line in run), opening=opening)
            parts.append(f"{opening}{inner}</blockquote>")
        else:
            parts.append("\n".join(f"<div>{_line(line)}</div>" for line in run))
    return "\n".join(parts)


def _line(line: str) -> str:
    return escape(line, quote=False) or "<br>"


HTML: Mapping[str, Callable[[Iterable[str]], str]] = {"gmail": _gmail, "outlook": _outlook, "apple": _apple}
MAILERS: Mapping[str, str] = {"outlook": "Microsoft Outlook 16.0", "apple": "Apple Mail (2.3826)"}
