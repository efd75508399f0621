"""What an engine must not touch comes back untouched, or the draft is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.checks import flags
from mou.masks import mask, unmask
from mou.model import Wording
from mou.segments import Direction

TO_SPANISH = Direction(source="en", target="es")
TO_ENGLISH = Direction(source="es", target="en")
TERMS = [Wording({"en": "wildfires", "es": "incendios forestales"}), Wording({"en": "GHG", "es": "GEI"})]


@pytest.mark.parametrize(
    ("text", "direction", "kept"),
    [
        ("CARB trained 1,234 people on March 31, 2026.", TO_SPANISH, ("CARB", "1,234", "31 de marzo de 2026")),
        ("El 3 de mayo, 12 % en enero de 2026.", TO_ENGLISH, ("May 3", "12 %", "January 2026")),
        ("See https://a.example/x_1?y=2, or a@b.example.", TO_SPANISH, ("https://a.example/x_1?y=2", "a@b.example")),
        ("PM2.5 under AQ-2 in EE. UU.", TO_ENGLISH, ("PM2.5", "AQ-2", "EE. UU.")),
        ("Wildfires and GHG * 2", TO_SPANISH, ("Incendios forestales", "GEI", "*", "2")),
        ("It cost $5 and US$7.", TO_SPANISH, ("US$5", "US$7")),
        ("It cost $5 USD, US $7 or $9 million dollars.", TO_SPANISH, ("$5 USD", "US $7", "$9")),
        ("Costó $5 o $5,000 (cinco mil pesos).", TO_ENGLISH, ("MX$5", "$5,000")),
        ("Del 03/04/2026 al 31/12/26.", TO_ENGLISH, ("April 3, 2026", "December 31, 2026")),
        ("On 03/04/2026, due 2026-03-31.", TO_SPANISH, ("4 de marzo de 2026", "2026-03-31")),
        ("On 13/04/2026 or 02/30/2026.", TO_SPANISH, ("13/04/2026", "02/30/2026")),
        ("Son 1.234,5 y 1 234,5 de 1.250.000.", TO_ENGLISH, ("1,234.5", "1,234.5", "1,250,000")),
        ("Pagó USD 1.250.000,50 y $12,50.", TO_ENGLISH, ("USD 1,250,000.50", "MX$12.50")),
        ("Son 1.234 o 3,5, 3,5 % y 40 %.", TO_ENGLISH, ("1.234", "3,5", "3.5 %", "40 %")),
        ("Nothing here", TO_SPANISH, ()),
    ],
)
def test_what_is_masked_and_what_it_becomes(text: str, direction: Direction, kept: tuple[str, ...]) -> None:
    """Names, numbers and addresses stay as they are; dates, glossary terms and bare dollars come back in the other language."""
    masked = mask(text, direction, terms=TERMS)
    assert masked.kept == kept
    assert not any(one in masked.text for one in kept if len(one) > 1)


def test_names_given_are_masked() -> None:
    """A name that is also a common word is protected when it is listed."""
    masked = mask("Ensenada y Sonora", TO_ENGLISH, names=["Ensenada", "Sonora"])
    assert unmask(masked, masked.text) == "Ensenada y Sonora"
    assert "Ensenada" not in masked.text


def test_masks_may_change_places() -> None:
    """The order in the draft is the engine's business."""
    masked = mask("CARB and EPA", TO_SPANISH)
    assert unmask(masked, "XQ002 y XQ001") == "EPA y CARB"


@pytest.mark.parametrize("draft", ["XQ001 y", "XQ001 y XQ001", "XQ001 y XQ002 y XQ003", "XQ001 y XQ01", ""])
def test_a_draft_that_lost_doubled_or_invented_a_mask_is_dropped(draft: str) -> None:
    """Each mask must come back exactly once."""
    assert unmask(mask("CARB and EPA", TO_SPANISH), draft) == ""


def test_a_text_that_looks_like_a_mask_gets_another() -> None:
    """A source that holds our token is masked with a different one."""
    masked = mask("XQ001 and 5", TO_SPANISH)
    assert masked.prefix == "ZQ"
    assert unmask(masked, masked.text) == "XQ001 and 5"


def test_too_many_masks_are_refused() -> None:
    """A text with more numbers than there are masks is refused, and so is one that uses every mask."""
    with pytest.raises(ValueError, match="more than the 999"):
        mask("1; " * 1000, TO_SPANISH)
    with pytest.raises(ValueError, match="every mask"):
        mask("XQ ZQ QX QZ XZQ ZXQ", TO_SPANISH)


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_unmasking_what_was_masked_gives_the_text_back(text: str) -> None:
    """With one language on both sides nothing is lost of any text."""
    masked = mask(text, Direction(source="pt", target="pt"))
    assert unmask(masked, masked.text) == text


_MARKS = [(",", "."), (".", ","), ("\u00a0", ","), ("\u202f", "."), (" ", ",")]
_amounts = st.builds(
    lambda number, marks, around: around.format(f"{number:,}".replace(",", "g").replace(".", marks[1]).replace("g", marks[0])),
    st.decimals(0, 10**9, places=2) | st.integers(0, 10**9),
    st.sampled_from(_MARKS),
    st.sampled_from(["{}", "${}", "US${}", "USD {}", "${} MXN", "{} %", "{} km", "({})"]),
)
_dates = st.builds(
    lambda day, shape: day.strftime(shape),
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"]),
)
_others = st.sampled_from(["12", "1,5", "1.2.3", "AQ-1", "CARB", "no", "x", "."])
_began = {"en": "On March 3, 2026 we", "es": "El 3 de marzo de 2026"}


@given(st.lists(_amounts | _dates | _others, max_size=8), st.sampled_from([TO_SPANISH, TO_ENGLISH]))
@settings(max_examples=150, deadline=None)
def test_what_comes_back_agrees_with_the_source(things: list[str], direction: Direction) -> None:
    """However figures and dates are written: what they become for the other reader passes the number, date and money checks."""
    text = "; ".join([_began[direction.source], *(one for one in things if not _impossible(one, direction))])
    masked = mask(text, direction)
    found = flags(direction.source, text, direction.target, unmask(masked, masked.text))
    assert {"numbers", "dates", "money", "units", "urls", "acronyms"}.isdisjoint(found)


def _impossible(thing: str, direction: Direction) -> bool:
    """Whether a date in digits is none in its language ("13/04/2026" in English): it stays, and a person is asked."""
    first, _, rest = thing.partition("/")
    return bool(rest) and int(first if direction.source == "en" else rest[:2]) > 12
