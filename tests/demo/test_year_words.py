"""The year's words are complete, proofread, and safe to translate."""

import re
from pathlib import Path

import pytest
import yaml

from demo.script import LEADS, ODD, RETURNS
from demo.words import PARTIES, SILENT, Entry, Sentence, Year
from mou.checks import flags
from mou.cutting import cut

YEAR = Year.load()
PROGRAM = yaml.safe_load((Path(__file__).parents[2] / "programs/ca-mx/program.yaml").read_text(encoding="utf-8"))
GROUPS = {group["code"]: group for group in PROGRAM["groups"]}
PLAN = {code: tuple(item["code"] for item in group["items"]) for code, group in GROUPS.items()}
MEASURES = {item["code"]: len(item.get("indicators", ())) for group in GROUPS.values() for item in group["items"]}
TONGUES = {party: tongue for tongue, party in PARTIES.items()}
NEGATIONS = {"en": r"\b(?:no|not|never|none|neither|nor|without|cannot)\b", "es": r"\b(?:no|nunca|ning\w+|ni|sin|tampoco)\b"}


def _said() -> list[tuple[str, Entry]]:
    said = [(key[-1], entry) for key, entries in YEAR.entries.items() for entry in entries]
    return said + [(key[-1], entry) for key, entries in YEAR.corrected.items() for entry in entries]


def _sentences() -> list[tuple[str, Sentence]]:
    return [(party, sentence) for party, entry in _said() for sentence in entry.text]


@pytest.mark.parametrize("quarter", [f"2026-Q{number}" for number in (1, 2, 3, 4)])
@pytest.mark.parametrize("group", PLAN)
@pytest.mark.parametrize("party", TONGUES)
def test_every_item_is_reported_by_every_party_in_every_quarter_or_is_a_named_gap(quarter: str, group: str, party: str) -> None:
    """A lead's entries are exactly the group's items, and nobody silent has any."""
    said = tuple(entry.item for entry in YEAR.entries.get((quarter, group, party), ()))
    assert said == (() if (quarter, group) in SILENT else PLAN[group])


@pytest.mark.parametrize(("party", "entry"), _said())
def test_an_entry_has_its_status_numbers_and_sentences(party: str, entry: Entry) -> None:
    """Progress has a status, one to three sentences and a value per indicator; nothing to report has a reason."""
    if entry.says == "progress":
        assert entry.status in {"on_track", "delayed", "done", "not_started"}
        assert len(entry.numbers) == MEASURES[entry.item]
        assert 1 <= len(entry.text) <= 3
    else:
        assert not entry.status
        assert len(entry.text) == (entry.says == "nothing")


@pytest.mark.parametrize(("party", "sentence"), _sentences())
def test_digits_agree_on_both_sides(party: str, sentence: Sentence) -> None:
    """The same numbers stand in the sentence and in its translation."""
    assert sorted(re.findall(r"\d[\d.,]*\d|\d", sentence.said)) == sorted(re.findall(r"\d[\d.,]*\d|\d", sentence.other))


@pytest.mark.parametrize(("party", "sentence"), _sentences())
def test_negations_agree_on_both_sides(party: str, sentence: Sentence) -> None:
    """A denial is a denial in both languages."""
    mine, other = TONGUES[party], TONGUES[{"california": "mexico", "mexico": "california"}[party]]
    denies = [
        bool(re.search(NEGATIONS[tongue], text.lower())) for tongue, text in ((mine, sentence.said), (other, sentence.other))
    ]
    assert denies[0] == denies[1]


@pytest.mark.parametrize(("party", "sentence"), _sentences())
def test_the_engine_finds_nothing_to_flag_in_a_proofread_pair(party: str, sentence: Sentence) -> None:
    """Numbers, dates, units, acronyms and negations agree by the engine's own checks."""
    other = TONGUES[{"california": "mexico", "mexico": "california"}[party]]
    assert flags(TONGUES[party], sentence.said, other, sentence.other) == ()


@pytest.mark.parametrize(("party", "sentence"), _sentences())
def test_every_sentence_ends_with_a_terminator_on_both_sides(party: str, sentence: Sentence) -> None:
    """Each side is one sentence with its full stop, without stray spaces."""
    for text in (sentence.said, sentence.other):
        assert text[-1] in ".?!"
        assert text == " ".join(text.split())


@pytest.mark.parametrize(("party", "entry"), _said())
def test_one_sentence_is_one_segment(party: str, entry: Entry) -> None:
    """The engine cuts an entry's text exactly where the year's files do."""
    assert [piece.strip() for piece in cut(entry.words)] == [sentence.said for sentence in entry.text]


def test_no_sentence_has_two_translations() -> None:
    """The same words are proofread in one way only."""
    translations: dict[str, set[str]] = {}
    for _, sentence in _sentences():
        translations.setdefault(sentence.said, set()).add(sentence.other)
    assert [said for said, others in translations.items() if len(others) > 1] == []


def test_the_facts_of_the_first_quarter_are_told() -> None:
    """The agreement's five facts of progress stand in the first quarter's reports."""
    first = {entry.item: entry.words for key, entries in YEAR.entries.items() if key[0] == "2026-Q1" for entry in entries[:3]}
    both = {
        item: " ".join(
            entry.words for key, said in YEAR.entries.items() if key[0] == "2026-Q1" for entry in said if entry.item == item
        )
        for item in first
    }
    wanted = {
        "CC-1": ("greenhouse gas emissions", "compared"),
        "AQ-2": ("air monitoring training",),
        "AQ-3": ("performance audits", "laboratory", "Baja California"),
        "CV-1": ("workshops and meetings", "greenhouse gases", "Low Emission Vehicle"),
        "CV-2": ("OBD", "smog check", "motorcycles"),
        "WF-1": ("workshop in San Diego", "wildfire training"),
    }
    assert [(item, words) for item, some in wanted.items() for words in some if words not in both[item]] == []


def test_the_script_names_only_what_there_is() -> None:
    """Odd cases, habits and returns are about groups and quarters of the year, and corrections are written for them."""
    assert set(LEADS) == {(group, party) for group in PLAN for party in TONGUES}
    assert set(ODD) <= set(YEAR.entries)
    assert {(quarter, group) for quarter, group in RETURNS} <= {key[:2] for key in YEAR.entries}
    assert {(step.why, *key) for key, steps in ODD.items() for step in steps if step.why} == set(YEAR.corrected)
