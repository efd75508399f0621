"""Program files: trees with lines, every problem with its place, and nothing a file holds ends in a traceback."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters import program_files
from adapters.yaml_page import Page, page
from mou.errors import Invalid, Unknown
from mou.glossary import FIELDS, KINDS

SAMPLE = Path(__file__).parents[2] / "programs" / "ca-mx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the sample program."""
    return shutil.copytree(SAMPLE, tmp_path / "ca-mx")


def change(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence in a file and return its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def lines_of(folder: Path) -> list[str]:
    """Return all problems as lines, without the folder."""
    found = program_files.problems(program_files.read(folder))
    return [str(one).removeprefix(f"{folder}/") for one in found]


def yaml(text: str | bytes) -> Page:
    """Read a page from memory."""
    return page(Path("page.yaml"), text if isinstance(text, bytes) else text.encode())


def test_the_sample_loads_with_its_calendars() -> None:
    """Program, calendars, hash and text come back together."""
    loaded = program_files.load(SAMPLE)
    assert [group.code for group in loaded.program.groups][-1] == "other-cooperation"
    assert sorted(loaded.calendars) == ["california", "mexico"]
    assert loaded.text.startswith("# The California")
    assert len(loaded.sha) == 64


def test_the_hash_changes_with_any_file_of_the_program(folder: Path) -> None:
    """program.yaml, each calendar and the glossary count, also their comments: a later cycle begins with the newest of each."""
    before = program_files.load(folder).sha
    assert before == program_files.load(SAMPLE).sha
    (folder / "glossary.csv").unlink()
    glossary = program_files.load(folder).sha
    change(folder / "calendars" / "mexico.yaml", "# Days", "# days")
    calendar = program_files.load(folder).sha
    change(folder / "program.yaml", "# The", "# the")
    assert len({before, glossary, calendar, program_files.load(folder).sha}) == 4


def test_every_problem_has_its_file_and_line(folder: Path) -> None:
    """Problems of program and calendars come together, each at the line where it is."""
    program, mexico = folder / "program.yaml", folder / "calendars" / "mexico.yaml"
    zone = change(program, "zone: America/Mexico_City", "zone: America/Mexico")
    holder = change(program, "coordinator: {holder: p03", "coordinator: {holder: p33")
    rule = change(mexico, "    month: 5\n    day: 5", "    month: 5\n    day: 55")
    found = lines_of(folder)
    assert found[0].startswith(f"program.yaml:{zone}: there is no time zone 'America/Mexico' — did you mean")
    assert found[1].startswith(f"program.yaml:{holder}: there is no person 'p33'")
    assert found[2].startswith(f"calendars/mexico.yaml:{rule + 1}: `day`: input should be less than or equal to 31")
    with pytest.raises(Invalid) as refused:
        program_files.load(folder)
    assert refused.value.message.count("\n") == 2


def test_a_calendar_without_a_file_is_told(folder: Path) -> None:
    """The line is that of the program's list, the mend names the file to add."""
    (folder / "calendars" / "mexico.yaml").unlink()
    assert any("the calendar 'mexico' has no file — add" in line for line in lines_of(folder))


def test_a_field_written_twice_is_told(folder: Path) -> None:
    """YAML would take the last one silently."""
    line = change(folder / "program.yaml", "contact: reports@mou.example", "code: other\ncontact: reports@mou.example")
    assert lines_of(folder) == [
        f"program.yaml:{line}: `code` is here a second time, it is already on line 4 — keep one of the two"
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("code: x\nname: a: b\n", 2, "put a text that contains ': ' in quotes"),
        ("code: x\n\tname: y\n", 2, "indent with spaces, not tabs"),
        ("code: [x\nname: y\n", 2, "look at indentation, quotes and brackets"),
        ("code: &x y\nname: *x\n", 1, "write the text out"),
        ("code: x\n---\ncode: y\n", 2, "remove the line '---'"),
        (b"code: x\nname: \xff\n", 2, "save the file as UTF-8"),
        ("code: \x07\n", 1, "remove what is not plain text"),
        ("[" * 3000, 1, "nested too deeply"),
    ],
)
def test_what_is_no_yaml_is_told_with_line_and_remedy(text: str | bytes, line: int, sentence: str) -> None:
    """Each slip of the pen gets the line and what to do."""
    read = yaml(text)
    (problem,) = read.problems
    assert read.unread
    assert read.line(problem.path) == line
    assert sentence in f"{problem.what} — {problem.mend}"


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    """A folder in a calendar's place is no calendar, and no traceback."""
    (folder / "calendars" / "peru.yaml").mkdir()
    with pytest.raises(Invalid, match=r"peru\.yaml cannot be read"):
        program_files.read(folder)


def test_broken_yaml_is_the_only_thing_told_of_its_file(folder: Path) -> None:
    """What cannot be read is not also said to lack every field."""
    (folder / "program.yaml").write_text("code: [", encoding="utf-8")
    assert len(lines_of(folder)) == 1


def test_words_stay_as_written() -> None:
    """Hours, dates, country codes and yes stay text; only true numbers, true, false and nothing are read."""
    tree = yaml("at: 17:00\non: 2026-03-31\nno: yes\nn: 10\nf: 1.5\nt: true\ne:\nv: 0x1f\n").tree
    expected = {"at": "17:00", "on": "2026-03-31", "no": "yes", "n": 10, "f": 1.5, "t": True, "e": None, "v": "0x1f"}
    assert tree == expected


