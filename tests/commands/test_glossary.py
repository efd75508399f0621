"""`mou glossary`: the approved terms on the screen and as TBX."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.program_files import folder_of
from adapters.program_files import glossary as rows_of
from commands import glossary_changes
from commands.glossary import glossary
from mou.errors import Invalid
from mou.glossary import texts
from mou.glossary_changes import ApprovedSegment
from mou.tbx import tbx
from tests.mou.test_glossary_changes import approved

NAMES = {"": "urn:iso:std:iso:30042:ed-2"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def entries_of(raw: bytes) -> list[ET.Element]:
    """Return the concepts of a TBX file."""
    return ET.fromstring(raw).findall("text/body/conceptEntry", NAMES)  # noqa: S314 - our own file


def terms(raw: bytes) -> list[dict[str, str]]:
    """Return what a TBX file says, as rows of a glossary of three columns."""
    entries = entries_of(raw)
    return [
        {
            **{one.attrib[LANGUAGE]: one.findtext("termSec/term", "", NAMES) for one in entry.findall("langSec", NAMES)},
            "kind": entry.findtext("note", "", NAMES),
        }
        for entry in entries
    ]


def test_every_term_is_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both languages and the kind of each row, in their order."""
    out = tmp_path / "terms.tbx"
    glossary("ca-mx", out)
    assert terms(out.read_bytes()) == [{**texts(row), "kind": row["kind"]} for row in rows_of(folder_of("ca-mx"))]
    assert capsys.readouterr().out.startswith(f"{len(terms(out.read_bytes()))} terms written to")


def test_without_a_file_the_terms_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A table with a row per term: its texts, and of the rest what drafts and checks use."""
    glossary("ca-mx")
    shown = capsys.readouterr().out
    assert "California Air" in shown
    assert "es: Consejo de" in shown
    assert f"{len(rows_of(folder_of('ca-mx')))} terms" in shown


def test_the_file_has_what_else_is_known_of_a_term() -> None:
    """Part of speech, gender and number, source and note stand with the term, forbidden forms beside it as deprecated."""
    row = {"en": "stakeholders", "es": "partes interesadas", "kind": "term", "part_of_speech": "noun", "gender": "fp"}
    (entry,) = entries_of(tbx([{**row, "forbidden": "es: accionistas | socios", "source": "usage", "note": "All."}], title="x"))
    assert entry.findtext("admin[@type='source']", "", NAMES) == "usage"
    assert [one.text for one in entry.findall("note", NAMES)] == ["term", "All."]
    english, spanish = entry.findall("langSec", NAMES)
    noted = [
        {one.attrib["type"]: one.text for one in term.findall("termNote", NAMES)} for term in spanish.findall("termSec", NAMES)
    ]
    deprecated = {"administrativeStatus": "deprecatedTerm-admn-sts"}
    assert noted == [
        {"termType": "fullForm", "partOfSpeech": "noun", "grammaticalGender": "feminine"},
        deprecated,
        deprecated,
    ]
    assert [one.text for one in spanish.findall("termSec/term", NAMES)] == ["partes interesadas", "accionistas", "socios"]
    assert spanish.findtext("termSec/note", "", NAMES) == "plural"
    assert len(english.findall("termSec", NAMES)) == 1
    assert english.find("termSec/termNote[@type='grammaticalGender']", NAMES) is None


PRINTABLE = st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\ufffe\uffff"), min_size=1)


@given(st.lists(st.fixed_dictionaries({"en": PRINTABLE, "es": PRINTABLE, "kind": st.sampled_from(["term", "acronym"])})))
def test_no_term_is_lost_on_the_way(rows: list[dict[str, str]]) -> None:
    """Marks, quotes and letters of any script come back as they were."""
    assert terms(tbx(rows, title="x & <y>")) == rows


def test_what_xml_cannot_hold_is_replaced() -> None:
    """A stray control character spoils no file."""
    assert terms(tbx([{"en": "a\x00b", "es": "c\x1bd", "kind": "term"}], title="\x00"))[0]["en"] == "a\ufffdb"


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    """A program without terms, a file that cannot be written."""
    with pytest.raises(Invalid, match="has no glossary"):
        glossary(str(tmp_path))
    with pytest.raises(Invalid, match="cannot be written"):
        glossary("ca-mx", tmp_path / "nowhere" / "terms.tbx")


def test_a_change_lists_the_approved_segments_it_touches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the record, as JSON or as a table; two glossaries that say the same ask nothing."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("en,es,kind\ngoal,objetivo,term\n", encoding="utf-8")
    new.write_text("en,es,kind\ngoal,meta,term\n", encoding="utf-8")
    asked: list[str] = []

    class Desk:
        async def approved_segments(self, program: str) -> tuple[ApprovedSegment, ...]:
            asked.append(program)
            return approved([("en", "The goal is met.", "El objetivo se cumplió."), ("en", "No.", "No.")])

    monkeypatch.setattr(glossary_changes, "run", lambda work: asyncio.run(work(SimpleNamespace(desk=Desk()))))
    glossary("ca-mx", changes=old, new=new, json_=True)
    (touched,) = json.loads(capsys.readouterr().out)
    assert (touched["number"], touched["terms"]) == (1, ["goal", "objetivo"])
    assert (touched["source"], touched["target"]) == ("The goal is met.", "El objetivo se cumplió.")
    glossary("ca-mx", changes=old, new=new)
    shown = capsys.readouterr().out
    assert shown.startswith("2 rows differ, 1 approved segments hold such a term. None was changed.")
    assert "El objetivo se cumplió." in shown
    glossary("ca-mx", changes=old, new=old)
    assert capsys.readouterr().out.startswith("0 rows differ")
    assert asked == ["ca-mx", "ca-mx"]
    with pytest.raises(Invalid, match="cannot be read"):
        glossary("ca-mx", changes=tmp_path / "none.csv")
