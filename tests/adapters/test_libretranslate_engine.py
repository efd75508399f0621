"""LibreTranslate: a server of one's own, asked over HTTP, and done without when it is away or will not."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from adapters.libretranslate_engine import LibreTranslate
from mou.drafting import Drafting, Trouble
from mou.errors import Refused, Unavailable
from mou.glossary import Glossary
from mou.segments import Direction
from tests.fakes.drafts import Remembered
from tests.fakes.engine import FakeEngine
from tests.fakes.libretranslate import KEY, FakeLibreTranslate
from tests.fakes.vendor import serving

TO_SPANISH = Direction(source="en", target="es")
BARE = Glossary()


@pytest.fixture
def server() -> Iterator[FakeLibreTranslate]:
    """A server that wants no key."""
    with serving(FakeLibreTranslate()) as server:
        yield server


@pytest.fixture
async def engine(server: FakeLibreTranslate) -> AsyncIterator[LibreTranslate]:
    """Our engine, asking it."""
    engine = LibreTranslate(server.url)
    yield engine
    await engine.close()


async def test_texts_are_drafted_in_order(engine: LibreTranslate, server: FakeLibreTranslate) -> None:
    """One request for all of them, as plain text, and none before there is one."""
    assert server.asked == []
    made = await engine.draft(["A house.", "A <b> tree."], TO_SPANISH, BARE)
    assert [(one.text, one.unknown) for one in made] == [("[es] A house.", 0), ("[es] A <b> tree.", 0)]
    assert [one.body for one in server.asked] == [
        {"q": ["A house.", "A <b> tree."], "source": "en", "target": "es", "format": "text"}
    ]


async def test_a_server_with_keys_is_given_ours(server: FakeLibreTranslate) -> None:
    """Without it, it refuses; an address with a slash at its end is the same address."""
    server.key = KEY
    ours, stranger = LibreTranslate(f"{server.url}/", api_key=KEY), LibreTranslate(server.url)
    assert [one.text for one in await ours.draft(["A house."], TO_SPANISH, BARE)] == ["[es] A house."]
    with pytest.raises(Refused, match="LIBRETRANSLATE_API_KEY") as refused:
        await stranger.draft(["A house."], TO_SPANISH, BARE)
    assert refused.value.where == "libretranslate/key"
    await ours.close()
    await stranger.close()


@pytest.mark.parametrize("trick", [429, 500, 503])
@pytest.mark.parametrize(
    ("told", "after"), [("", None), ("7", timedelta(seconds=7)), ("99999", timedelta(hours=1)), ("Thu, 1 Jan 2026", None)]
)
async def test_a_server_that_is_busy_is_away_for_now(
    engine: LibreTranslate, server: FakeLibreTranslate, trick: int, told: str, after: timedelta | None
) -> None:
    """How long it wants to be left alone is passed on, within reason."""
    server.tricks, server.retry_after = [trick], told
    with pytest.raises(Unavailable) as away:
        await engine.draft(["A house."], TO_SPANISH, BARE)
    assert (away.value.where, away.value.after) == (f"libretranslate/{trick}", after)


@pytest.mark.parametrize(
    ("trick", "where"),
    [
        (403, "libretranslate/key"),
        (400, "libretranslate/request"),
        (301, "libretranslate/request"),
        ("short", "libretranslate/nonsense"),
        ("shape", "libretranslate/nonsense"),
        ("garbage", "libretranslate/nonsense"),
    ],
)
async def test_a_server_that_will_not_is_told_by_its_code(
    engine: LibreTranslate, server: FakeLibreTranslate, trick: int | str, where: str
) -> None:
    """Asking again would not help; the message quotes neither our text nor the server."""
    server.tricks = [trick]
    with pytest.raises(Refused) as refused:
        await engine.draft(["A house.", "A tree."], TO_SPANISH, BARE)
    assert refused.value.where == where
    assert "house" not in refused.value.message
    assert "as told" not in refused.value.message
    assert refused.value.__context__ is None


@pytest.mark.parametrize(("limit", "value"), [("batch_limit", 1), ("char_limit", 10)])
async def test_a_server_with_small_limits_is_done_without(
    engine: LibreTranslate, server: FakeLibreTranslate, limit: str, value: int
) -> None:
    """Its refusal names the limits."""
    setattr(server, limit, value)
    with pytest.raises(Refused, match="limits"):
        await engine.draft(["A house.", "A tree."], TO_SPANISH, BARE)


async def test_a_language_that_is_not_installed_is_refused(engine: LibreTranslate) -> None:
    """Then another engine or a person translates."""
    with pytest.raises(Refused, match="both languages"):
        await engine.draft(["A house."], Direction(source="en", target="fr"), BARE)


async def test_the_server_tells_what_it_translates(engine: LibreTranslate, server: FakeLibreTranslate) -> None:
    """Each direction that is installed; what is no list of languages is nonsense."""
    assert {("en", "es"), ("es", "en")} <= await engine.directions()
    server.languages = [{"code": "en"}]
    with pytest.raises(Refused) as refused:
        await engine.directions()
    assert refused.value.where == "libretranslate/nonsense"


async def test_mangled_masks_are_no_draft_and_nothing_is_asked_twice(engine: LibreTranslate, server: FakeLibreTranslate) -> None:
    """The next engine takes over, a retry asks for nothing that was made, and without a next engine it is a person."""
    kept, second = Remembered(), FakeEngine(name="second")
    server.tricks = ["mangle"]
    sources = ["It cost US$5,000.", "A house."]
    made = await Drafting([engine, second], kept).draft(sources, TO_SPANISH, BARE, patient=True)
    assert [(one.text, one.engine) for one in made.drafts] == [
        ("[es] It cost US$5,000.", "second 0"),
        ("[es] A house.", "libretranslate http"),
    ]
    assert made.troubles == (Trouble(engine="libretranslate", code="unusable"),)
    again = await Drafting([engine], kept).draft(sources, TO_SPANISH, BARE, patient=True)
    assert [one.text for one in again.drafts] == ["", "[es] A house."]
    assert server.translated == ["It cost XQ001.", "A house."]
