"""What a receipt says of the language an answer was read in."""

import pytest

from mou.languages import WrittenIn
from mou.letters.blocks import Paragraph, T
from mou.letters.phrases import Tongue
from mou.letters.read_as import read_as


def said(one: WrittenIn) -> list[tuple[str, dict[str, object]]]:
    """Return the words and values said of one answer to an English form."""
    blocks = read_as({"WF-1": one}, "en")
    words = [block.words for block in blocks if isinstance(block, Paragraph)]
    assert len(words) == len(blocks)
    return [(word.msgid, dict(word.values)) for word in words if isinstance(word, T)]


def test_nothing_is_said_where_nothing_is_unexpected() -> None:
    """An answer in the form's language, wholly, needs no word."""
    assert said(WrittenIn(language="en")) == []


@pytest.mark.parametrize(
    ("one", "begins", "values"),
    [
        (WrittenIn(language="es"), "Your answer to %(code)s was read as %(read)s, which is not", ("es", "en")),
        (WrittenIn(language="en", leaning="es"), "Your answer to %(code)s was read as %(read)s, the language of", ("en", "es")),
    ],
)
def test_both_languages_are_named(one: WrittenIn, begins: str, values: tuple[str, str]) -> None:
    """Read as which, and which it might be instead: where it was not the form's, and where that was only assumed."""
    ((words, given),) = said(one)
    assert words.startswith(begins)
    assert "send it again in whole sentences" in words
    assert given == {"code": "WF-1", "read": Tongue(values[0]), "other": Tongue(values[1])}


def test_sentences_in_another_language_are_said_once() -> None:
    """Two sentences in one other language are one line."""
    ((words, given),) = said(WrittenIn(language="en", elsewhere={"Una.": "es", "Otra.": "es"}))
    assert "has sentences in %(other)s" in words
    assert given == {"code": "WF-1", "other": Tongue("es")}
