"""What a receipt asks about amounts whose currency nobody named."""

import pytest

from adapters.press import LETTER_WORDS
from adapters.resources import resource
from adapters.voice import Voice
from mou.languages import WrittenIn
from mou.letters.blocks import Paragraph
from mou.letters.currency_read import currency_read
from mou.submission import Entry, State
from mou.tongues import TONGUES
from tests.fakes.sample_report import READERS


def said(*answers: tuple[str, str, str], reader: str = "california") -> list[str]:
    """Return the paragraphs about answers, each (item, language, text), as that party's reader reads them."""
    voice = Voice(READERS[reader], resource("locales"), domains=LETTER_WORDS)
    entries = [Entry(item=item, state=State.PROGRESS, text=text) for item, _, text in answers]
    blocks = currency_read(entries, {item: WrittenIn(language=language) for item, language, _ in answers})
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) == len(blocks)
    return [voice.say(block.words) for block in paragraphs]


def test_an_english_lead_is_asked_whether_dollars_were_meant() -> None:
    """Item, amount and currency as they were understood, and how to say another."""
    (words,) = said(("WF-1", "en", "It cost $5,000."))
    assert words == (
        "WF-1: “$5,000” was read as US dollars (USD). If you meant another currency, please send this answer again with it, "
        "such as MXN 5,000."
    )


def test_a_spanish_lead_is_asked_whether_pesos_were_meant() -> None:
    """In the reader's language, several amounts of an answer in one line, each once."""
    (words,) = said(("WF-1", "es", "Costó $5 mil millones, o $7. Y $7."), reader="mexico")
    assert words == (
        "WF-1: “$5 mil millones”, “$7” se leyeron como montos en pesos mexicanos (MXN). Si quiso indicar otra moneda, envíe de "
        "nuevo esta respuesta con ella, por favor; por ejemplo: USD 5 mil millones."
    )


def test_several_answers_are_asked_about_in_one_paragraph() -> None:
    """Once per receipt, each answer read in its own language."""
    (words,) = said(("WF-1", "en", "It cost $5."), ("WF-2", "es", "Costó $7."), ("WF-3", "en", "It cost US$9."))
    assert words.startswith("WF-1: “$5” was read as US dollars (USD). WF-2: “$7” was read as Mexican pesos (MXN). If you meant")
    assert "WF-3" not in words


@pytest.mark.parametrize("text", ["", "It cost US$5, 7 USD, MX$8 or 9 pesos.", "Twelve crews for 5¢ and a $."])
def test_nothing_is_asked_where_a_currency_is_named_or_nothing_paid(text: str) -> None:
    """Nor of an answer whose language is not known."""
    assert said(("WF-1", "en", text)) == []
    assert said(("WF-1", "pt", f"{text} $5")) == []


@pytest.mark.parametrize("language", TONGUES)
def test_every_language_that_reads_a_bare_sign_has_words_for_it(language: str) -> None:
    """A currency without words would go unasked."""
    assert TONGUES[language].dollar in said(("WF-1", language, "$5"))[0]
