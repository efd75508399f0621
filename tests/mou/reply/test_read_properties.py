"""Whatever entries are typed into a form, in whatever mail program, come back exactly; nothing typed is lost."""

import re
from collections.abc import Callable
from decimal import Decimal
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.form import Form, read_form
from mou.reading import Reading
from mou.reply.lines import hard_wrapped, plain
from mou.reply.message import Incoming
from mou.reply.read import read_reply
from mou.submission import Entry, Standing, State

ENGLISH = """Dear Dana,

Please answer under each line and send the mail back by 14 April 2026.
If nothing happened on an item write "no change".

[AQ-1] Coordinate air quality planning and management for the border
airsheds
Last quarter: We agreed on the stations to audit in Tijuana, Mexicali
and Calexico, and on the method.
Status (on track / delayed / done / not started):
Workshops held:
Progress:

[AQ-2] Strengthen monitoring
Last quarter: Two stations were repaired.
Status (on track / delayed / done / not started):
Progress:

[AQ-3] Exchange inspection experience
Status (on track / delayed / done / not started):
People trained:
Visits:
Progress:

[END]

You can also answer on a page:
https://desk.reports.example/f/2c1f0a
"""
SPANISH = """Estimada Elena:

Responda debajo de cada línea y devuelva el correo antes del 14 de
abril. Si no hubo novedades escriba "sin cambios".

[AQ-1] Coordinar la planeación y gestión de la calidad del aire en las
cuencas fronterizas
Trimestre anterior: Acordamos las estaciones que se auditarán.
Estado (en curso / con retraso / concluido / sin iniciar):
Talleres realizados:
Avance:

[AQ-2] Fortalecer el monitoreo
Estado (en curso / con retraso / concluido / sin iniciar):
Avance:

[AQ-3] Intercambiar experiencias
Estado (en curso / con retraso / concluido / sin iniciar):
Personas capacitadas:
Avance:

[FIN]

También puede responder en una página:
https://desk.reports.example/f/9d77e1
"""
FORMS = {"en": read_form(ENGLISH), "es": read_form(SPANISH)}
WORDS = {
    "en": {"on_track": "on track", "delayed": "Delayed", "done": "done", "not_started": "not started", "same": "No change."},
    "es": {
        "on_track": "en curso",
        "delayed": "Con retraso",
        "done": "concluido",
        "not_started": "sin iniciar",
        "same": "sin cambios",
    },
}
NOTHING = {"en": "Nothing to report: ", "es": "nada que informar: "}
STATUS = {
    "en": "Status (on track / delayed / done / not started):",
    "es": "Estado (en curso / con retraso / concluido / sin iniciar):",
}
PROGRESS = {"en": "Progress:", "es": "Avance:"}
GMAIL = {
    "en": "On Wed, Apr 1, 2026 at 9:00 AM Reports <\nreports@reports.example> wrote:\n\n",
    "es": "El mié, 1 abr 2026 a las 9:00, Reports (<\nreports@reports.example>) escribió:\n\n",
}
APPLE = {
    "en": "> On Apr 1, 2026, at 9:00 AM, Reports <reports@reports.example> wrote:\n> \n",
    "es": "> El 1 abr 2026, a las 9:00, Reports <reports@reports.example> escribió:\n> \n",
}
OUTLOOK = {
    "en": "________________________________\nFrom: Reports <reports@reports.example>\nSent: Wednesday, April 1, 2026 9:00 AM\n"
    "To: Dana\nSubject: AQ 2026-Q1\n\n",
    "es": "De: Reports <reports@reports.example>\nEnviado el: miércoles, 1 de abril de 2026 10:00\nPara: Elena\n"
    "Asunto: AQ 2026-Q1\n\n",
}

SENTENCES = st.lists(
    st.sampled_from(
        (
            "Held three workshops",
            "acordó con Mexicali",
            "el 40 % de las estaciones",
            "(see the minutes)",
            "$1,250.75 were spent",
            "no se retrasó",
            "on 3 March 2026",
            "De: 40 a 60 personas",
            "status unchanged in Calexico",
            "25 µg/m³",
            "«meta»",
            "the AQ-2 team joined",
            "avance general",
            "Tijuana",
            "and",
            "ozono",
            "No change in the method",
            "wrote to the county",
        )
    ),
    min_size=2,
    max_size=14,
).map(lambda parts: "We " + " ".join(parts) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def entry(draw: st.DrawFn, form: Form, code: str) -> Entry:
    """Draw what a lead may say about an item."""
    item = next(one for one in form.items if one.code == code)
    state = draw(st.sampled_from((State.PROGRESS, State.PROGRESS, State.NO_CHANGE, State.NOTHING)))
    numbers = {one.code: Decimal(draw(st.integers(0, 5000))) for one in item.indicators if draw(st.booleans())}
    text = "" if state is State.NO_CHANGE else draw(TEXTS)
    return Entry(item=code, state=state, standing=draw(st.sampled_from((None, *Standing))), text=text, indicators=numbers)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Form, tuple[Entry, ...]]:
    """Draw a form and answers to some of its items."""
    form = FORMS[draw(st.sampled_from(("en", "es")))]
    codes = draw(st.lists(st.sampled_from([item.code for item in form.items]), unique=True, min_size=1))
    return form, tuple(draw(entry(form, item.code)) for item in form.items if item.code in codes)


