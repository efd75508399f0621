"""What holds for every kind of letter."""

import inspect

import pytest

from commands.sample_letters import sample_letter
from mou.errors import Invalid
from mou.letters import LETTERS
from mou.letters.blocks import Kind, Paragraph
from mou.letters.phrases import quarter_words
from tests.fakes.sample_report import sample


def test_every_kind_has_exactly_one_function() -> None:
    """No kind without a letter, no function for two kinds."""
    assert set(LETTERS) == set(Kind)
    assert len(set(LETTERS.values())) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_is_of_its_kind_begins_with_a_sentence_and_ends_with_whom_to_write_to(kind: Kind) -> None:
    """First what is wanted, last the contact; the same values give the same letter."""
    letter = sample_letter(kind, sample())
    assert letter.kind is kind
    assert isinstance(letter.blocks[0], Paragraph)
    assert getattr(letter.blocks[-1], "words").values["contact"] == sample().program.contact  # noqa: B009 - any block
    assert letter == sample_letter(kind, sample())


@pytest.mark.parametrize("kind", Kind)
def test_letters_take_keywords_only(kind: Kind) -> None:
    """Two dates or two codes cannot be swapped by position."""
    kinds = {parameter.kind for parameter in inspect.signature(LETTERS[kind]).parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


def test_a_wrong_quarter_is_named() -> None:
    """A message, not a KeyError."""
    with pytest.raises(Invalid, match="2026-Q5"):
        quarter_words("2026-Q5")
