"""Whether a translation is written in a language that it should not be in, told by small words and endings, without a model.

lingua tells the language of an answer, before anything is translated; a check must say the same on every page that shows a
segment, and needs no more than this: a sentence of another language has its articles, prepositions and endings.
"""

from mou.plain_words import plain_words, words
from mou.tongues import TONGUES, Tongue

_ENOUGH_WORDS = 4
_LONG_WORD = 4


def in_another_language(text: str, language: str) -> bool:
    """Whether more words of a text speak for another language than for this one; not of few words or an unknown language."""
    if language not in TONGUES or len(words(text)) < _ENOUGH_WORDS:
        return False
    said = plain_words(text)
    for_each = {tag: sum(_speaks(word, tongue) for word in said) for tag, tongue in TONGUES.items()}
    return max(for_each.values()) > for_each[language]


def _speaks(word: str, tongue: Tongue) -> bool:
    """Whether a word is one of the language's small ones, or is spelt as its words are; a capital may begin a name."""
    if word.lower() in tongue.small_words:
        return True
    return len(word) >= _LONG_WORD and word.islower() and tongue.spelt is not None and bool(tongue.spelt.search(word))
