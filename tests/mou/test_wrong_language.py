"""A translation left in, or drafted into, the wrong language is flagged; a right one is not."""

import pytest

from demo.words import PARTIES, Year
from mou.checks import Severity, flags, severity
from mou.wrong_language import in_another_language
from tests.pairs.alterations import Pair, pairs

LANGUAGES = {party: language for language, party in PARTIES.items()}


def demo_pairs() -> list[Pair]:
    """Return every sentence of the demo year with its proofread translation, in both directions."""
    year = Year.load()
    said = [(key[-1], entry) for part in (year.entries, year.corrected) for key, entries in part.items() for entry in entries]
    forth = [
        Pair(source, sentence.said, next(one for one in PARTIES if one != source), sentence.other)
        for party, entry in said
        for source in [LANGUAGES[party]]
        for sentence in entry.text
    ]
    return [*forth, *(Pair(one.target_language, one.target, one.source_language, one.source) for one in forth)]


GOOD = {"pairs": list(pairs()), "demo": demo_pairs()}


@pytest.mark.parametrize("which", GOOD)
def test_no_good_translation_is_flagged(which: str) -> None:
    """Sixty pairs, and the demo year's, both ways: none is taken for the other language."""
    assert len(GOOD[which]) >= 120
    assert [pair.target for pair in GOOD[which] if "language" in flags(*pair)] == []


@pytest.mark.parametrize("which", GOOD)
def test_a_sentence_left_in_its_own_language_is_seen(which: str) -> None:
    """Whatever has six words or more."""
    left = [pair._replace(target=pair.source) for pair in GOOD[which] if len(pair.source.split()) >= 6]
    assert len(left) >= 100
    assert [pair.source for pair in left if "language" not in flags(*pair)] == []


def test_another_sentence_of_the_sources_language_is_seen() -> None:
    """It need not be a copy; and the flag keeps a draft from being approved."""
    found = flags("es", "Se reunieron en Tecate los equipos.", "en", "Los equipos se vieron en Tecate.")
    assert found == ("language",)
    assert severity("language") is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Training in Los Cabos, La Paz and El Centro.", "en"),
        ("The Secretaría de Medio Ambiente y Recursos Naturales met.", "en"),
        ("El software y el hardware del Department of Fish and Wildlife.", "es"),
        ("Se reunió.", "en"),
        ("Los equipos se reunieron en Tecate.", "fr"),
    ],
)
def test_names_few_words_and_unknown_languages_are_not_flagged(text: str, language: str) -> None:
    """A name may stay as it is, three words prove nothing, and of a language without a table nothing is known."""
    assert not in_another_language(text, language)
