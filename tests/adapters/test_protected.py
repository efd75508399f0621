"""What must survive, through every engine there is: the embedded one, and the vendors' as their fakes behave, tags broken too."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from random import Random

import pytest

from adapters.apertium import SPOKEN, Apertium
from adapters.deepl_engine import DeepL
from adapters.libretranslate_engine import LibreTranslate
from adapters.no_drafts import NoDrafts
from mou.drafting import Drafting
from mou.engines import Engine
from mou.masks import MASK
from tests.fakes.deepl import KEY, FakeDeepL
from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.vendor import serving
from tests.mou.test_drafting import GLOSSARY, KEPT, TO_SPANISH, broken

WORDS = ("measured", "reported", "with", "the crews", "for", "and", "of the border", "trained", "was not")
TEXTS = 60


@pytest.fixture(params=["apertium", "deepl", "libretranslate"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    """Each engine, the vendors' breaking the masks of every other batch; the embedded one where it is installed."""
    with ExitStack() as over:
        made = _engine(request.param, over)
        yield made
        await made.close()


def _engine(name: str, over: ExitStack) -> Engine:
    if name == "apertium":
        apertium = Apertium(SPOKEN)
        if not apertium.available():
            pytest.skip("Apertium's Debian packages are not installed")
        return apertium
    vendor = over.enter_context(serving(FakeDeepL() if name == "deepl" else FakeLibreTranslate()))
    vendor.tricks = ["", "mangle"] * TEXTS
    return DeepL(KEY, server_url=vendor.url) if name == "deepl" else LibreTranslate(vendor.url)


def _texts() -> Iterator[tuple[str, list[str]]]:
    """Yield sentences with one to five things to protect between words, always the same ones."""
    random = Random(20261124)  # noqa: S311 - which sentences are tried is no secret
    for _ in range(TEXTS):
        things = random.sample(sorted(KEPT), random.randint(1, 5))
        yield " ".join(f"{random.choice(WORDS)} {thing}," for thing in things).rstrip(",") + ".", things


async def test_nothing_protected_is_lost_doubled_or_altered(engine: Engine) -> None:
    """A draft holds every protected thing exactly once and no figure more, or there is none; the embedded one loses no text."""
    texts = list(_texts())
    made = await Drafting([engine], NoDrafts()).draft([source for source, _ in texts], TO_SPANISH, GLOSSARY)
    drafted = 0
    for (_, things), draft in zip(texts, made.drafts, strict=True):
        drafted += bool(draft.text)
        said = re.sub(r"^\[[\w-]+\] ", "", draft.text)  # how the fakes show into which language
        assert re.search(MASK, said) is None
        assert not said or broken(said, things) == Counter(), said
    assert drafted >= (TEXTS - 3 if engine.name == "apertium" else TEXTS // 3)
    assert drafted < TEXTS or engine.name == "apertium"
