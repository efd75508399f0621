"""The letter as the press prints it, sent back: what it said is read again, from its text and from its HTML."""

from decimal import Decimal

import pytest

from adapters.press import JinjaPress
from mou.form import Form, FormIndicator, FormItem, form_blocks, read_form
from mou.letters.blocks import Kind, Letter, T
from mou.ports import Reader
from mou.reply.markup import text_of
from mou.reply.message import Incoming
from mou.reply.read import read_reply
from mou.submission import Entry, Standing, State

READERS = {
    "en": Reader(language="en", locale="en_US", zone="America/Los_Angeles"),
    "es": Reader(language="es", locale="es_MX", zone="America/Mexico_City"),
}
LAST = "Both parties repaired the stations and agreed on the method that is used for the audit of each of them."
TEXT = (
    "We met in Mexicali with both districts and agreed on the list of the stations, which will be audited in May.\n"
    "In June too.\n\nMore later."
)


def form(language: str) -> Form:
    """Return a form of three items, one with a number to give."""
    number = FormIndicator(code="visits", label="Visits")
    items = tuple(
        FormItem(code=f"X-{n}", title=f"A title long enough to be wrapped by whoever prints the letter, number {n}")
        for n in (2, 3)
    )
    first = FormItem(code="X-1", title="First", indicators=(number,))
    return Form(quarter="2026-Q1", group="x", party="y", language=language, items=(first, *items))


@pytest.mark.parametrize("part", ["text", "html", "quoted"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_prefilled_letter_sent_back_says_what_it_said(language: str, part: str) -> None:
    """Status, number, text and reason come back as they were; the open item is missing."""
    given = {
        "X-1": Entry(
            item="X-1", state=State.PROGRESS, standing=Standing.DELAYED, text=TEXT, indicators={"visits": Decimal(1200)}
        ),
        "X-2": Entry(item="X-2", state=State.NOTHING, text="the permit is late"),
    }
    blocks = form_blocks(form(language), last={"X-1": LAST, "X-3": LAST}, given=given)
    printed = JinjaPress().letter(
        Letter(Kind.REMINDER, T("If nothing changed in an item, write “no change”."), blocks), READERS[language]
    )
    asked = read_form(printed.text, quarter="2026-Q1", group="x", party="y")
    assert asked.model_copy(update={"lines": ()}) == form(language)
    quoted = "\n".join(f"> {row}" for row in printed.text.split("\n"))
    body = {"text": printed.text, "html": text_of(printed.html), "quoted": quoted}[part]
    reading = read_reply(Incoming(text=body), asked)
    assert reading.entries == tuple(given.values())
    assert (reading.missing, reading.unclear) == (("X-3",), ())
