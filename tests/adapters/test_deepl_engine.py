"""DeepL: asked as it wants to be asked, billed no more than once for what is kept, and done without when it will not."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.deepl_engine import CONTEXT, DeepL
from mou.drafting import Drafting, Trouble
from mou.errors import Refused, Unavailable
from mou.glossary import Glossary
from mou.model import Wording
from mou.segments import Direction
from tests.fakes.deepl import KEY, FakeDeepL
from tests.fakes.drafts import Remembered
from tests.fakes.engine import FakeEngine
from tests.fakes.vendor import serving

TO_SPANISH, TO_ENGLISH = Direction(source="en", target="es"), Direction(source="es", target="en")
BARE = Glossary()
TERMS = Glossary(terms=(Wording({"en": "air quality", "es": "calidad del aire"}), Wording({"en": "MOU", "es": "MdE"})))


@pytest.fixture
def vendor() -> Iterator[FakeDeepL]:
    """A DeepL with nothing billed yet."""
    with serving(FakeDeepL()) as vendor:
        yield vendor


@pytest.fixture
async def engine(vendor: FakeDeepL) -> AsyncIterator[DeepL]:
    """Our engine, asking it."""
    engine = DeepL(KEY, server_url=vendor.url)
    yield engine
    await engine.close()


async def test_texts_are_drafted_in_order_with_what_stands_around_them(engine: DeepL, vendor: FakeDeepL) -> None:
    """American English and Latin American Spanish, formally where that is possible; the context is sent and not billed."""
    assert [one.text for one in await engine.draft(["A house.", "A tree."], TO_SPANISH, BARE)] == [
        "[ES-419] A house.",
        "[ES-419] A tree.",
    ]
    assert [one.text for one in await engine.draft(["Una casa."], TO_ENGLISH, BARE)] == ["[EN-US] Una casa."]
    first, second = (one.body for one in vendor.translations())
    assert (first["source_lang"], first["formality"], first["context"]) == ("EN", "prefer_more", "A house. A tree.")
    assert (second["source_lang"], second["formality"], second["context"]) == ("ES", "prefer_more", "Una casa.")
    assert vendor.billed == len("A house.A tree.Una casa.")
    assert not any("glossaries" in one.path for one in vendor.asked)


async def test_the_context_has_an_end(engine: DeepL, vendor: FakeDeepL) -> None:
    """However long the sentences, a request stays within what the vendor takes."""
    await engine.draft(["a" * CONTEXT, "b" * CONTEXT], TO_SPANISH, BARE)
    assert vendor.translations()[0].body["context"] == "a" * CONTEXT


async def test_nothing_is_asked_before_there_is_a_text(engine: DeepL, vendor: FakeDeepL) -> None:
    """Making the engine makes no request."""
    assert engine.name == "deepl"
    assert vendor.asked == []


@pytest.mark.parametrize(("trick", "where"), [(429, "deepl/429"), (500, "deepl/500"), (503, "deepl/503"), (529, "deepl/529")])
async def test_a_vendor_that_is_busy_is_away_for_now(engine: DeepL, vendor: FakeDeepL, trick: int, where: str) -> None:
    """It is asked once, the client's own retries are off, and it may be asked again later."""
    vendor.tricks = [trick]
    with pytest.raises(Unavailable) as away:
        await engine.draft(["A house."], TO_SPANISH, BARE)
    assert away.value.where == where
    assert len(vendor.asked) == 1
    assert [one.text for one in await engine.draft(["A house."], TO_SPANISH, BARE)] == ["[ES-419] A house."]


