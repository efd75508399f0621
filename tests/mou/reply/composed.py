"""Replies composed from parts as mail programs compose them: who wrote where, in which program, language and manner."""

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from textwrap import wrap

from mou.form import Form
from mou.submission import Entry, State
from tests.mou.reply.test_read_properties import APPLE, GMAIL, OUTLOOK, PROGRESS, STATUS

SAID = {
    "en": {"on_track": "on track", "delayed": "Delayed", "done": "DONE", "not_started": "not started", "same": "No change."},
    "es": {
        "on_track": "en curso",
        "delayed": "Retrasado",
        "done": "concluído",
        "not_started": "Sin iniciar",
        "same": "Sin cambio",
    },
}
NOTHING = {"en": "Nothing to report: ", "es": "Nada que informar: "}
WHERE = {"en": "On 4/1/26 09:00, Reports wrote:", "es": "El 1/4/26 a las 09:00, Reports escribió:"}
YAHOO = {
    "en": "On Wednesday, April 1, 2026 at 09:00:00 AM PDT, Reports <reports@reports.example> wrote:",
    "es": "El miércoles, 1 de abril de 2026, 09:00:00 GMT-6, Reports <reports@reports.example> escribió:",
}
HEADS = ("[{}]", "{}:", "Item {} :", "({})", "* {}:", "Acción {}:", "Re {} -")
SIGNATURES = (
    "",
    "-- \nDana Whitfield\nAir Pollution Specialist",
    "Saludos cordiales,\nElena Ruiz\nDirectora de Calidad del Aire\nTel. 55 5490 0900",
    "Thanks!\nDana",
    "Sent from my iPhone",
    "Enviado desde mi Samsung",
    "Atentamente,\n\nElena Ruiz\n\nAVISO DE CONFIDENCIALIDAD: este mensaje y sus anexos son para su destinatario.",
    "Best regards,\nDana\n\nThis email is intended only for the person to whom it is addressed.",
)
OPENINGS = ("", "Hola,", "Dear all,", "Buenos días, respondo entre líneas.", "Please see my answers below.")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a reply: the letter's own, or typed, or a label of the letter with what was typed after it."""

    text: str
    typed: bool = False
    after: str = ""

    @property
    def line(self) -> str:
        """The line as it reads."""
        return f"{self.text} {self.after}" if self.after else self.text


def typed_under(form: Form, said: Entry, tongue: str) -> dict[str, str]:
    """Return what is typed per label of the form for one entry, in a language that need not be the form's."""
    item = next(one for one in form.items if one.code == said.item)
    typed = {one.label + ":": str(said.indicators[one.code]) for one in item.indicators if one.code in said.indicators}
    if said.standing:
        typed[STATUS[form.language]] = SAID[tongue][said.standing.value]
    lead = NOTHING[tongue] if said.state is State.NOTHING else ""
    typed[PROGRESS[form.language]] = SAID[tongue]["same"] if said.state is State.NO_CHANGE else lead + said.text
    return typed


def inline(form: Form, entries: Sequence[Entry], tongue: str, *, same_line: bool) -> list[Row]:
    """Return the letter with the answers below their labels, or after them."""
    typed = {said.item: typed_under(form, said, tongue) for said in entries}
    code, rows = "", list[Row]()
    for line in form.lines:
        code = line[1 : line.index("]")] if line.startswith("[") else code
        answer = typed.get(code, {}).get(line)
        first, *more = answer.split("\n") if answer else [""]
        rows.append(Row(line, after=first) if same_line else Row(line))
        rows += [Row(one, typed=True) for one in ([] if same_line or not answer else [first])]
        rows += [Row(one, typed=True) for one in more]
    return rows


def by_code(form: Form, entries: Sequence[Entry], tongue: str, head: str) -> str:
    """Return the answers as typed at the top, each under its code."""
    blocks = []
    for said in entries:
        typed = typed_under(form, said, tongue)
        text = typed.pop(PROGRESS[form.language])
        lines = [f"{label} {value}" for label, value in typed.items()]
        begun = head.format(said.item)
        blocks.append("\n".join([begun, *lines, f"{PROGRESS[form.language]} {text}"]) if lines else f"{begun} {text}")
    return "\n\n".join(blocks)


def by_number(entries: Sequence[Entry], tongue: str, mark: str) -> str:
    """Return the texts numbered, without any code."""
    texts = (typed_under_number(said, tongue) for said in entries)
    return "\n\n".join(f"{at}{mark} {text}" for at, text in enumerate(texts, start=1))


