"""`mou doctor` on the engines: who is asked in which order, what is wrong with them, and no key in any of its words."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from commands.doctor_engines import ENGINES, drafters
from commands.doctor_findings import Finding
from engines import engines
from settings import Settings
from tests.fakes.deepl import KEY, FakeDeepL
from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.needs import needs_apertium
from tests.fakes.vendor import serving


@pytest.fixture
def vendor() -> Iterator[FakeDeepL]:
    """A DeepL with nothing billed yet."""
    with serving(FakeDeepL()) as vendor:
        yield vendor


@pytest.fixture
def server() -> Iterator[FakeLibreTranslate]:
    """A LibreTranslate with both languages."""
    with serving(FakeLibreTranslate()) as server:
        yield server


async def looked(**settings: Any) -> dict[str, Finding]:
    """Return what is found, by what it is about."""
    found = {one.what: one for one in await drafters(Settings(**settings), within=0.3)}
    assert KEY not in " ".join(one.words for one in found.values())
    return found


def names(**settings: Any) -> list[str]:
    """Return who is asked with these settings."""
    return [one.name for one in engines(Settings(**settings)) if one.name != "apertium"]


def test_the_chosen_engine_is_asked_or_each_that_is_set_up() -> None:
    """A key or address alone does not make an engine the chosen one, but auto takes all of them."""
    both: dict[str, Any] = {"deepl_api_key": KEY, "libretranslate_url": "http://127.0.0.1:9"}
    assert names(**both) == ["deepl", "libretranslate"]
    assert names() == []
    assert names(libretranslate_url="http://127.0.0.1:9") == ["libretranslate"]
    assert names(translation="deepl", **both) == ["deepl"]
    assert names(translation="libretranslate", **both) == ["libretranslate"]
    assert engines(Settings(translation="human", **both)) == ()


@needs_apertium
def test_apertium_stands_behind_each_of_them() -> None:
    """Where it is installed it is the last to be asked; chosen, it is the only one."""
    for chosen in ("auto", "deepl"):
        asked = [one.name for one in engines(Settings(translation=chosen, deepl_api_key=KEY))]
        assert asked == ["deepl", "apertium"]
    assert [one.name for one in engines(Settings(translation="apertium", deepl_api_key=KEY))] == ["apertium"]


async def test_engines_that_would_draft_are_well(vendor: FakeDeepL, server: FakeLibreTranslate) -> None:
    """Their order, DeepL's quota, and that LibreTranslate answers."""
    vendor.billed = 120_000
    found = await looked(deepl_api_key=KEY, deepl_server_url=vendor.url, libretranslate_url=server.url)
    assert {one.state for one in found.values()} == {"well"}
    assert "deepl, libretranslate" in found[ENGINES].words
    assert "120,000 of 500,000" in found["deepl"].words
    assert "380,000 left" in found["deepl"].words


async def test_people_alone_are_well_too() -> None:
    """Chosen so, no engine is looked at."""
    found = await looked(translation="human", deepl_api_key=KEY)
    assert list(found) == [ENGINES]
    assert found[ENGINES].state == "well"


@pytest.mark.parametrize(("chosen", "variable"), [("deepl", "DEEPL_API_KEY"), ("libretranslate", "LIBRETRANSLATE_URL")])
async def test_a_chosen_engine_needs_its_setting(chosen: str, variable: str) -> None:
    """The finding names the variable."""
    found = await looked(translation=chosen)
    assert found[ENGINES].state == "wrong"
    assert variable in found[ENGINES].words


async def test_what_is_wrong_with_deepl_is_told(vendor: FakeDeepL) -> None:
    """A used up quota and a wrong key, each with what to do."""
    vendor.billed = vendor.limit
    assert "none left" in (await looked(deepl_api_key=KEY, deepl_server_url=vendor.url))["deepl"].words
    found = (await looked(deepl_api_key="another", deepl_server_url=vendor.url))["deepl"]
    assert found.state == "wrong"
    assert "DEEPL_API_KEY" in found.words


async def test_what_is_wrong_with_libretranslate_is_told(server: FakeLibreTranslate) -> None:
    """A language that is not installed, and an address where nothing answers."""
    server.languages = server.languages[:1]
    found = (await looked(libretranslate_url=server.url))["libretranslate"]
    assert found.state == "wrong"
    assert "es to en" in found.words
    with socket.socket() as bound:  # nothing listens there
        bound.bind(("127.0.0.1", 0))
        found = (await looked(libretranslate_url=f"http://127.0.0.1:{bound.getsockname()[1]}"))["libretranslate"]
    assert found.state == "wrong"
    assert "LIBRETRANSLATE_URL" in found.words