@pytest.mark.parametrize(
    ("trick", "where"),
    [
        (456, "deepl/quota"),
        (403, "deepl/key"),
        (401, "deepl/key"),
        (400, "deepl/request"),
        (413, "deepl/request"),
        ("short", "deepl/count"),
        ("garbage", "deepl/nonsense"),
        ("nothing", "deepl/nonsense"),
    ],
)
async def test_a_vendor_that_will_not_is_told_by_its_code(engine: DeepL, vendor: FakeDeepL, trick: int | str, where: str) -> None:
    """Asking again would not help; the message quotes neither our text nor the vendor."""
    vendor.tricks = [trick]
    with pytest.raises(Refused) as refused:
        await engine.draft(["A house.", "A tree."], TO_SPANISH, BARE)
    assert refused.value.where == where
    assert "house" not in refused.value.message
    assert "as told" not in refused.value.message
    assert refused.value.__context__ is None
    assert len(vendor.asked) == 1


async def test_a_wrong_key_and_a_used_up_quota(vendor: FakeDeepL) -> None:
    """The vendor's own answers to them, not only their status."""
    stranger = DeepL("another", server_url=vendor.url)
    with pytest.raises(Refused, match="DEEPL_API_KEY"):
        await stranger.draft(["A house."], TO_SPANISH, BARE)
    await stranger.close()
    vendor.limit = 5
    poor = DeepL(KEY, server_url=f"{vendor.url}/")
    with pytest.raises(Refused, match="quota"):
        await poor.draft(["A house."], TO_SPANISH, BARE)
    await poor.close()
    assert vendor.billed == 0


async def test_a_language_that_deepl_does_not_know_is_refused(engine: DeepL, vendor: FakeDeepL) -> None:
    """Then another engine or a person translates."""
    with pytest.raises(Refused) as refused:
        await engine.draft(["A house."], Direction(source="en", target="nah"), BARE)
    assert refused.value.where == "deepl/request"
    assert vendor.billed == 0


async def test_the_glossary_is_made_once_with_both_directions(engine: DeepL, vendor: FakeDeepL) -> None:
    """Named by its version, given by its id; another version is another glossary."""
    for direction in (TO_SPANISH, TO_ENGLISH, TO_SPANISH):
        await engine.draft(["A house."], direction, TERMS)
    assert [one["name"] for one in vendor.glossaries] == [f"mou-{TERMS.version}"]
    assert vendor.entries == [
        {
            "en>es": {"air quality": "calidad del aire", "MOU": "MdE"},
            "es>en": {"calidad del aire": "air quality", "MdE": "MOU"},
        }
    ]
    assert {one.body["glossary_id"] for one in vendor.translations()} == {"glossary-1"}
    assert len([one for one in vendor.asked if one.path == "/v3/glossaries"]) == 2  # looked for, made
    await engine.draft(["A house."], TO_SPANISH, Glossary(terms=TERMS.terms[:1]))
    assert len(vendor.glossaries) == 2


async def test_a_glossary_that_is_there_is_used(engine: DeepL, vendor: FakeDeepL) -> None:
    """Another process made it: it is found by its name."""
    await engine.draft(["A house."], TO_SPANISH, TERMS)
    other = DeepL(KEY, server_url=vendor.url)
    await other.draft(["A house."], TO_SPANISH, TERMS)
    await other.close()
    assert len(vendor.glossaries) == 1
    assert vendor.translations()[-1].body["glossary_id"] == "glossary-1"


async def test_terms_that_the_vendor_would_refuse_are_left_out(engine: DeepL, vendor: FakeDeepL) -> None:
    """The same term twice, one in a single language, line ends, control characters, words without end."""
    terms = (
        Wording({"en": "air  quality", "es": "calidad\tdel aire"}),
        Wording({"en": "air quality", "es": "pureza del aire"}),
        Wording({"en": "monitor"}),
        Wording({"en": "bell\x07", "es": "campana"}),
        Wording({"en": "ñ" * 513, "es": "eñes"}),
    )
    await engine.draft(["A house."], TO_SPANISH, Glossary(terms=terms))
    assert vendor.entries == [
        {
            "en>es": {"air quality": "calidad del aire"},
            "es>en": {"calidad del aire": "air quality", "pureza del aire": "air quality"},
        }
    ]
    await engine.draft(["A house."], TO_SPANISH, Glossary(terms=(Wording({"en": "monitor"}),)))
    assert "glossary_id" not in vendor.translations()[-1].body


