"""`mou translate draft` and `mou translate check`, by hand, with nothing running."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.check_pairs import check
from commands.translate import Engine, draft
from mou.errors import Invalid, Refused, Unavailable, Unknown
from tests.fakes.deepl import KEY, FakeDeepL
from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.needs import needs_apertium
from tests.fakes.vendor import serving

TEXT = "None of the 3 monitors failed. It cost US$5,000.\n\n- See https://a.example/x (CARB).\n"


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what was printed as JSON."""
    return json.loads(capsys.readouterr().out)


def file(tmp_path: Path, text: str) -> Path:
    """Return a file with this text."""
    path = tmp_path / "given.txt"
    path.write_text(text, encoding="utf-8")
    return path


@needs_apertium
def test_a_text_is_drafted_sentence_by_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Segments, draft, flags and confidence; what is protected stands in the draft, and the white space is the source's."""
    draft(str(file(tmp_path, TEXT)), source="en", target="es", engine=Engine.APERTIUM, json_=True)
    made = printed(capsys)
    assert [one["source"] for one in made["segments"]] == [
        "None of the 3 monitors failed.",
        "It cost US$5,000.",
        "- See https://a.example/x (CARB).",
    ]
    assert all(0 <= one["confidence"] <= 1 for one in made["segments"])
    assert "US$5,000" in made["draft"]
    assert "https://a.example/x (CARB)" in made["draft"]
    assert "\n\n- " in made["draft"]
    assert (made["engine"], made["from"], made["to"]) == ("apertium", "en", "es")


def test_people_draft_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an engine each sentence waits for a person, and says so."""
    draft(str(file(tmp_path, TEXT)), source="en", target="es", engine=Engine.HUMAN, json_=True)
    made = printed(capsys)
    assert {one["flags"][0]["kind"] for one in made["segments"]} == {"empty"}
    assert {one["confidence"] for one in made["segments"]} == {0.0}


def test_the_engine_that_is_named_drafts_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DeepL's draft is printed; where it refuses, nobody else is asked and its reason is told; without its key it says so."""
    text = str(file(tmp_path, TEXT))
    with serving(FakeDeepL()) as vendor:
        monkeypatch.setenv("DEEPL_SERVER_URL", vendor.url)
        with pytest.raises(Invalid, match="DEEPL_API_KEY"):
            draft(text, source="en", target="es", engine=Engine.DEEPL)
        monkeypatch.setenv("DEEPL_API_KEY", KEY)
        draft(text, source="en", target="es", engine=Engine.DEEPL, json_=True)
        made = printed(capsys)
        assert (made["engine"], made["version"]) == ("deepl", "v2-1")
        assert made["segments"][1]["draft"] == "[ES-419] It cost US$5,000."
        vendor.tricks = [456]
        with pytest.raises(Refused, match="quota"):
            draft(text, source="en", target="es", engine=Engine.DEEPL)
        vendor.tricks = [503]
        with pytest.raises(Unavailable, match="503"):
            draft(text, source="en", target="es", engine=Engine.DEEPL)
        vendor.tricks = ["mangle"]
        draft(text, source="en", target="es", engine=Engine.DEEPL, json_=True)
    assert {one["draft"] for one in printed(capsys)["segments"]} == {""}


def test_a_server_of_ones_own_drafts_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreTranslate too."""
    with serving(FakeLibreTranslate()) as server:
        monkeypatch.setenv("LIBRETRANSLATE_URL", server.url)
        draft(str(file(tmp_path, TEXT)), source="en", target="es", engine=Engine.LIBRETRANSLATE, json_=True)
    assert printed(capsys)["segments"][1]["draft"] == "[es] It cost US$5,000."


def test_pairs_are_checked_by_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each pair comes back under its id with kind and severity of what does not agree; quotes are text."""
    rows = [
        "id\tsrc_lang\tsource\ttarget",
        "a\ten\tIt rained 12 days.\tLlovió 14 días.",
        'b\tes\tEl "taller" no se realizó.\tThe "workshop" was not held.',
        "c\tes\tNinguno de los monitores falló mientras duró la prueba.\tNone failed.",
        "d\ten\tThe county agreed.\tEl condado el condado el condado aceptó.",
    ]
    check(file(tmp_path, "\n".join(rows) + "\n"), json_=True)
    assert printed(capsys) == [
        {"id": "a", "flags": [{"kind": "numbers", "severity": "error"}, {"kind": "units", "severity": "error"}]},
        {"id": "b", "flags": []},
        {"id": "c", "flags": [{"kind": "length", "severity": "warning"}]},
        {"id": "d", "flags": [{"kind": "repeated", "severity": "error"}]},
    ]


def test_for_people_it_is_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the flags stand in a table under how many there are."""
    check(file(tmp_path, "id\tsrc_lang\tsource\ttarget\na\ten\tIt rained 12 days.\tLlovió 14 días.\n"))
    shown = capsys.readouterr().out
    assert "1 of 1 pairs flagged" in shown
    assert "numbers" in shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id\tsource\ttarget\n", ":1: no column src_lang"),
        ("", ":1: no column id"),
        ("id\tsrc_lang\tsource\ttarget\n1\ten\tonly a source\n", ":2: fewer columns"),
        ("id\tsrc_lang\tsource\ttarget\n1\tfr\tbonjour\thello\n", ":2: src_lang is 'fr'"),
    ],
)
def test_a_broken_file_of_pairs_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """Nothing is checked before the file is whole."""
    with pytest.raises(Invalid, match=told):
        check(file(tmp_path, text))


def test_wrong_words_are_told(tmp_path: Path) -> None:
    """A file that is not there or no UTF-8, a language nobody drafts, the same twice, an unknown program."""
    here = file(tmp_path, "x")
    with pytest.raises(Invalid, match="cannot be read"):
        check(tmp_path / "nowhere.tsv")
    with pytest.raises(Invalid, match="cannot be read"):
        draft(str(tmp_path / "nowhere"), source="en", target="es", engine=Engine.HUMAN)
    with pytest.raises(Invalid, match="use en or es"):
        draft(str(here), source="en", target="fr", engine=Engine.HUMAN)
    with pytest.raises(Invalid, match="are both en"):
        draft(str(here), source="en", target="en", engine=Engine.HUMAN)
    with pytest.raises(Unknown, match="ca-mx"):
        draft(str(here), source="en", target="es", program="ca-mxx", engine=Engine.HUMAN)
    here.write_bytes(b"caf\xe9")
    with pytest.raises(Invalid, match="not UTF-8"):
        draft(str(here), source="en", target="es", engine=Engine.HUMAN)
    with pytest.raises(Invalid, match="not UTF-8"):
        check(here)
