"""The words of letters: complete, nothing fuzzy or left over, and the labels that replies are read by."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.parent.parent.name for path in ROOT.glob("locales/*/LC_MESSAGES/messages.po"))
KEYWORDS = {"T": None, "TN": (1, 2), "_": None}
MEND = "Mend locales/{}/LC_MESSAGES/messages.po (babel.cfg says how to extract)."
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def catalog(language: str) -> Catalog:
    """Return a language's catalog as written."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as lines:
        return read_po(lines, locale=language)


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """Return every msgid of the code and the templates (plurals as pairs)."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]  # Babel leaves it bare
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found)


def messages(language: str) -> list[Message]:
    """Return a catalog's messages without its header."""
    return [message for message in catalog(language) if message.id]


def both(text: object) -> tuple[str, ...]:
    """Return a message's forms: one, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(str(form) for form in text) if isinstance(text, (tuple, list)) else ()


def test_there_is_something_to_translate() -> None:
    """The extraction sees letters, form labels and a plural."""
    found = extracted()
    assert {"Progress:", "[END]", "Please approve: %(group)s, report for the %(quarter)s [%(ref)s]"} <= found
    assert ("One passage needs a correction.", "%(n)s passages need a correction.") in found
    assert LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_nothing_is_left_over(language: str) -> None:
    """What the code and the templates say is in the catalog, and nothing else."""
    known = {message.id for message in messages(language)}
    assert sorted(map(str, extracted() - known)) == [], MEND.format(language)
    assert sorted(map(str, known - extracted())) == [], MEND.format(language)
    assert not catalog(language).obsolete, MEND.format(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_or_empty(language: str) -> None:
    """A guess is no translation."""
    assert [message.id for message in messages(language) if message.fuzzy or not all(both(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_both(language: str) -> None:
    """No value is lost or invented; a plural's forms may each leave out only what that form of the msgid leaves out."""
    wrong = [
        (source, target)
        for message in messages(language)
        for source, target in zip(both(message.id), both(message.string), strict=True)
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(target))
    ]
    assert wrong == []


def test_the_spanish_labels_are_those_replies_are_read_by() -> None:
    """The form's lines are a contract with the reader of replies."""
    labels = {
        "Status (on track / delayed / done / not started):": "Estado (en curso / con retraso / concluido / sin iniciar):",
        "Progress:": "Avance:",
        "Last quarter: %(text)s": "Trimestre anterior: %(text)s",
        "[END]": "[FIN]",
        "no change": "sin cambios",
        "nothing to report: %(reason)s": "nada que informar: %(reason)s",
    }
    spanish = catalog("es")
    assert {msgid: message.string for msgid in labels if (message := spanish.get(msgid))} == labels