@pytest.mark.parametrize(("trick", "tries"), [(456, 1), (503, 2)])
async def test_a_glossary_that_cannot_be_made_keeps_no_draft_back(
    engine: DeepL, vendor: FakeDeepL, caplog: pytest.LogCaptureFixture, trick: int, tries: int
) -> None:
    """Refused, it is not asked for again; away, it is at the next batch. The log says so."""
    vendor.glossary_trick = trick
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert [one.text for one in await engine.draft(["A house."], TO_SPANISH, TERMS)] == ["[ES-419] A house."]
    assert len([one for one in vendor.asked if one.path == "/v3/glossaries"]) == tries
    assert f"without the glossary mou-{TERMS.version}" in caplog.text


async def test_a_glossary_without_the_direction_is_not_given(engine: DeepL, vendor: FakeDeepL) -> None:
    """DeepL would refuse the whole request for it."""
    await engine.draft(["Une maison."], Direction(source="fr", target="en"), TERMS)
    assert "glossary_id" not in vendor.translations()[0].body


async def test_a_glossary_that_somebody_deleted_is_made_again(engine: DeepL, vendor: FakeDeepL) -> None:
    """The try that finds it gone is away for now; the next one makes it."""
    await engine.draft(["A house."], TO_SPANISH, TERMS)
    vendor.glossaries.clear()
    with pytest.raises(Unavailable) as away:
        await engine.draft(["A tree."], TO_SPANISH, TERMS)
    assert away.value.where == "deepl/glossary"
    assert [one.text for one in await engine.draft(["A tree."], TO_SPANISH, TERMS)] == ["[ES-419] A tree."]
    assert len(vendor.glossaries) == 1


async def test_the_account_tells_what_is_used(engine: DeepL, vendor: FakeDeepL) -> None:
    """Characters of this billing period, and how many there may be."""
    await engine.draft(["A house."], TO_SPANISH, BARE)
    assert await engine.usage() == (8, 500_000)


async def test_mangled_masks_are_no_draft_and_nothing_is_billed_twice(engine: DeepL, vendor: FakeDeepL) -> None:
    """The next engine takes over, a retry asks DeepL for nothing that was made, and without a next engine it is a person."""
    kept, second = Remembered(), FakeEngine(name="second")
    vendor.tricks = ["mangle"]
    sources = ["It cost US$5,000 in air quality.", "A house."]
    made = await Drafting([engine, second], kept).draft(sources, TO_SPANISH, TERMS, patient=True)
    assert [(one.text, one.engine) for one in made.drafts] == [
        ("[es] It cost US$5,000 in calidad del aire.", "second 0"),
        ("[ES-419] A house.", "deepl v2-1"),
    ]
    assert made.troubles == (Trouble(engine="deepl", code="unusable"),)
    billed = vendor.billed
    assert billed == len("It cost XQ001 in XQ002.A house.")
    again = await Drafting([engine], kept).draft(sources, TO_SPANISH, TERMS, patient=True)
    assert [one.text for one in again.drafts] == ["", "[ES-419] A house."]
    assert vendor.billed == billed


async def test_a_retry_pays_only_for_what_was_not_made(engine: DeepL, vendor: FakeDeepL) -> None:
    """DeepL is away at the second batch; when it is back, the first is not translated again."""
    kept = Remembered()
    sources = [f"The word {'a' * n}." for n in range(1, 14)]
    vendor.tricks = ["", 503]
    with pytest.raises(Unavailable):
        await Drafting([engine], kept).draft(sources, TO_SPANISH, BARE, patient=True)
    made = await Drafting([engine], kept).draft(sources, TO_SPANISH, BARE, patient=True)
    assert [one.text for one in made.drafts] == [f"[ES-419] {source}" for source in sources]
    assert vendor.billed == sum(map(len, sources))
