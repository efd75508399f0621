"""Dates in digits, told in words to those who would read them the other way round."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from mou.dates import in_words
from mou.segments import Direction

TO_SPANISH = Direction(source="en", target="es")
TO_ENGLISH = Direction(source="es", target="en")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans())
def test_a_date_in_digits_is_told_as_the_locale_writes_it(day: date, short: bool) -> None:  # noqa: FBT001 - drawn
    """By the convention of the language it was written in, as the locale data of the other have the long date."""
    year = day.year % 100 if short else day.year
    english, spanish = f"{day.month}/{day.day:02}/{year:02}", f"{day.day:02}/{day.month:02}/{year:02}"
    assert in_words(english, TO_SPANISH) == format_date(day, "long", locale="es_MX")
    assert in_words(spanish, TO_ENGLISH) == format_date(day, "long", locale="en_US")


@pytest.mark.parametrize("written", ["13/04/2026", "02/30/2026", "0/1/2026", "01/01/0000", "2026-03-04"])
def test_what_is_no_day_or_misread_by_nobody_stays(written: str) -> None:
    """A month of more than twelve is for a person to mend; an ISO date is read alike everywhere."""
    assert in_words(written, TO_SPANISH) == written


@pytest.mark.parametrize(("source", "target"), [("pt", "en"), ("en", "pt"), ("en", "en")])
def test_a_language_without_a_table_keeps_its_dates(source: str, target: str) -> None:
    """Nothing is told of which we do not know how it is read or said."""
    assert in_words("03/04/2026", Direction(source=source, target=target)) == "03/04/2026"
