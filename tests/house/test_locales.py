"""The catalogs of letters, pages and the report: complete, as `make locales` writes them, and the labels of replies kept."""

import re
from itertools import product

import pytest

from scripts.locales import DOMAINS, ROOT, catalog, extracted, forms, languages, place, refreshed, untranslated

MEND = "Run `make locales`, then translate what is empty in {}."
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
CATALOGS = list(product(languages(), DOMAINS))


def mend(language: str, domain: str) -> str:
    """Return what to do about a catalog."""
    return MEND.format(place(language, domain).relative_to(ROOT))


def test_there_is_something_to_translate() -> None:
    """The extraction sees letters, form labels, a plural, templates, pages and the report."""
    letters, pages, report = (extracted(domain) for domain in DOMAINS)
    assert {"Progress:", "[END]", "Please approve: %(group)s, report for the %(quarter)s [%(ref)s]"} <= {
        one.id for one in letters
    }
    assert ("One passage needs a correction.", "%(n)s passages need a correction.") in [one.id for one in letters]
    assert pages.get("Skip to the content")
    assert pages.get("Collecting replies")
    assert report.get("Scorecard")
    assert languages()


@pytest.mark.parametrize(("language", "domain"), CATALOGS)
def test_every_catalog_is_as_make_locales_writes_it(language: str, domain: str) -> None:
    """What code and templates say is in the catalog, nothing else, and each under the file that says it."""
    said = {one.id for one in extracted(domain) if one.id}
    known = {one.id for one in catalog(language, domain) if one.id}
    assert sorted(map(str, said - known)) == [], mend(language, domain)
    assert sorted(map(str, known - said)) == [], mend(language, domain)
    assert place(language, domain).read_text(encoding="utf-8") == refreshed(language, domain), mend(language, domain)


@pytest.mark.parametrize(("language", "domain"), CATALOGS)
def test_no_translation_is_fuzzy_or_empty(language: str, domain: str) -> None:
    """A guess is no translation."""
    assert untranslated(catalog(language, domain)) == [], mend(language, domain)


@pytest.mark.parametrize(("language", "domain"), CATALOGS)
def test_placeholders_are_the_same_in_both(language: str, domain: str) -> None:
    """No value is lost or invented; a plural's forms may each leave out only what that form of the msgid leaves out."""
    wrong = []
    for message in (one for one in catalog(language, domain) if one.id):
        sources = forms(message.id)
        for number, target in enumerate(forms(message.string)):
            source = sources[min(number, len(sources) - 1)]
            if target and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(target)):
                wrong.append((source, target))
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
    spanish = catalog("es", "messages")
    assert {msgid: message.string for msgid in labels if (message := spanish.get(msgid))} == labels