def answers(form: Form, said: Entry) -> dict[str, str]:
    """Return what is typed per label of the form for one entry."""
    item = next(one for one in form.items if one.code == said.item)
    typed = {one.label + ":": str(said.indicators[one.code]) for one in item.indicators if one.code in said.indicators}
    if said.standing:
        typed[STATUS[form.language]] = WORDS[form.language][said.standing.value]
    lead = NOTHING[form.language] if said.state is State.NOTHING else ""
    typed[PROGRESS[form.language]] = WORDS[form.language]["same"] if said.state is State.NO_CHANGE else lead + said.text
    return typed


def typed_lines(form: Form, entries: tuple[Entry, ...], answer: Callable[[str, str], str], mark: str) -> str:
    """Return the letter with answers put in by `answer(label line, typed)`, other lines marked with `mark`."""
    by_code = {said.item: answers(form, said) for said in entries}
    code, out = "", []
    for line in form.lines:
        code = line[1:5] if line.startswith("[") else code
        typed = by_code.get(code, {}).get(line)
        out.append(answer(line, typed) if typed else (mark + line).rstrip())
    return "\n".join(out)


def folded(text: str, width: int = 76) -> str:
    """Return the text as a program that wraps would send it."""
    return "\n".join(
        "\n".join(wrap(row, width, break_long_words=False, break_on_hyphens=False)) or "" for row in text.split("\n")
    )


def gmail(form: Form, entries: tuple[Entry, ...]) -> str:
    """Answers below their quoted labels, everything wrapped."""
    body = typed_lines(form, entries, lambda label, typed: f"> {label}\n\n{folded(typed)}\n", "> ")
    return GMAIL[form.language] + body + "\n"


def apple(form: Form, entries: tuple[Entry, ...]) -> str:
    """Answers typed after the label inside the quote, long lines left long."""
    body = typed_lines(form, entries, lambda label, typed: "\n".join(f"> {row}" for row in f"{label} {typed}".split("\n")), "> ")
    return APPLE[form.language] + body + "\n"


def outlook(form: Form, entries: tuple[Entry, ...]) -> str:
    """No quote marks at all: answers after the label."""
    return "\n" + OUTLOOK[form.language] + typed_lines(form, entries, lambda label, typed: f"{label} {typed}", "")


def labelled(form: Form, entries: tuple[Entry, ...]) -> str:
    """Answers by code at the top, the letter quoted below."""
    rows = []
    for said in entries:
        typed = answers(form, said)
        text = typed.pop(PROGRESS[form.language])
        rows.append(
            f"[{said.item}]\n"
            + "".join(f"{label} {value}\n" for label, value in typed.items())
            + f"{PROGRESS[form.language]} {text}\n"
        )
    return "\n".join(rows) + "\n" + GMAIL[form.language] + typed_lines(form, (), lambda label, _: label, "> ") + "\n"


def read(form: Form, text: str) -> Reading:
    """Read a plain mail."""
    return read_reply(Incoming(text=text, wrapped=hard_wrapped(text)), form)


@pytest.mark.parametrize("client", [gmail, apple, outlook, labelled])
@given(case=filled())
@settings(max_examples=60, deadline=None)
def test_what_was_typed_comes_back(
    client: Callable[[Form, tuple[Entry, ...]], str], case: tuple[Form, tuple[Entry, ...]]
) -> None:
    """Entries typed in a program's style are read back exactly, and only the others are missing."""
    form, entries = case
    reading = read(form, client(form, entries))
    assert [one.model_copy(update={"text": plain(one.text)}) for one in reading.entries] == [
        one.model_copy(update={"text": plain(one.text)}) for one in entries
    ]
    assert [one.text.split("\n\n") for one in reading.entries] == [one.text.split("\n\n") for one in entries]
    assert reading.unclear == ()
    assert set(reading.missing) == {item.code for item in form.items} - {one.item for one in entries}


JUNK = st.lists(
    st.sampled_from(
        (
            "Hola,",
            "On track",
            "AQ-1",
            "AQ-2: done",
            "[AQ-3] more",
            "Status: fine",
            "Progress:",
            "-- ",
            "Saludos,",
            "[END]",
            "AQ-9: x",
            "> Progress: quoted words",
            "1. first",
            "Workshops held: many",
            "P.S. one more thing",
            "On Monday the county wrote:",
            "",
            "",
            "We held a meeting in Mexicali",
            "De: Luis",
            "Para: Elena",
            "Asunto: nada",
            "aq1 algo",
            "¿Cuándo?",
            "Nothing to report",
        )
    ),
    max_size=14,
).map("\n".join)


@given(top=JUNK, bottom=JUNK, language=st.sampled_from(("en", "es")))
@settings(max_examples=60, deadline=None)
def test_nothing_typed_is_lost(top: str, bottom: str, language: str) -> None:
    """Every typed word is in an entry, in an unclear or among the ignored."""
    form = FORMS[language]
    reading = read(form, top + "\n\n" + gmail(form, ()) + bottom)
    kept = [one.text for one in reading.entries] + [one.text for one in reading.unclear] + list(reading.ignored)
    kept += [f"{one.standing} {one.state} {one.state.value.replace('_', ' ')}".replace("_", " ") for one in reading.entries]
    found = set(re.findall(r"\w+", " ".join(kept).casefold()))
    assert set(re.findall(r"\w+", f"{top} {bottom}".casefold())) <= found
