"""How much of what a careless translator alters the checks see, and how often they see what is not there."""

import pytest

from adapters.program_files import folder_of, glossary
from mou.checks import flags
from mou.glossary import names_of
from tests.pairs.alterations import EACH, WAYS, Pair, altered, pairs

NAMES = names_of(glossary(folder_of("ca-mx")))


def seen(pair: Pair) -> tuple[str, ...]:
    """Return the codes of a pair."""
    return flags(*pair, names=NAMES)


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


@pytest.mark.parametrize("kind", WAYS)
def test_an_alteration_is_one(kind: str) -> None:
    """Each altered pair differs from every good one, so what the checks see is the alteration."""
    good = set(pairs())
    assert not [one for one in altered(1) if one.kind == kind and one.pair in good]
