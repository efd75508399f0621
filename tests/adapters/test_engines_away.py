"""Engines that are asked over HTTP: one that hangs or cannot be reached is away, in bounded time."""

import socket
from collections.abc import Callable, Iterator

import pytest

from adapters.deepl_engine import DeepL
from adapters.libretranslate_engine import LibreTranslate
from mou.engines import Engine
from mou.errors import Unavailable
from mou.glossary import Glossary
from mou.segments import Direction
from tests.fakes.deepl import KEY, FakeDeepL
from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.vendor import serving

ENGINES: dict[str, Callable[[str, float], Engine]] = {
    "deepl": lambda url, within: DeepL(KEY, server_url=url, within=within),
    "libretranslate": lambda url, within: LibreTranslate(url, within=within),
}
FAKES: dict[str, Callable[[], FakeDeepL | FakeLibreTranslate]] = {"deepl": FakeDeepL, "libretranslate": FakeLibreTranslate}


@pytest.fixture
def hanging(name: str) -> Iterator[str]:
    """The address of a vendor that takes a request and says nothing."""
    with serving(FAKES[name]()) as vendor:
        vendor.tricks = ["hang"]
        yield vendor.url


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nothing listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


async def _refusal(engine: Engine) -> str:
    with pytest.raises(Unavailable) as away:
        await engine.draft(["A house."], Direction(source="en", target="es"), Glossary())
    await engine.close()
    return away.value.where


@pytest.mark.parametrize("name", ENGINES)
async def test_one_that_hangs_is_away(name: str, hanging: str) -> None:
    """No sentence waits for ever."""
    assert await _refusal(ENGINES[name](hanging, 0.2)) == f"{name}/hang"


@pytest.mark.parametrize("name", ENGINES)
async def test_one_that_cannot_be_reached_is_away(name: str, nobody: str) -> None:
    """Nothing listens there."""
    assert await _refusal(ENGINES[name](nobody, 30.0)) == f"{name}/unreached"
