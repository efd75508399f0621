"""Which language an answer is written in: told by its words when they are enough, else that of its form, and never silently.

An answer read in the wrong language would be translated from it, so in doubt nothing is decided; where the words lean to
another language all the same, its writer is asked.
"""

from collections.abc import Sequence
from typing import Protocol

from mou.cutting import sentences
from mou.model import Model
from mou.plain_words import plain_words, words

ENOUGH_WORDS = 4
SURE = 0.8
LEANING = 0.65
"""How sure a guess must be to be worth a question: what is less reads as either."""
_SOME_WORDS = 2
"""Words other than names among them: "Dirección General de Aire" in an English answer says nothing of the rest."""
_SOME_LETTERS = 4


class Guess(Model):
    """The language a text is most likely in, and how likely: from 0 to 1."""

    language: str
    confidence: float


class Languages(Protocol):
    """Tells languages apart. The same text is always told the same."""

    def guess(self, text: str, among: Sequence[str]) -> Guess | None:
        """Return the likeliest of these languages; None when nothing speaks for any, or fewer than two of them are known."""
        ...


class WrittenIn(Model):
    """What an answer is written in.

    `leaning` is the other language it may be in though that is not sure enough, "" for none; `elsewhere` are the sentences
    that are surely in another language than the answer, each with its own.
    """

    language: str
    leaning: str = ""
    elsewhere: dict[str, str] = {}


def written_in(text: str, *, form: str, among: Sequence[str], languages: Languages) -> WrittenIn:
    """Return what an answer to a form in language `form` is written in, one of `among`."""
    guess = _guess(text, among, languages)
    if guess is None:
        return WrittenIn(language=form)
    sure = _enough(text) and guess.confidence >= SURE
    language = guess.language if sure else form
    leans = not sure and guess.language != form and guess.confidence >= LEANING
    return WrittenIn(
        language=language,
        leaning=guess.language if leans else "",
        elsewhere={
            sentence: other
            for sentence in sentences(text)
            if (other := _surely(sentence, among, languages)) and other != language
        },
    )


def _surely(sentence: str, among: Sequence[str], languages: Languages) -> str:
    """Return the language of a sentence, "" when it goes with its answer's."""
    guess = _guess(sentence, among, languages) if _enough(sentence) else None
    return guess.language if guess and guess.confidence >= SURE else ""


def _enough(text: str) -> bool:
    return len(words(text)) >= ENOUGH_WORDS and len(plain_words(text)) >= _SOME_WORDS


def _guess(text: str, among: Sequence[str], languages: Languages) -> Guess | None:
    said = " ".join(plain_words(text))
    return languages.guess(said, among) if len(said) >= _SOME_LETTERS else None
