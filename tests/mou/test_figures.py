"""Figures in other conventions, as both sides of the border write them; what is in doubt stays."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.figures import FIGURE, retold, value


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("1.234,5", "1,234.5"),
        ("1 234,5", "1,234.5"),
        ("1\u00a0234\u202f567", "1,234,567"),
        ("12\u2009000.5", "12,000.5"),
        ("1.250.000", "1,250,000"),
        ("1.250.000,50", "1,250,000.50"),
        ("1.234,567", "1,234.567"),
        ("0,500", "0.500"),
    ],
)
def test_another_convention_is_retold(figure: str, said: str) -> None:
    """Its value stays, and so does every decimal place."""
    assert retold(figure) == said
    assert value(figure) == value(said)


@pytest.mark.parametrize(
    "figure",
    [
        "1,234.5",
        "1,234,567",
        "1234.5",
        "2026",
        "1.234",
        "3,5",
        "1,234",
        "12 300",
        "555 123 456",
        "1.2.3",
        "31.12.2026",
        "10.0.0.1",
    ],
)
def test_what_is_ours_or_in_doubt_stays(figure: str) -> None:
    """Byte for byte: it may be two numbers, a version or a date."""
    assert retold(figure) == figure


def test_a_measured_decimal_comma_is_no_list() -> None:
    """A percentage or an amount of money is one number; three places after a comma are a thousand all the same."""
    assert [retold(one, measured=True) for one in ("3,5", "12,50", "1,234", "1.234")] == ["3.5", "12.50", "1,234", "1.234"]


@given(st.decimals(0, 10**12, places=3), st.sampled_from([(".", ","), ("\u00a0", ","), (" ", ",")]))
@settings(max_examples=80, deadline=None)
def test_both_locales_write_it_so(number: Decimal, marks: tuple[str, str]) -> None:
    """What a figure of four digits or more becomes is what the locale data of en_US and es_MX say."""
    number += 1000
    group, point = marks
    written = f"{number:,}".replace(",", "g").replace(".", point).replace("g", group)
    shape = "#,##0.000"
    assert retold(written) == format_decimal(number, shape, locale="en_US") == format_decimal(number, shape, locale="es_MX")


@given(st.from_regex(rf"\A(?:{FIGURE})\Z"), st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_figure_changes_its_value(figure: str, measured: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever is written."""
    assert value(retold(figure, measured=measured)) == value(figure)