def test_every_part_has_its_line() -> None:
    """Fields and list lines know where they begin; what is missing takes its surroundings' line."""
    read = yaml("a:\n  - x\n  - b: 1\n    c: 2\n")
    assert read.lines == {(): 1, ("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 1, "b"): 3, ("a", 1, "c"): 4}
    assert read.line(("a", 1, "d")) == 3


def test_a_block_as_a_field_name_is_told() -> None:
    """Only words name fields."""
    (problem,) = yaml("? [a, b]\n: c\n").problems
    assert "a block stands where a field's name should" in problem.what


def test_a_code_finds_its_folder_and_so_does_a_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code means the product's own program, a path whatever is there."""
    monkeypatch.chdir(folder.parent.parent)
    assert program_files.folder_of("ca-mx").resolve() == SAMPLE
    assert program_files.folder_of(str(folder)) == folder
    assert program_files.folder_of(folder / "program.yaml") == folder


def test_an_unknown_program_gets_a_suggestion(tmp_path: Path) -> None:
    """The nearest code is suggested and all are listed; a folder without a program says so."""
    with pytest.raises(Unknown, match=r"no program 'ca-mex'. Did you mean 'ca-mx'\? There are: .*ca-mx"):
        program_files.folder_of("ca-mex")
    with pytest.raises(Unknown, match="no program"):
        program_files.folder_of("x" * 5000)
    with pytest.raises(Unknown, match=r"has no program\.yaml"):
        program_files.read(tmp_path)


def test_the_glossary_has_a_text_per_language() -> None:
    """Each term of the sample is there in both languages, once, with its kind, part of speech and source; nothing is amiss."""
    rows = program_files.glossary(SAMPLE)
    assert all(set(row) == {"en", "es", *FIELDS} for row in rows)
    assert {row["kind"] for row in rows} == set(KINDS)
    assert all(row["part_of_speech"] and row["source"] for row in rows)
    assert len({row["en"] for row in rows}) == len(rows)
    (board,) = (row for row in rows if row["en"] == "California Air Resources Board")
    assert (board["es"], board["gender"]) == ("Junta de Recursos del Aire de California", "f")
    assert program_files.glossary_problems(SAMPLE, ("en", "es")) == ()


def test_a_glossary_of_three_columns_still_loads(folder: Path) -> None:
    """Only the languages and the kind are needed, and then no gender is missed."""
    (folder / "glossary.csv").write_text("en,es,kind\nair,aire,term\n", encoding="utf-8")
    assert program_files.glossary(folder) == ({"en": "air", "es": "aire", "kind": "term"},)
    assert program_files.glossary_problems(folder, ("en", "es")) == ()


AMISS = """en,pt,kind,part_of_speech,gender,forbidden,typo
air,ar,terms,noun,,,x
board,junta,term,thing,x,en: Board | council,x
goal,alvo,term,noun,,council,x
Goal,meta,term,noun,,fr: but,x
goal,alvo,place,noun,,,x
"""


def test_every_problem_of_a_glossary_has_its_line(folder: Path) -> None:
    """Unknown words, forbidden forms, terms said twice and columns: each with file, line and how to mend it."""
    file = folder / "glossary.csv"
    file.write_text(AMISS, encoding="utf-8")
    found = [(one.line, one.what) for one in program_files.glossary_problems(folder, ("en", "es"))]
    assert found == [
        (1, "there is no column for the program's language 'es'"),
        (1, "the column 'pt' is no language of the program"),
        (1, "the column 'typo' is no language of the program"),
        (2, "the kind 'terms' is unknown"),
        (3, "the part of speech 'thing' is unknown"),
        (3, "the gender 'x' is unknown"),
        (3, "'board' is both the term and forbidden"),
        (4, "the forbidden form 'council' has no language"),
        (5, "forms are forbidden in 'fr', which has no column"),
        (5, "'Goal' stands in a row before, translated as 'alvo'"),
        (6, "'goal' stands in a row before"),
    ]
    with pytest.raises(Invalid, match=r"glossary\.csv:2: the kind 'terms' is unknown — did you mean 'term'\?\n.*csv:3: "):
        program_files.glossary(folder)


def test_a_noun_without_gender_is_told_and_still_used(folder: Path) -> None:
    """Articles cannot agree with it, so `mou check` says so; a place needs none."""
    file = folder / "glossary.csv"
    file.write_text("en,es,kind,part_of_speech,gender\nair,aire,term,noun,\nSonora,Sonora,place,proper noun,\n", encoding="utf-8")
    assert len(program_files.glossary(folder)) == 2
    (found,) = program_files.glossary_problems(folder, ("en", "es"))
    assert str(found) == f"{file}:2: the noun 'aire' has no gender — write one of: m, f, mp, fp"


@pytest.mark.parametrize("row", ["airshed,", "airshed,,term", "airshed,cuenca,term,more"])
def test_a_broken_glossary_row_is_told_with_its_line(folder: Path, row: str) -> None:
    """A term without its translation, or with a comma too many, is no term."""
    file = folder / "glossary.csv"
    file.write_text(f"en,es,kind\nair,aire,term\n{row}\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"glossary\.csv:3: wrong or empty"):
        program_files.glossary(folder)
    file.unlink()
    assert program_files.glossary(folder) == ()


BITS = st.sampled_from(
    ["code", "name", ": ", "\n", "  ", "- ", "[", "]", "{", "}", "&a ", "*a ", "!!set ", "|", ">", "'", '"', "#", "1:2", "? "]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=40),
        st.lists(st.one_of(BITS, st.text(max_size=3)), max_size=20).map(lambda bits: "".join(bits).encode("utf-8", "replace")),
    )
)
def test_no_bytes_break_the_reading(tmp_path: Path, content: bytes) -> None:
    """Whatever program.yaml holds, the answer is problems with places."""
    (tmp_path / "program.yaml").write_bytes(content)
    found = program_files.problems(program_files.read(tmp_path))
    assert found
    assert all(one.line >= 1 for one in found)
