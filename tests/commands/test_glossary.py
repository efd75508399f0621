"""`mou glossary`: the approved terms on the screen and as TBX."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.program_files import folder_of
from adapters.program_files import glossary as rows_of
from commands.glossary import glossary
from mou.errors import Invalid
from mou.tbx import tbx

NAMES = {"": "urn:iso:std:iso:30042:ed-2"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def terms(raw: bytes) -> list[dict[str, str]]:
    """Return what a TBX file says, as rows of a glossary."""
    entries = ET.fromstring(raw).findall("text/body/conceptEntry", NAMES)  # noqa: S314 - our own file
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
    assert terms(out.read_bytes()) == list(rows_of(folder_of("ca-mx")))
    assert capsys.readouterr().out.startswith(f"{len(terms(out.read_bytes()))} terms written to")


def test_without_a_file_the_terms_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A table with a row per term."""
    glossary("ca-mx")
    shown = capsys.readouterr().out
    assert "Junta de Recursos del Aire" in " ".join(shown.split())


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
