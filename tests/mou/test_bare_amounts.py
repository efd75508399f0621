"""Amounts in a bare "$": found where no currency is named, read as their language has them, and shown to a reviewer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.bare_amounts import bare_amounts, bare_in_answer, with_codes
from mou.checks import Severity, flags, severity
from mou.languages import WrittenIn
from mou.tongues import TONGUES

NAMED = [
    *("US$5", "$5 USD", "USD 5", "5 pesos", "MX$5", "5¢", "$", "$5USD", "USD$5", "mxn $5", "US $5", "U.S. $5", "MXN $5.50"),
    *("R$5", "$5 pesos", "$5 (USD)", "$5,000.00 M.N.", "€5", "https://a.example/?x=$5"),
]
BARE = ["$5", "$ 5,000", "-$5", "($5)", "$1,250,000.50", "gave us $5", "$5 and 7 USD", "$5 USD 7"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", NAMED)
def test_a_named_currency_is_not_asked_for(language: str, text: str) -> None:
    """Before the figure or right after it, as sign, code or word."""
    assert bare_amounts(language, text) == ()


@pytest.mark.parametrize(
    "text", ["$5 million dollars", "$5 in U.S. dollars", "$5 billion in Mexican pesos", "$1.2 million of dollars"]
)
def test_a_currency_after_a_scale_is_named_in_english(text: str) -> None:
    """Between figure and currency may stand what belongs to the number."""
    assert bare_amounts("en", text) == ()


@pytest.mark.parametrize(
    "text", ["$5 mil millones de pesos", "$300 moneda nacional", "$5,000.00 (cinco mil pesos 00/100 M.N.)", "$5 en dólares"]
)
def test_a_currency_after_a_scale_is_named_in_spanish(text: str) -> None:
    """Also the amount in words that follows in brackets, as Mexican documents have it."""
    assert bare_amounts("es", text) == ()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", BARE)
def test_a_bare_amount_is_read_as_its_language_has_it(language: str, text: str) -> None:
    """Dollars in English, pesos in Spanish, and its code stands for its sign where amounts are compared."""
    (amount,) = bare_amounts(language, text)
    currency = {"en": "USD", "es": "MXN"}[language]
    assert (amount.currency, amount.said[0]) == (currency, "$")
    assert f"{currency} {amount.said[1:].strip()}" in with_codes(language, text)


def test_its_scale_belongs_to_an_amount() -> None:
    """Five million are not five."""
    assert [one.said for one in bare_amounts("en", "It was $5 million, then $7.")] == ["$5 million", "$7"]
    assert [one.said for one in bare_amounts("es", "Fueron $5 mil millones.")] == ["$5 mil millones"]


def test_each_sentence_of_an_answer_is_read_in_its_own_language() -> None:
    """An answer in two languages has two meanings of the same sign."""
    found = bare_in_answer("It cost $5. Costó $7.", WrittenIn(language="en", elsewhere={"Costó $7.": "es"}))
    assert [(one.said, one.currency) for one in found] == [("$5", "USD"), ("$7", "MXN")]


@pytest.mark.parametrize(
    ("source", "said", "target", "translated"),
    [("en", "It cost $5.", "es", "Costó US$5."), ("es", "Costó $5 millones.", "en", "It cost MX$5 million.")],
)
def test_a_reviewer_is_shown_that_no_currency_was_named(source: str, said: str, target: str, translated: str) -> None:
    """A draft of the likely reading is no error; it is to be looked at, and it holds nothing back."""
    assert flags(source, said, target, translated) == ("currency",)
    assert severity("currency") is Severity.WARNING


def test_nothing_is_shown_where_the_sign_means_the_same() -> None:
    """Within one language nobody reads another currency."""
    assert flags("en", "It cost $5.", "en", "The cost was $5.") == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [("Costó $5 USD.", "It cost $5."), ("Costó $5 dólares.", "It cost US$5."), ("Costó USD $5.", "It cost 5 dollars.")],
)
def test_a_named_currency_wins_over_the_sign(source: str, target: str) -> None:
    """Mexicans write "$5 USD": these are dollars, and no pesos."""
    assert flags("es", source, "en", target) == ()
    assert "money" in flags("es", source, "en", "It cost 5 pesos.")


@given(st.text("$5, USDMXNde()pesos.¢\n", max_size=40) | st.text(max_size=40), st.sampled_from([*TONGUES, "pt"]))
@settings(max_examples=150, deadline=None)
def test_only_signs_are_ever_told_otherwise(text: str, language: str) -> None:
    """Whatever the text: once told it has no bare sign left that we know, and every figure it had."""
    told = with_codes(language, text)
    assert [one for one in told if one.isdigit()] == [one for one in text if one.isdigit()]
    assert language == "pt" or bare_amounts(language, told) == ()
    assert with_codes(language, told) == told
