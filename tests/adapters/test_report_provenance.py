"""How each entry's translation came to be, in the printed report and in its data."""

import csv
import json
from io import StringIO

import pytest

from adapters.report_document import document
from adapters.report_words import Words
from adapters.resources import resource
from adapters.tables import entries_csv, entries_json
from mou.provenance import Provenance
from mou.report.tree import AnnualReport
from mou.segments import Origin
from tests.fakes import year
from tests.fakes.edition import assembled

MADE = (
    (Origin.DRAFT, "apertium 0dd99c"),
    (Origin.DRAFT, "apertium 0dd99c"),
    (Origin.PERSON, "deepl 1.20"),
    (Origin.VOUCHED, "deepl 1.20"),
    (Origin.MEMORY, "libretranslate 1.6"),
    (Origin.PERSON, ""),
    (Origin.DRAFT, ""),
)
"""One translation of each kind: as drafted, rewritten, found right, as approved before, a person's, and of signs alone."""


def mixed() -> AnnualReport:
    """Return a year with one entry whose sentences were translated in every way there is."""
    entry = year.entry("SO-1", "south", 1, "Hecho.")
    made = tuple(
        year.provenance(entry, origin=origin, engine=engine, number=number)[0]
        for number, (origin, engine) in enumerate(MADE, start=1)
    )
    return assembled((year.report(1, "soil", entry, provenance=made),))


def printed(report: AnnualReport, language: str, locale: str) -> str:
    """Return what page and PDF are laid out from."""
    return document(report, Words(locales=resource("locales"), language=language, locale=locale)).model_dump_json()


def test_each_way_is_told_with_its_number_in_english() -> None:
    """Drafts as they stand, rewritten ones, the memory's and people's are told apart, engines by their plain names."""
    line = (
        "Translation: 3 sentences drafted by Apertium, 2 sentences drafted by DeepL and rewritten or confirmed by a reviewer, "
        "1 sentence translated as approved before, 1 sentence translated by a person; reviewed by those who approved it"
    )
    assert line in printed(mixed(), "en", "en_US")


def test_each_way_is_told_in_spanish_too() -> None:
    """The same line, in the other edition."""
    line = (
        "Traducción: 3 oraciones con borrador de Apertium, 2 oraciones con borrador de DeepL que una persona revisora"
        " reescribió o confirmó, 1 oración traducida como se aprobó antes, 1 oración traducida por una persona; revisada por"
        " quienes la aprobaron"
    )
    assert line in printed(mixed(), "es", "es_MX")


def test_the_notice_counts_the_edition() -> None:
    """How many originals are in which language, and how many sentences were translated in which way."""
    said = printed(mixed(), "en", "en_US")
    assert "Originals in this edition: 1 in Spanish." in said
    assert "In this edition: 3 sentences drafted by Apertium, 2 sentences" in said


def test_the_data_has_each_segment_and_no_person() -> None:
    """Original, translation, way, engine with version and approving parties; nobody's name or id."""
    entry = next(one for one in json.loads(entries_json(mixed()))["entries"] if one["segments"])
    assert entry["translation"] == {"drafted": 3, "rewritten": 2, "memory": 1, "written": 1}
    assert entry["segments"][2] == {
        "number": 3,
        "source_language": "es",
        "source": "Hecho.",
        "target_language": "en",
        "target": "Hecho. (translated)",
        "made": "rewritten",
        "engine": "deepl 1.20",
        "glossary": "",
        "unknown": 0,
        "in_context": False,
        "approved_by": ["north", "south"],
    }
    row = next(one for one in csv.DictReader(StringIO(entries_csv(mixed()).decode(), newline="")) if one["translation"])
    assert json.loads(row["translation"]) == entry["translation"]
    assert row["engine"] == "apertium 0dd99c, deepl 1.20, libretranslate 1.6"


@pytest.mark.parametrize(
    ("engine", "line"),
    [
        ("apertium 3.8.3", "Translation drafted by Apertium, reviewed by those who approved it"),
        ("", "Translation written and reviewed by people"),
    ],
)
def test_a_tree_of_before_is_loaded_hashed_and_printed(engine: str, line: str) -> None:
    """An edition stored without segments keeps its bytes and its hash, and says what it knows."""
    old = json.loads(assembled(year.reports()).model_dump_json())
    for chapter in old["chapters"]:
        for item in chapter["items"]:
            for told in item["told"]:
                told.pop("provenance", None)
                told["engine"] = engine
    tree = AnnualReport.model_validate(old)
    assert json.loads(tree.model_dump_json()) == old
    assert line in printed(tree, "en", "en_US")


def test_a_change_of_provenance_alone_is_no_change_of_an_entry() -> None:
    """An edition from before segments were told reads the same as the next one of the same year."""
    reports = tuple(one for one in year.reports() if one.quarter == "2026-Q1")
    bare: tuple[Provenance, ...] = ()
    first = assembled(reports)
    chapters = tuple(
        chapter.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"told": tuple(one.model_copy(update={"provenance": bare}) for one in item.told)})
                    for item in chapter.items
                )
            }
        )
        for chapter in first.chapters
    )
    before = first.model_copy(update={"chapters": chapters})
    assert before.hash != first.hash
    assert year.second(reports, before).changed == ()
