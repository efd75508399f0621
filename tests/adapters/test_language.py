"""lingua behind the port: sentences told apart in both languages, and nothing said of what says nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.language import LinguaLanguages, _built
from demo.words import PARTIES, Entry, Year
from mou.languages import WrittenIn, written_in
from tests.pairs.alterations import pairs

BOTH = ("en", "es")
LANGUAGES = LinguaLanguages()
TONGUES = {party: tongue for tongue, party in PARTIES.items()}


def told(year: Year) -> list[tuple[str, Entry]]:
    """Return every entry of the demo year with the language of its form."""
    every = (*year.entries.items(), *year.corrected.items())
    return [(TONGUES[key[-1]], entry) for key, entries in every for entry in entries]


def test_sixty_sentences_are_told_apart_in_each_language() -> None:
    """Every sentence of the sixty pairs is guessed right."""
    said = [(pair.source_language, pair.source) for pair in pairs()]
    found = [(guess.language if (guess := LANGUAGES.guess(text, BOTH)) else "", text) for _, text in said]
    assert (len(said), found) == (120, said)


@pytest.mark.parametrize("form", BOTH)
def test_no_sentence_is_decided_wrongly_whatever_its_form(form: str) -> None:
    """Of the sixty pairs nearly all are decided, and none for the other language."""
    read = {pair: written_in(pair.source, form=form, among=BOTH, languages=LANGUAGES) for pair in pairs()}
    against = [pair.source for pair, one in read.items() if one.language != pair.source_language]
    assert [text for text in against if not any(read[pair].leaning for pair in read if pair.source == text)] == []
    assert len(against) <= 3
    assert [one.elsewhere for one in read.values() if one.elsewhere] == []


def test_a_years_answers_are_in_their_forms_language_wholly() -> None:
    """Of the demo year's answers none is doubted, and no sentence is taken for the other language."""
    said = told(Year.load())
    read = [written_in(entry.words, form=form, among=BOTH, languages=LANGUAGES) for form, entry in said]
    assert len(read) > 80
    assert read == [WrittenIn(language=form) for form, _ in said]


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("text", ["Taller", "CARB", "12/03/2026"])
def test_single_words_and_dates_are_not_decided(text: str, form: str) -> None:
    """They go with their form, and nobody is asked about them."""
    assert written_in(text, form=form, among=BOTH, languages=LANGUAGES) == WrittenIn(language=form)


def test_an_agencys_name_does_not_decide() -> None:
    """An English sentence about a Mexican agency is English."""
    text = "We met the Secretaría de Medio Ambiente y Recursos Naturales."
    assert written_in(text, form="es", among=BOTH, languages=LANGUAGES).language == "en"


def test_one_known_language_is_no_choice() -> None:
    """With fewer than two languages that it knows, nothing is guessed; tags keep their region."""
    assert LANGUAGES.guess("Se capacitó a doce brigadas", ("es",)) is None
    assert LANGUAGES.guess("Se capacitó a doce brigadas", ("es", "nah")) is None
    guess = LANGUAGES.guess("Se capacitó a doce brigadas", ("en-US", "es-MX"))
    assert guess is not None
    assert guess.language == "es-MX"


def test_the_models_are_read_once_however_many_ask_at_once() -> None:
    """A worker that starts has many mails before it: one thread reads, the others wait for it."""
    _built.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        guesses = list(threads.map(lambda _: LinguaLanguages().guess("The groups met twice in May.", ("en", "es")), range(8)))
    assert {one.language for one in guesses if one} == {"en"}
    assert _built.cache_info().misses == 1
