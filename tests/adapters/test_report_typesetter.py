"""A whole edition: complete in every language, the same bytes every time, and silent about what was not approved."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.report_document import document
from adapters.report_words import Words
from adapters.resources import resource
from adapters.typesetter import ReportTypesetter
from mou.errors import Invalid
from mou.model import Wording
from tests.fakes import year
from tests.fakes.edition import assembled, published, streams, typesetter


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The synthetic year's edition."""
    return published()


def test_an_edition_has_its_files_in_every_language(files: Mapping[str, bytes]) -> None:
    """One page and one PDF per language of the program, the data, the manifest, and the chooser."""
    assert list(files) == [
        "data/entries.csv",
        "data/entries.json",
        "en/index.html",
        "es/index.html",
        "index.html",
        "manifest.json",
        "report-en.pdf",
        "report-es.pdf",
    ]


def test_the_same_tree_gives_the_same_bytes(files: Mapping[str, bytes]) -> None:
    """Typesetting again changes no byte of any file, PDFs included."""
    assert typesetter().edition(assembled(year.reports()[::-1])) == files


def test_unapproved_text_is_in_no_file(files: Mapping[str, bytes]) -> None:
    """What awaits approval is printed nowhere; its entry says that it waits."""
    assert not [path for path, content in files.items() if year.SECRET.encode() in content]
    for language, locale in (("en", "en_US"), ("es", "es_MX")):
        words = Words(locales=resource("locales"), language=language, locale=locale)
        assert year.SECRET not in document(assembled(year.reports()), words).model_dump_json()
        assert not [stream for stream in streams(files[f"report-{language}.pdf"]) if year.SECRET.encode() in stream]
    rows = json.loads(files["data/entries.json"])["entries"]
    waiting = [row for row in rows if row["state"] == "awaiting_approval"]
    assert len(waiting) == 6
    assert {row["text_en"] + row["text_es"] + row["standing"] + row["reported_by"] for row in waiting} == {""}


def test_the_pdf_declares_what_it_is(files: Mapping[str, bytes]) -> None:
    """Each PDF is tagged, has its language, and claims PDF/UA-1 and PDF/A-3a, with the data file attached."""
    for language, tag in (("en", b"en-US"), ("es", b"es-MX")):
        content = files[f"report-{language}.pdf"]
        assert content.startswith(b"%PDF-1.7")
        assert re.search(rb"/Lang ?\(" + tag + rb"\)", content)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in content
        assert re.search(rb"<pdfaid:part>3</pdfaid:part>\s*<pdfaid:conformance>A", content)
        assert re.search(rb"/AFRelationship ?/Data", content)
        assert files["data/entries.json"] in streams(content)


def test_a_year_without_any_report_still_renders() -> None:
    """Nothing asked, nothing told: every item is printed all the same, and no rate is invented."""
    files = typesetter().edition(assembled(()))
    page = files["es/index.html"].decode()
    assert page.count("No se solicitó informe para este trimestre.") == 28
    assert "nada era exigible" in page
    assert files["report-es.pdf"].startswith(b"%PDF")


def test_the_manifest_names_every_other_file(files: Mapping[str, bytes]) -> None:
    """The manifest has the digest of every file but itself, the edition's hash and each column's meaning in every language."""
    manifest = json.loads(files["manifest.json"])
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert listed == {path: sha256(content).hexdigest() for path, content in files.items() if path != "manifest.json"}
    assert manifest["hash"] == assembled(year.reports()).hash
    columns = set(json.loads(files["data/entries.json"])["entries"][0])
    assert {language: set(meant) for language, meant in manifest["columns"].items()} == {"en": columns, "es": columns}
    assert manifest["columns"]["es"]["text_en"] == "el texto en inglés: original o traducción aprobada"
    assert set(manifest["csv"]) == {"en", "es"}


def test_a_language_without_catalog_is_refused() -> None:
    """A program in a language that has no words for the report is told which file to add."""
    report = assembled(())
    strange = report.model_copy(
        update={"parties": tuple(party.model_copy(update={"language": "fr", "locale": "fr_FR"}) for party in report.parties)}
    )
    with pytest.raises(Invalid, match=r"locales/fr/LC_MESSAGES/report\.po"):
        typesetter().edition(strange)


def test_a_missing_wording_is_refused_and_never_falls_back() -> None:
    """An agreement without its name in one of its languages cannot be published."""
    report = assembled(()).model_copy(update={"about": Wording({"en": "Only English."})})
    with pytest.raises(LookupError, match="no text in 'es'"):
        typesetter().edition(report)


def test_the_catalog_is_read_from_the_folder_given(tmp_path: Path) -> None:
    """Another folder without catalogs has no Spanish."""
    with pytest.raises(Invalid, match=r"report\.po"):
        ReportTypesetter(templates=resource("templates"), locales=tmp_path).edition(assembled(()))
