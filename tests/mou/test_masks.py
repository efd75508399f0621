"""What an engine must not touch comes back untouched, or the draft is none."""

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


@given(st.lists(st.sampled_from(["12", "1,5", "$3", "AQ-1", "CARB", "March 3, 2026", "no", "x", "."]), max_size=8).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_what_comes_back_agrees_with_the_source(text: str) -> None:
    """Whatever the engine does to the words between them, masked things pass the number, date and money checks."""
    masked = mask(text, TO_SPANISH)
    found = flags("en", text, "es", unmask(masked, masked.text))
    assert {"numbers", "dates", "money", "urls", "acronyms"}.isdisjoint(found)
