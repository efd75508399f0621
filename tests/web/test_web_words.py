"""The words of the pages: every code has some, and every message its translation."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from mou.letters.blocks import Kind, T
from mou.stories import Verb
from mou.submission import Phase
from tests.fakes.press import ROOT, catalog
from web.words import ACTS, KINDS, PHASES, act, quarter, said, step


def _messages(path: Path) -> set[str]:
    source = BytesIO(path.read_bytes())
    if path.suffix == ".html":
        return {str(message) for _, _, message, _ in babel_extract(source, ["_"], [], {})}
    return {str(found[1]) for found in extract("python", source, keywords={"T": None, "TN": (1, 2)})}


def test_every_message_of_the_pages_is_translated_and_none_is_stale() -> None:
    """The Spanish catalog has exactly the messages of templates/web and web/, none fuzzy."""
    paths = [*(ROOT / "templates" / "web").glob("*.html"), *(ROOT / "web").glob("*.py")]
    wanted = set().union(*(_messages(path) for path in paths))
    assert wanted == set(catalog("es"))


def test_every_phase_kind_and_verb_has_words() -> None:
    """A code that the contracts add must be given words here."""
    assert set(PHASES) == set(Phase)
    assert set(KINDS) == set(Kind)
    assert set(ACTS) >= {*Verb, "engine-away"}


def test_numbered_steps_say_their_number() -> None:
    """`review-remind-2` is the second reminder to approve."""
    assert step("review-remind-2").values["number"] == "2"
    assert step("close").msgid == act("close").msgid == "Closes"
    assert act("approve").msgid == "Approved"


def test_a_code_without_words_is_shown_as_it_is() -> None:
    """Nobody loses a line because a newer record says something new."""
    for words in (said(ACTS, "brand-new"), act("brand-new"), step("brand-new"), step("brand-new-1"), quarter("brand")):
        assert words.msgid == "%(code)s"


def test_a_quarter_is_said_in_words() -> None:
    """`2026-Q3` is the third quarter of 2026."""
    assert quarter("2026-Q3") == T("Third quarter of %(year)s", year="2026")