def typed_under_number(said: Entry, tongue: str) -> str:
    """Return an answer that has no labels."""
    if said.state is State.NO_CHANGE:
        return SAID[tongue]["same"]
    return (NOTHING[tongue] if said.state is State.NOTHING else "") + said.text


def as_text(client: str, language: str, top: str, rows: Sequence[Row], sign: str) -> tuple[str, str]:
    """Return the text part as this program writes it, and the parameters of its type."""
    above = [top, ""] if top else []
    if client == "outlook":
        lines = [*above, *([sign, ""] if sign and top else []), OUTLOOK[language], *(row.line for row in rows)]
        return "\n".join(lines) + "\n", ""
    if client == "yahoo":
        lines = [*above, *([sign, ""] if sign and top else []), YAHOO[language], "", *(row.line for row in rows)]
        return "\n".join(f" {line}".rstrip() for line in "\n".join(lines).split("\n")) + "\n", ""
    width, soft = {"gmail": (76, ""), "thunderbird": (72, " "), "apple": (2000, "")}[client]
    opening = {"gmail": GMAIL[language], "apple": APPLE[language], "thunderbird": WHERE[language] + "\n"}[client]
    out = [*_cut(top, width, soft), "", *([sign, ""] if sign and top else []), opening.rstrip("\n")]
    for typed, run in groupby(rows, key=lambda row: row.typed):
        out += [""] if typed else []
        for row in run:
            out += [
                line if typed else f"> {line}".rstrip(" " if not line.endswith(soft or "\n") else "")
                for line in _cut(row.line, width, soft)
            ]
        out += [""] if typed else []
    out += ["", sign] if sign and not top else []
    return "\n".join(out) + "\n", "; format=flowed" if soft else ""


def _cut(text: str, width: int, soft: str) -> list[str]:
    out: list[str] = []
    for row in text.split("\n"):
        lines = wrap(row, width, break_long_words=False, break_on_hyphens=False) or [""]
        out += [line + soft for line in lines[:-1]] + [lines[-1]]
    return out


def as_html(client: str, language: str, top: str, rows: Sequence[Row], sign: str) -> str:
    """Return the HTML part as this program writes it."""
    typed_line = {"outlook": '<p class="MsoNormal"><span style="color:#0070C0">{}<o:p></o:p></span></p>'}.get(
        client, "<div>{}</div>"
    )
    line = {"outlook": '<p class="MsoNormal">{}<o:p></o:p></p>'}.get(client, '<div class="line">{}</div>')
    quote = {
        "gmail": '<blockquote class="gmail_quote">',
        "apple": '<blockquote type="cite">',
        "thunderbird": '<blockquote cite="mid:x">',
    }
    opening = {"gmail": GMAIL, "apple": APPLE, "thunderbird": WHERE, "yahoo": YAHOO, "outlook": OUTLOOK}[client][language]
    opening = "<br>".join(escape(one.removeprefix("> ")) for one in opening.strip().split("\n"))
    blank = "<p class=MsoNormal>&nbsp;</p>" if client == "outlook" else "<div><br></div>"
    above = "".join(typed_line.format(escape(one)) if one else blank for one in top.split("\n")) if top else ""
    signed = "".join(typed_line.format(escape(one)) if one else blank for one in sign.split("\n")) if sign else ""
    parts = [
        "<html><head><title>x</title><style>p{margin:0}</style></head><body>",
        above,
        signed if top else "",
        f"<div>{opening}</div>",
    ]
    for typed, run in groupby(rows, key=lambda row: row.typed):
        inner = "".join((typed_line if typed else line).format(escape(row.line)) if row.line else blank for row in run)
        parts.append(inner if typed or client not in quote else f"{quote[client]}{inner}</blockquote>")
    return "\n".join([*parts, signed if not top else "", "</body></html>"])


def as_mail(text: str, html: str, *, parameters: str, charset: str, encoding: str, parts: str) -> bytes:
    """Return a mail with a text part, an HTML part or both."""
    made = {"text": _part(f"text/plain; charset={charset}{parameters}", text.encode(charset), encoding)}
    made["html"] = _part(f"text/html; charset={charset}", html.encode(charset), encoding)
    head = b"From: Dana Whitfield <d@arb.example>\nSubject: Re: your report\nMIME-Version: 1.0\n"
    if parts != "both":
        return head + made[parts]
    both = b"".join(b"--b1\n" + one + b"\n" for one in made.values())
    return head + b"Content-Type: multipart/alternative; boundary=b1\n\n" + both + b"--b1--\n"


def _part(kind: str, content: bytes, encoding: str) -> bytes:
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(content)
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + coded
