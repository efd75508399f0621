"""Which language an answer is written in: sure, or its form's, and what is only likely is said."""

import time
from collections.abc import Sequence

import pytest

from mou.languages import Guess, WrittenIn, written_in
from mou.plain_words import plain_words

BOTH = ("en", "es")


class Told:
    """Guesses as it is told, by the words it is asked about; remembers what it was asked."""

    def __init__(self, guesses: dict[str, tuple[str, float]] | None = None) -> None:
        self.guesses = guesses or {}
        self.asked: list[str] = []

    def guess(self, text: str, among: Sequence[str]) -> Guess | None:
        """Return the guess for exactly these words."""
        assert among == BOTH
        self.asked.append(text)
        found = self.guesses.get(text)
        return None if found is None else Guess(language=found[0], confidence=found[1])


def read(text: str, guesses: dict[str, tuple[str, float]], *, form: str = "en") -> WrittenIn:
    """Return what a text is written in by these guesses."""
    return written_in(text, form=form, among=BOTH, languages=Told(guesses))


def test_a_sure_guess_of_enough_words_wins_over_the_form() -> None:
    """Four words and 0.8 are enough, against the form and with it."""
    said = "se capacitaron doce brigadas"
    assert read(said, {said: ("es", 0.8)}) == WrittenIn(language="es")
    assert read(said, {said: ("es", 0.8)}, form="es") == WrittenIn(language="es")


@pytest.mark.parametrize(
    ("text", "guess"), [("doce brigadas capacitadas", ("es", 0.97)), ("se capacitaron doce brigadas", ("es", 0.79))]
)
def test_too_few_words_or_too_unsure_goes_with_the_form_and_says_what_it_leans_to(text: str, guess: tuple[str, float]) -> None:
    """Three words, or less than 0.8: the form's language, and the other one is named."""
    assert read(text, {text: guess}) == WrittenIn(language="en", leaning="es")
    assert read(text, {text: guess}, form="es") == WrittenIn(language="es")


def test_what_reads_as_either_leans_to_nothing() -> None:
    """Barely more likely than not is no ground for a question."""
    assert read("taller final", {"taller final": ("es", 0.6)}) == WrittenIn(language="en")


@pytest.mark.parametrize("text", ["", "12/03/2026", "CARB", "CARB, SEMARNAT, EPA, INECC", "https://a.example/uno/dos", "ok"])
def test_no_words_that_tell_are_never_guessed(text: str) -> None:
    """Figures, short forms and addresses belong to no language, and nobody is asked about them."""
    languages = Told()
    assert written_in(text, form="es", among=BOTH, languages=languages) == WrittenIn(language="es")
    assert languages.asked == []


def test_a_sentence_surely_in_another_language_is_set_apart() -> None:
    """One of three sentences is in the other language; the short one goes with the answer."""
    text = "We held one workshop there. Se capacitaron doce brigadas. Sin avance."
    guesses = {
        "We held one workshop there Se capacitaron doce brigadas Sin avance": ("en", 0.6),
        "Se capacitaron doce brigadas": ("es", 0.95),
        "Sin avance": ("es", 0.99),
    }
    assert read(text, guesses) == WrittenIn(language="en", elsewhere={"Se capacitaron doce brigadas.": "es"})


def test_names_in_another_language_tell_nothing() -> None:
    """An agency's name in Spanish does not make an English sentence Spanish; capitals throughout are read as words."""
    said = "We met the Secretaría de Medio Ambiente y Recursos Naturales and CONAFOR at www.a.example."
    assert plain_words(said) == ("We", "met", "the", "and", "at")
    assert plain_words("SE CAPACITARON DOCE BRIGADAS") == ("se", "capacitaron", "doce", "brigadas")


@pytest.mark.parametrize("unit", ["a", "A", "Aa ", "Aa de ", "AA", "AA ", "é", "1", ".", "a. ", "Aa, ", "://", "\n", " de"])
def test_a_hostile_text_is_looked_at_in_no_time(unit: str) -> None:
    """A long text of one thing over and over costs its length and not its square, and little of it reaches the guesser."""
    languages, begun = Told(), time.perf_counter()
    written_in(unit * (60_000 // len(unit)), form="en", among=BOTH, languages=languages)
    assert time.perf_counter() - begun < 3
    assert all(len(asked) <= 200 * 41 for asked in languages.asked)
