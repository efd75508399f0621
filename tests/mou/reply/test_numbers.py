"""Numbers in both languages."""

from decimal import Decimal

import pytest

from mou.reply.numbers import read_number


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("3", "en", "3"),
        ("1,234", "en", "1234"),
        ("1,234.5", "es", "1234.5"),
        ("1.234,5", "en", "1234.5"),
        ("1 234", "es", "1234"),
        ("1\u00a0234\u00a0567", "es", "1234567"),
        ("1.234.567", "es", "1234567"),
        ("0,5", "es", "0.5"),
        ("12.50", "es", "12.50"),
        ("3 workshops", "en", "3"),
        ("7.", "en", "7"),
        ("-2", "en", "-2"),
    ],
)
def test_a_plain_number_is_read(text: str, language: str, number: str) -> None:
    """What can only be one number is that number."""
    assert read_number(text, language=language, label="Workshops held") == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "12 of 20", "about 3", "3 or 4", "", "three", "1 23", "12%", "2,34,5", "3 people"]
)
def test_what_could_be_two_numbers_is_none(text: str) -> None:
    """Ambiguous or wordy values are not guessed."""
    assert read_number(text, language="es", label="Talleres realizados") is None
