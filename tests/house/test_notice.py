"""Every edition says what is original, that translations are reviewed machine drafts, and whom to write to of an error."""

import pytest

from adapters.report_document import document
from adapters.report_layout import Document, Para, Section
from adapters.report_words import Words
from adapters.resources import resource
from tests.fakes import year
from tests.fakes.edition import assembled, typesetter

LANGUAGES = {"en": "en_US", "es": "es_MX"}
SAID = {
    "en": (
        "Above each text it says whether this is the original, and in which language.",
        "Translations are machine drafts reviewed by people, or written by people",
        "Where original and translation differ, the original counts.",
        "If you find an error, please write to rivers@agreement.example.",
    ),
    "es": (
        "Encima de cada texto se indica si es el original y en qué idioma está.",
        "Las traducciones son borradores automáticos revisados por personas, o las escribieron personas",
        "Si el original y la traducción difieren, prevalece el original.",
        "Si encuentra un error, escriba por favor a rivers@agreement.example.",
    ),
}
LABELS = {"en": ("Original, Spanish", "Translation, English"), "es": ("Original, inglés", "Traducción, español")}


def laid_out(language: str, *, empty: bool = False) -> Document:
    """Return what page and PDF of one language are both laid out from."""
    words = Words(locales=resource("locales"), language=language, locale=LANGUAGES[language])
    return document(assembled(() if empty else year.reports()), words)


def notice(whole: Document) -> Section:
    """Return the section that holds the notice; a document without it fails here."""
    (found,) = [inner for one in whole.sections for inner in one.sections if inner.id == "translations"]
    return found


@pytest.mark.parametrize("empty", [False, True], ids=["a year", "an empty year"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_of_page_and_pdf_carries_the_notice(language: str, *, empty: bool) -> None:
    """It stands near the front, before the first chapter, also where nothing was translated."""
    whole = laid_out(language, empty=empty)
    said = " ".join(block.text for block in notice(whole).blocks if isinstance(block, Para))
    assert [words for words in SAID[language] if words not in said] == []
    order = [one.id for one in whole.sections]
    assert order.index("about") < order.index("chapter-water")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_carries_the_notice(language: str) -> None:
    """The published page has each of its sentences, and labels originals and translations with their languages."""
    page = typesetter().edition(assembled(year.reports()))[f"{language}/index.html"].decode()
    assert [words for words in (*SAID[language], *LABELS[language]) if words not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_commit_of_an_engine_is_printed(language: str) -> None:
    """An engine goes by its plain name; its version stays in the data."""
    source = laid_out(language).model_dump_json()
    assert "Apertium" in source
    assert "3.8.3" not in source
