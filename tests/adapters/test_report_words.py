"""The report's words in one language: dates, rates, plurals, and signs that would act."""

from datetime import UTC, date, datetime

import pytest

from adapters.report_words import Words, visible
from adapters.resources import resource
from mou.report.rates import Rate


def words(language: str = "es", locale: str = "es_MX") -> Words:
    """Return the product's own words."""
    return Words(locales=resource("locales"), language=language, locale=locale)


def test_dates_are_long_and_local() -> None:
    """An instant is told as the day it was in its party's zone, in the language's long form."""
    late_evening = datetime(2027, 1, 16, 2, tzinfo=UTC)
    assert words().day(late_evening, "America/Mexico_City") == "15 de enero de 2027"
    assert words("en", "en_US").day(date(2027, 1, 15)) == "January 15, 2027"


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(met=250, of=251), "99% (250 de 251)"),
        (Rate(met=3, of=3), "100% (3 de 3)"),
        (Rate(met=0, of=0), "nada era exigible"),
    ],
)
def test_only_a_whole_is_a_hundred_percent(rate: Rate, text: str) -> None:
    """Percentages are rounded down, so nothing short of everything reads 100%; of nothing there is no rate."""
    assert words().rate(rate) == text


def test_plurals_follow_the_language() -> None:
    """One and many have their own forms."""
    one, many = (
        "This working group has %(n)s goal in the joint action plan.",
        "This working group has %(n)s goals in the joint action plan.",
    )
    assert "1 meta " in words().count(one, many, 1)
    assert "3 metas " in words().count(one, many, 3)


def test_signs_that_act_are_shown() -> None:
    """Control signs and turns of direction are printed as their code; lines and tabs stay."""
    assert visible("a\u202eb\x07c\r\nd\te") == "a[U+202E]b[U+0007]c\nd\te"
