"""The form as blocks, and read back from its text."""

from datetime import date
from decimal import Decimal

import pytest

from mou.errors import Unknown
from mou.form import Form, FormIndicator, FormItem, form_blocks, form_for, read_form
from mou.letters.blocks import Answer, ItemHead, Line, Marker, T, WriteAnew
from mou.model import Wording
from mou.program import AnnualPolicy, Group, Indicator, Item, Party, Policy, Program, ReviewPolicy, Role, Span
from mou.submission import Entry, Standing, State

ITEMS = (
    Item(
        code="X-1",
        title=Wording({"en": "One", "fr": "Un"}),
        indicators=(Indicator(code="n", name=Wording({"en": "Visits", "fr": "Visites"})),),
    ),
    Item(code="X-2", title=Wording({"en": "Two", "fr": "Deux"}), owed_by=("north",)),
)
LEADS = {"north": Role(holder="p01"), "south": Role(holder="p02")}
GROUP = Group(code="x", name=Wording({"en": "X"}), items=ITEMS, leads=LEADS)


def party(code: str) -> Party:
    """Return a party; only its code matters to a form."""
    role = Role(holder="p01")
    name = Wording({"en": code})
    return Party(code=code, name=name, language="en", locale="en_US", zone="UTC", calendar="x", coordinator=role, reviewer=role)


X = Wording({"en": "X"})
REVIEW = ReviewPolicy(reminders=(3,), escalation=5)
POLICY = Policy(
    opens=1,
    due=10,
    reminders=(5,),
    escalation=3,
    closes=10,
    cut=12,
    returned=5,
    review=REVIEW,
    annual=AnnualPolicy(cut=5, review=REVIEW, embargo=20),
)
PROGRAM = Program(
    code="p",
    name=X,
    short=X,
    about=X,
    contact="x@x.example",
    span=Span(first=date(2026, 1, 1), last=date(2026, 12, 31)),
    parties=(party("north"), party("south")),
    people=(),
    groups=(GROUP,),
    policy=POLICY,
    calendars=("x",),
)
PRINTED = FormItem(code="X-1", title="One", indicators=(FormIndicator(code="n", label="Visits"),))
FORM = Form(quarter="2026-Q1", group="x", party="north", language="en", items=(PRINTED,))


def test_a_form_asks_only_what_the_party_owes() -> None:
    """An item owed by one party is not asked of the other, and titles are in the form's language."""
    assert [item.code for item in form_for(PROGRAM, "x", "south", "2026-Q1", "fr").items] == ["X-1"]
    both = form_for(PROGRAM, "x", "north", "2026-Q1", "fr")
    assert [(item.code, item.title) for item in both.items] == [("X-1", "Un"), ("X-2", "Deux")]
    assert both.items[0].indicators == (FormIndicator(code="n", label="Visites"),)


def test_an_unknown_party_has_no_form() -> None:
    """A form for a party that is not in the program is refused."""
    with pytest.raises(Unknown):
        form_for(PROGRAM, "x", "east", "2026-Q1", "en")


def test_blocks_of_an_empty_form() -> None:
    """Head, last quarter on one line, status, indicator, progress, the marker, and a way to an empty answer after it."""
    labels = (
        T("Status (on track / delayed / done / not started):"),
        T("%(name)s:", name=Wording({"en": "Visits"})),
        T("Progress:"),
    )
    assert form_blocks(FORM, last={"X-1": "We met.\n\nTwice."}) == (
        ItemHead(code="X-1", title=Wording({"en": "One"})),
        Line(T("Last quarter: %(text)s", text="We met. Twice.")),
        *(Line(label) for label in labels),
        Marker(),
        WriteAnew(T("Or write your answers into an empty message:"), ("[X-1]", *labels, "")),
    )


def test_answers_on_record_are_printed_after_their_labels() -> None:
    """Status, numbers and text come prefilled; "no change" and a reason come as the phrases that read back."""
    entry = Entry(item="X-1", state=State.PROGRESS, standing=Standing.DONE, text="Met.", indicators={"n": Decimal(1200)})
    filled = [block for block in form_blocks(FORM, given={"X-1": entry}) if isinstance(block, Answer)]
    assert [block.value for block in filled] == [T("done"), "1200", "Met."]
    nothing = Entry(item="X-1", state=State.NOTHING, text="no budget")
    assert T("nothing to report: %(reason)s", reason="no budget") in [
        block.value for block in form_blocks(FORM, given={"X-1": nothing}) if isinstance(block, Answer)
    ]
    same = Entry(item="X-1", state=State.NO_CHANGE)
    assert T("no change") in [block.value for block in form_blocks(FORM, given={"X-1": same}) if isinstance(block, Answer)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Hi,\n[X-1] A title that goes\non below\nLast quarter: s:\nm\nStatus (a / b):\nVisits:\nProgress:\n\n[END]\nBye",
            "en",
        ),
        ("[X-1] A title that goes on\nbelow\nEstado (a / b): en curso\nVisits: 4\nAvance: Todo:\nbien: sí\n\n[FIN]\n", "es"),
    ],
)
def test_a_form_is_read_back_from_its_text(text: str, language: str) -> None:
    """Codes, wrapped titles, indicator labels and the language come back, prefilled or not."""
    form = read_form(text, quarter="2026-Q1", group="x")
    assert form.language == language
    (item,) = form.items
    assert (item.code, item.title) == ("X-1", "A title that goes on below")
    assert item.indicators == (FormIndicator(code="visits", label="Visits"),)
    assert (form.quarter, form.group, form.lines[0]) == ("2026-Q1", "x", text.split("\n", maxsplit=1)[0])


def test_a_text_without_items_has_none() -> None:
    """Any other text gives an empty form."""
    assert read_form("Hello\nStatus: fine").items == ()
