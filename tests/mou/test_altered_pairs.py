"""How much of what a careless translator alters the checks see, and how often they see what is not there."""

import pytest

from adapters.program_files import folder_of, glossary
from demo.words import PARTIES, Year
from mou.checks import Severity, flags, severity
from mou.glossary import Glossary
from tests.pairs.alterations import EACH, WAYS, Pair, altered, pairs

YEAR = Year.load()
SAMPLE = Glossary.of(glossary(folder_of("ca-mx")))


def seen(pair: Pair) -> tuple[str, ...]:
    """Return the codes of a pair."""
    return flags(*pair, glossary=SAMPLE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ninety_five_in_a_hundred_alterations_are_seen(seed: int) -> None:
    """Of 120 pairs with one number, unit, negation, agency or currency altered, at most five percent pass."""
    cases = altered(seed)
    assert len(cases) == len(WAYS) * EACH == 120
    passed = [(one.kind, one.pair.source, one.pair.target) for one in cases if not seen(one.pair)]
    assert len(passed) <= len(cases) * 0.05, passed


def test_five_in_a_hundred_good_pairs_may_be_flagged() -> None:
    """Sixty pairs that say the same, both ways: hardly one is flagged."""
    flagged = [(pair.source, codes) for pair in pairs() if (codes := seen(pair))]
    assert len(pairs()) == 120
    assert len(flagged) <= len(pairs()) * 0.05, flagged


def test_five_in_a_hundred_good_pairs_may_have_another_word_for_a_term() -> None:
    """The sixty pairs and the demo's, both ways: none has an error, and hardly one a warning of a term."""
    demo = [
        Pair(here, sentence.said, there, sentence.other)
        for (_, _, party), entries in YEAR.entries.items()
        for here, there in [("en", "es") if PARTIES["en"] == party else ("es", "en")]
        for entry in entries
        for sentence in entry.text
    ]
    assert len(demo) > 100
    for good in (pairs(), demo, [Pair(one.target_language, one.target, one.source_language, one.source) for one in demo]):
        warned = [(pair.source, codes) for pair in good if (codes := seen(pair))]
        assert [one for one in warned if any(severity(code) is Severity.ERROR for code in one[1])] == []
        assert len(warned) <= len(good) * 0.05, warned


@pytest.mark.parametrize("kind", WAYS)
def test_an_alteration_is_one(kind: str) -> None:
    """Each altered pair differs from every good one, so what the checks see is the alteration."""
    good = set(pairs())
    assert not [one for one in altered(1) if one.kind == kind and one.pair in good]
