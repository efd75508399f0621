"""TMX: a file of ours loses nothing, files of other programs are read, hostile ones are refused with their line."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.errors import Invalid
from mou.memory import MemoryEntry
from mou.tmx import Skipped, read, written
from mou.vouching import vouched

LONG_AGO = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5)))
NOW = datetime(2026, 4, 20, 16, tzinfo=UTC)
ANY = st.text(st.characters() | st.sampled_from("\0\r\n\t\\u{}<>&\ud800\ufffe\x85\u2028"))
LANGUAGES = st.sampled_from([("en", "es"), ("es", "en"), ("en", "es-MX"), ("fr", "en")])
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=45))])
ENTRIES = st.builds(
    lambda languages, **said: MemoryEntry(source_language=languages[0], target_language=languages[1], **said),
    LANGUAGES,
    **{name: ANY for name, field in MemoryEntry.model_fields.items() if field.annotation is str and "language" not in name},
    number=st.integers(0, 2**31 - 1),
    approved_on=st.none() | st.datetimes(timezones=ZONES),
)


def entry(source: str = "A drill was held.", target: str = "Se hizo un simulacro.", **said: object) -> MemoryEntry:
    """Return an entry from English to Spanish."""
    pair = {"source_language": "en", "target_language": "es", "source": source, "target": target}
    return MemoryEntry.model_validate({**pair, **said})


def foreign(*units: str, header: str = 'srclang="en-US"', before: str = "") -> bytes:
    """Return a TMX file as another program writes it."""
    text = f'<?xml version="1.0"?>\n{before}<tmx version="1.4"><header {header}/><body>\n' + "\n".join(units) + "\n</body></tmx>"
    return text.encode()


def unit(source: str, target: str, *, attributes: str = "", to: str = 'xml:lang="es-MX"') -> str:
    """Return a unit of another program on one line."""
    return f'<tu {attributes}><tuv xml:lang="en-US"><seg>{source}</seg></tuv><tuv {to}><seg>{target}</seg></tuv></tu>'


@given(st.lists(ENTRIES, max_size=4))
def test_nothing_of_an_entry_is_lost_on_the_way(entries: list[MemoryEntry]) -> None:
    """Whatever the texts hold, also what XML cannot, reading what was written gives the very entries."""
    found = read(written(entries))
    assert (found.entries, found.skipped) == (tuple(entries), ())


def test_other_programs_find_source_and_translation_where_tmx_has_them() -> None:
    """The two sentences stand in their variants as they are, with the language of each."""
    root = ET.fromstring(written([entry("1 < 2 & \\n.", "1 < 2 y \\n.", note="by hand")]))  # noqa: S314 - our own file
    (made,) = root.findall("body/tu")
    assert [one.findtext("seg") for one in made.findall("tuv")] == ["1 < 2 & \\n.", "1 < 2 y \\n."]
    assert [one.attrib["{http://www.w3.org/XML/1998/namespace}lang"] for one in made.findall("tuv")] == ["en", "es"]
    assert made.findtext("note") == "by hand"


def test_a_language_that_is_none_is_refused() -> None:
    """It would make a file that nobody can read."""
    with pytest.raises(Invalid, match="no language tag"):
        written([entry().model_copy(update={"target_language": "e s\0"})])


def test_a_unit_of_another_program_is_an_entry() -> None:
    """Regions are dropped, formatting too, marked words stay, white space at the ends goes, an old attribute is understood."""
    words = '\n A <hi>big</hi> <bpt i="1">&lt;b&gt;</bpt>drill<ept i="1">&lt;/b&gt;</ept> was held. '
    found = read(foreign(unit(words, "Se hizo un gran simulacro.", to='lang="ES"'), before='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'))
    assert found.entries == (entry("A big drill was held.", "Se hizo un gran simulacro."),)
    assert found.skipped == ()


def test_the_source_is_the_units_own_or_the_files_or_the_first() -> None:
    """A unit may name another source language than the header; `*all*` means whatever stands first; each other is a target."""
    own = read(foreign(unit("Yes.", "Sí.", attributes='srclang="es"'))).entries
    first = read(foreign(unit("Yes.", "Sí."), header='srclang="*all*"')).entries
    both = unit("Yes.", "Sí.").replace("</tu>", '<tuv xml:lang="fr_CA"><seg>Oui.</seg></tuv></tu>')
    assert [(one.source, one.target) for one in own] == [("Sí.", "Yes.")]
    assert [(one.source, one.target) for one in first] == [("Yes.", "Sí.")]
    assert [(one.target_language, one.target) for one in read(foreign(both)).entries] == [("es", "Sí."), ("fr", "Oui.")]


BEYOND = r"\u{ffffff}"
PROP = '<prop type="x-mou-{}">{}</prop>'


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (unit("Yes <ph/>.", "Sí <ph/>."), "<ph>"),
        (unit("Yes <bpt><sub>now</sub></bpt>.", "Sí."), "<bpt>"),
        (unit("Yes.", "Yep.", to='xml:lang="en-GB"'), "one language"),
        (unit("Yes.", "Sí.", attributes='srclang="de"'), "source language, de"),
        (unit("Yes.", "Sí.", to=""), "not named"),
        (unit("Yes.", "Sí.", to='xml:lang="&#x9b;2J"'), "not named"),
        ("<tu/>", "no sentence"),
        ('<tu><tuv xml:lang="en"><seg>Yes.</seg></tuv></tu>', "one language only"),
        ('<tu><tuv xml:lang="en"/><tuv xml:lang="es"><seg>Sí.</seg></tuv></tu>', "has no sentence"),
        (f"<tu>{PROP.format('number', 'many')}</tu>", "number"),
        (f"<tu>{PROP.format('number', '9' * 5000)}</tu>", "number"),
        (f"<tu>{PROP.format('approved', 'lately')}</tu>", "date"),
        (f"<tu>{PROP.format('approved', '2026-04-20')}</tu>", "time zone"),
        (f"<tu>{PROP.format('escaped', '1')}{PROP.format('item', BEYOND)}</tu>", "character"),
    ],
)
def test_a_unit_that_cannot_be_an_entry_is_skipped_and_told(made: str, why: str) -> None:
    """The units beside it are read, and the line it begins in is named."""
    found = read(foreign(unit("No.", "No, señor."), made))
    assert [one.source for one in found.entries] == ["No."]
    (skipped,) = found.skipped
    assert skipped.line == 4
    assert why in skipped.why


LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (foreign(unit("&b;", "&b;"), before=LAUGHS), "line 2: the document type declares"),
        (foreign(unit("&a;", "&a;"), before=OUTSIDE), "line 2: the document type declares"),
        (
            foreign(unit("&a;", "&a;"), before='<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx.dtd">\n'),
            "line 4: it uses .* entities",
        ),
        (foreign(unit("&a;", "&a;")), "line 3: this is no XML"),
        (b"<a>" * 100_000, "line 1: elements are nested more than 50 deep"),
        (foreign("<tu>"), "line 4: this is no XML"),
        (b"", "line 1: this is no XML"),
        (b"PK\x03\x04\0\0", "line 1: this is no XML"),
        (b'<?xml version="1.0" encoding="klingon"?><tmx/>', "line 1: .*encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><tmx/>', "line 1: .*encoding"),
        (b"\n<html/>", "line 2: this is no TMX file"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_line(raw: bytes, told: str) -> None:
    """Nothing is expanded, nothing is fetched, and a person reads what to do."""
    with pytest.raises(Invalid, match=told):
        read(raw)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda raw: foreign(unit("Yes.", "Sí."))[:90] + raw))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """No other error than ours leaves the reader."""
    try:
        found = read(raw)
    except Invalid as error:
        assert error.message.startswith("line ")  # noqa: PT017 - either outcome is right
    else:
        assert found.entries == ()


def test_other_encodings_that_say_so_are_read() -> None:
    """UTF-16 with its mark and Latin-1 are what older programs write."""
    text = foreign(unit("Yes.", "Sí.")).decode().partition("\n")[2]
    latin = f'<?xml version="1.0" encoding="iso-8859-1"?>\n{text}'.encode("latin-1")
    assert read(text.encode("utf-16")).entries == read(latin).entries == (entry("Yes.", "Sí."),)


def test_what_a_file_says_of_reports_becomes_a_note() -> None:
    """It cannot be proved here: the coordinator's word is the approval, and no date lies ahead of it."""
    said = entry(report="ca-mx/2025-Q4/water", number=3, editor="p03", engine="apertium 0.8", note="checked")
    ahead, before = said.model_copy(update={"approved_on": NOW + timedelta(days=9)}), said.model_copy(update={"approved_on": NOW})
    taken, skipped = vouched(
        read(written([said, ahead, before])), languages=("en", "es"), file="old.tmx", by="p01", on=NOW + timedelta(days=1)
    )
    note = "from old.tmx, vouched for by p01; there ca-mx/2025-Q4/water, segment 3; there drafted by apertium 0.8"
    note += "; there edited by p03; checked"
    assert {(one.report, one.number, one.editor, one.engine, one.note) for one in taken} == {("", 0, "", "", note)}
    assert [one.approved_on for one in taken] == [NOW + timedelta(days=1), NOW + timedelta(days=1), NOW]
    assert skipped == ()


def test_what_a_memory_cannot_hold_is_skipped_and_told() -> None:
    """Other languages than the program's, empty sentences, and characters the record cannot keep."""
    german = entry().model_copy(update={"target_language": "de"})
    file = read(written([german, entry(" ", "x"), entry("a\0b"), entry(approved_on=LONG_AGO), entry()]))
    taken, skipped = vouched(file, languages=("en", "es"), file="x.tmx", by="p01", on=NOW)
    assert len(taken) == 1
    assert [one.why for one in skipped] == [
        "the program does not work in en and de",
        "a sentence is empty",
        "a character in it cannot be kept by the record",
        "it was approved before 1900",
    ]
    assert skipped == tuple(sorted(skipped, key=lambda one: one.line))
    assert isinstance(skipped[0], Skipped)
