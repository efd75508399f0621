"""Dates are long or ISO, money has its currency's code, and Spanish is Mexico's: never a bare "es", never 11/8/15."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product as pairs
from pathlib import Path

import pytest

from adapters import program_files
from adapters.press import LETTER_WORDS, JinjaPress
from adapters.report_words import Words
from adapters.resources import resource
from adapters.voice import Voice
from commands.sample_letters import sample_letter
from mou.letters.blocks import Kind
from mou.ports import Reader
from tests.fakes.edition import published
from tests.fakes.sample_report import READERS, sample
from tests.house.sources import ROOT, called, calls, product, text, tree

FILES = [path for path in product() if path.parts[0] != "demo"]  # its players write as people and mail programs do
LONG = {"long", "full", "EEEE", "HH:mm"}
ISO = re.compile(r"(?:%Y-?%m-?%d(?:[T ]?%H:?%M(?::?%S)?(?:%f)?)?|%H:%M)")
SHORT_DATE = re.compile(r"(?<![\w/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\w/.-])")
BARE = {
    "activities/reconciling.py": "only a subject is said anew, with no date, number or amount in it",
    "web/readers.py": "the source language, before any program says whose it is",
}
"""Files that give a locale without a country, and why."""


def formatting(name: str = "format_") -> Iterator[tuple[Path, ast.Call]]:
    """Yield the calls of Babel's formatters in the files that use Babel."""
    using = (path for path in FILES if "from babel" in text(path))
    return ((path, call) for path in using for call in calls(path) if called(call).startswith(name))


def given(call: ast.Call, name: str) -> str:
    """Return an argument's source by keyword, "" where it is not given."""
    return next((ast.unparse(word.value) for word in call.keywords if word.arg == name), "")


def test_every_format_names_the_reader_s_locale() -> None:
    """Babel would fall back to the machine's."""
    assert len(list(formatting())) > len(LONG)
    assert [f"{path}:{call.lineno}" for path, call in formatting() if not given(call, "locale").endswith(".locale")] == []
    names = [(path, call) for path, call in formatting("get_display_name") if not ast.unparse(call).endswith(".locale)")]
    assert [f"{path}:{call.lineno}" for path, call in names] == []


def test_a_date_for_readers_is_long() -> None:
    """The day of the month and the month's number cannot be confused when the month is a word."""
    for path, call in (*formatting("format_date"), *formatting("format_skeleton")):
        style = call.args[1] if len(call.args) > 1 else ast.Constant(given(call, "format").strip("'\""))
        assert isinstance(style, ast.Constant), f"{path}:{call.lineno}"
        assert style.value in LONG, f"{path}:{call.lineno}"


def test_money_is_written_with_its_currencys_code() -> None:
    """The dollar sign means two currencies here: who formats an amount asks for the code (¤¤)."""
    amounts = [(path, call) for path, call in formatting() if "currency" in called(call)]
    assert [f"{path}:{call.lineno}" for path, call in amounts if "¤¤" not in ast.unparse(call)] == []


def test_a_date_that_python_formats_is_iso() -> None:
    """In f-strings and strftime; nothing short or local is put together by hand."""
    wrong = [
        f"{path}: {pattern}"
        for path in FILES
        for node in ast.walk(tree(path))
        for pattern in _patterns(node)
        if not ISO.fullmatch(pattern)
    ]
    assert wrong == []


def test_templates_format_no_dates_themselves() -> None:
    """They have the filters `when`, `day` and `number`."""
    templates = [path for path in ROOT.glob("templates/**/*") if path.suffix in {".html", ".j2", ".typ"}]
    assert templates
    dates = re.compile(r"strftime|format_date|%[dmyY]\b|display\(\s*\"")
    assert [path.name for path in templates if dates.search(path.read_text(encoding="utf-8"))] == []


def test_every_party_reads_its_own_countrys_formats() -> None:
    """A locale is a language and a country; the Spanish of the sample agreement is Mexico's."""
    folders = sorted(path.name for path in ROOT.glob("programs/*") if (path / "program.yaml").is_file())
    parties = [party for code in folders for party in program_files.load(program_files.folder_of(code)).program.parties]
    assert [party.code for party in parties if not re.fullmatch(rf"{party.language}_[A-Z]{{2}}", party.locale)] == []
    assert "es_MX" in {party.locale for party in parties}
    assert {party.locale for party in parties if party.language == "es"} == {"es_MX"}


def test_no_reader_has_a_locale_without_its_country() -> None:
    """A reader's locale is a party's, never made from a language; who needs none says why in `BARE`."""
    made = [(path, given(call, "locale")) for path in FILES for call in calls(path) if called(call) in {"Reader", "Words"}]
    bare = {str(path) for path, locale in made if not re.fullmatch(r"(?:\w+\.)?locale|'[a-z]{2}_[A-Z]{2}'", locale)}
    assert bare == set(BARE)


def test_the_spanish_of_letters_and_report_is_mexicos() -> None:
    """Months are words, thousands have a comma and decimals a point, as Mexico writes them."""
    voice = Voice(Reader(language="es", locale="es_MX", zone="America/Mexico_City"), resource("locales"), domains=LETTER_WORDS)
    words = Words(locales=resource("locales"), language="es", locale="es_MX")
    for said in (voice, words):
        assert said.day(date(2015, 8, 11)) == "11 de agosto de 2015"
        assert said.number(12345) == "12,345"
    assert voice.when(datetime(2015, 8, 11, 18, tzinfo=UTC)).startswith("martes 11 de agosto de 2015, ")
    assert words.name_of("en") == "inglés"


@pytest.mark.parametrize(("kind", "party"), list(pairs(Kind, READERS)))
def test_no_letter_shows_a_short_date(kind: Kind, party: str) -> None:
    """Whatever its blocks are made of."""
    letter = JinjaPress().letter(sample_letter(kind, sample(party)), READERS[party])
    assert SHORT_DATE.findall(f"{letter.subject}\n{letter.text}") == []


def test_no_page_of_the_report_shows_a_short_date() -> None:
    """The whole edition of the sample year, in every language."""
    pages = [content.decode().partition("<body>")[2] for path, content in published().items() if path.endswith(".html")]
    assert all(pages)
    assert [found for page in pages for found in SHORT_DATE.findall(page)] == []


def _patterns(node: ast.AST) -> list[str]:
    """Return the date patterns of a format specification, or of a call of strftime."""
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        specs: list[ast.expr] = node.format_spec.values
    else:
        specs = node.args[-1:] if isinstance(node, ast.Call) and called(node) == "strftime" else []
    texts = [one.value for one in specs if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [one for one in texts if re.search(r"%-?[A-Za-z]", one)]
