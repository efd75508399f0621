"""Values in a text: each type in the reader's language, zone and formats."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.press import JinjaPress
from mou.errors import Invalid, Unknown
from mou.letters.blocks import Kind, Letter, Paragraph, T
from mou.letters.phrases import Day, Tongue
from mou.model import Wording
from mou.ports import Reader
from tests.fakes.sample_report import CALIFORNIA, MEXICO, sample

PRESS = JinjaPress()


def shown(value: object, reader: Reader) -> str:
    """Return how a value reads in a sentence."""
    words = T("Subject: %(subject)s", subject=value)
    letter = Letter(kind=Kind.WAIVER, subject=T("Not required"), blocks=(Paragraph(words),))
    return PRESS.letter(letter, reader).text.strip().split(": ", 1)[1]


def test_an_instant_is_told_in_the_readers_zone_and_language() -> None:
    """The same instant, with the zone's name."""
    due = sample().on("due")
    assert shown(due, CALIFORNIA).replace("\n", " ") == "Tuesday, April 14, 2026, 5:00 PM (Pacific Time)"
    assert shown(due, MEXICO).replace("\n", " ") == "martes 14 de abril de 2026, 6:00 p.m. (hora central)"


@pytest.mark.parametrize(("value", "english", "spanish"), [
    (date(2026, 1, 15), "January 15, 2026", "15 de enero de 2026"),
    (Decimal("1234.56789"), "1,234.56789", "1,234.56789"),
    (1234567, "1,234,567", "1,234,567"),
    (Wording({"en": "Air", "es": "Aire"}), "Air", "Aire"),
    (T("on track"), "on track", "en curso"),
    (Tongue("es"), "Spanish", "español"),
    ("as it is", "as it is", "as it is"),
])  # fmt: skip
def test_values_are_shown_by_type(value: object, english: str, spanish: str) -> None:
    """Dates are long, numbers are never rounded, words are translated, strings pass."""
    assert (shown(value, CALIFORNIA), shown(value, MEXICO)) == (english, spanish)


def test_a_day_is_the_readers_own() -> None:
    """An instant late in the evening is another day further east."""
    instant = sample().on("due").replace(hour=6)
    assert shown(Day(instant), CALIFORNIA) == "April 14, 2026"
    assert shown(Day(instant), replace_zone(MEXICO, "UTC")) == "15 de abril de 2026"


def replace_zone(reader: Reader, zone: str) -> Reader:
    """Return the reader elsewhere."""
    return reader.model_copy(update={"zone": zone})


@pytest.mark.parametrize("value", [None, 1.5, True, object(), sample().on("due").replace(tzinfo=None)])
def test_what_cannot_be_shown_is_refused(value: object) -> None:
    """A float, a truth value, nothing or a naive datetime never reaches a letter."""
    with pytest.raises(Invalid):
        shown(value, CALIFORNIA)


def test_pages_speak_the_readers_language(tmp_path: Path) -> None:
    """`_`, `T` and the filters are there; values are escaped; a missing value is refused and a missing page named."""
    page = "{{ _('Subject: %(subject)s', subject=name) }}|{{ T('on track') | say }}|{{ due | when }}|{{ due | day }}"
    page += "|{{ n | number }}"
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "page.html").write_text(page, encoding="utf-8")
    press = JinjaPress(templates=tmp_path)
    html = press.page("page.html", MEXICO, name="<b>", due=sample().on("due"), n=1234)
    assert html.split("|") == [
        "Asunto: &lt;b&gt;", "en curso", "martes 14 de abril de 2026, 6:00 p.m. (hora central)", "14 de abril de 2026", "1,234",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="name"):
        press.page("page.html", MEXICO)
    with pytest.raises(Unknown, match=r"other\.html"):
        press.page("other.html", MEXICO)


def test_a_wording_without_the_readers_language_is_refused() -> None:
    """A program text in one language is not shown to readers of another."""
    with pytest.raises(Invalid, match="Air"):
        shown(Wording({"en": "Air"}), MEXICO)
