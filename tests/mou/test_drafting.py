"""Drafting: the same protection for every engine, a chain of engines, and no draft asked for twice."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.no_drafts import NoDrafts
from mou.drafting import BATCH, Drafting, Trouble
from mou.errors import Unavailable
from mou.glossary import Glossary
from mou.masks import MASK
from mou.model import Wording
from mou.segments import Direction, Draft
from tests.fakes.drafts import Remembered
from tests.fakes.engine import FakeEngine

TO_SPANISH = Direction(source="en", target="es")
GLOSSARY = Glossary(
    terms=(Wording({"en": "air quality", "es": "calidad del aire"}), Wording({"en": "MOU", "es": "MdE"})),
    people=("Rosa Lerma", "Dan Drake"),
)
# What must survive, and how it is said in Spanish.
KEPT = {
    "1,234.5": "1,234.5",
    "12": "12",
    "40%": "40%",
    "US$5,000": "US$5,000",
    "$7.25": "US$7.25",
    "March 31, 2026": "31 de marzo de 2026",
    "June 2027": "junio de 2027",
    "2026-Q1": "2026-Q1",
    "PM2.5": "PM2.5",
    "SEMARNAT": "SEMARNAT",
    "https://a.example/x_1?y=2": "https://a.example/x_1?y=2",
    "lead@air.example": "lead@air.example",
    "air quality": "calidad del aire",
    "MOU": "MdE",
    "Rosa Lerma": "Rosa Lerma",
    "233 km": "233 km",
    "-5 °C": "-5 °C",
    "< 8 ppm": "< 8 ppm",
    "March 3–5, 2025": "3–5 de marzo de 2025",
    "1.234,5": "1,234.5",
    "7.250.000": "7,250,000",
    "US$1.250.000,50": "US$1,250,000.50",
    "$9 USD": "$9 USD",
    "0,75": "0.75",
    "03/04/2026": "4 de marzo de 2026",
    "2026-05-31": "2026-05-31",
}


class Hostile(FakeEngine):
    """Does to its masked texts whatever it is given to do."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__(name="hostile")
        self._change = change

    async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
        """Answer the texts, changed."""
        del direction, glossary
        return [Draft(text=self._change(text)) for text in masked]


def _reordered(text: str, random: Random) -> str:
    words = text.split()
    random.shuffle(words)
    return " ".join(words)


def _without(text: str, random: Random) -> str:
    words = text.split()
    del words[random.randrange(len(words))]
    return " ".join(words)


def _twice(text: str, random: Random) -> str:
    words = text.split()
    at = random.randrange(len(words))
    return " ".join([*words[: at + 1], *words[at:]])


def _glued(text: str, random: Random) -> str:
    masks = list(re.finditer(MASK, text))
    at = random.choice(masks).end() if masks else 0
    return text[:at] + random.choice(["7", ".5", "XQ001", "a", "-3", "%"]) + text[at:]


def _before(text: str, random: Random) -> str:
    masks = list(re.finditer(MASK, text))
    at = random.choice(masks).start() if masks else 0
    return text[:at] + random.choice(["7", "1.", "XQ001", "a", "9,"]) + text[at:]


def _digits(text: str, random: Random) -> str:
    return re.sub(r"\d", str(random.randrange(10)), text, count=1)


HOSTILE = (_reordered, _without, _twice, _glued, _before, _digits, lambda text, _: text, lambda text, _: text.lower())


def broken(text: str, things: list[str]) -> Counter[str]:
    """Return which of these things a draft does not hold as often as it must, and which figures it holds beside them."""
    wanted, wrong = Counter(KEPT[thing] for thing in things), Counter[str]()
    for said in sorted(wanted, key=len, reverse=True):
        text, times = re.subn(rf"(?<![\w.,-]){re.escape(said)}(?![\w%-]|[.,]\w)", "", text)
        wrong[said] = abs(times - wanted[said])
    return +wrong + Counter(re.findall(r"[\d%@$]", text))


@given(
    things=st.lists(st.sampled_from(sorted(KEPT)), min_size=1, max_size=6),
    change=st.sampled_from(HOSTILE),
    random=st.randoms(use_true_random=False),
)
async def test_nothing_protected_is_lost_doubled_or_altered(
    things: list[str], change: Callable[[str, Random], str], random: Random
) -> None:
    """Whatever an engine does, there is a draft with every protected thing exactly once, or there is none."""
    source = " ".join(f"word {thing}," for thing in things)
    made = await Drafting([Hostile(lambda text: change(text, random))], NoDrafts()).draft([source], TO_SPANISH, GLOSSARY)
    text = made.drafts[0].text
    assert re.search(MASK, text) is None
    if not text:
        assert made.troubles == (Trouble(engine="hostile", code="unusable"),)
        return
    assert broken(text, things) == Counter(), text


async def test_every_sentence_has_its_draft_in_order() -> None:
    """More than a batch, some twice, some with nothing to translate: one call per batch, one answer per sentence."""
    engine = FakeEngine()
    sources = [f"House {n} of {n}." for n in range(BATCH + 3)] + ["12", "House 3 of 3."]
    made = await Drafting([engine], NoDrafts()).draft(sources, TO_SPANISH, GLOSSARY)
    assert [one.text for one in made.drafts] == [source if source == "12" else f"[es] {source}" for source in sources]
    assert made.troubles == ()
    assert {one.engine for one in made.drafts} == {"fake 0", ""}
    assert [text for text, _ in engine.asked] == ["House XQ001 of XQ002."]  # the same to an engine, and asked once


async def test_what_one_engine_cannot_do_the_next_one_does() -> None:
    """An engine that refuses is done without at once, and the draft says who made it."""
    first, second = FakeEngine(name="first"), FakeEngine(name="second")
    first.refusing = "quota"
    made = await Drafting([first, second], NoDrafts()).draft(["A house."], TO_SPANISH, GLOSSARY, patient=True)
    assert [(one.text, one.engine) for one in made.drafts] == [("[es] A house.", "second 0")]
    assert made.troubles == (Trouble(engine="first", code="quota"),)


async def test_only_the_sentences_an_engine_spoils_go_to_the_next() -> None:
    """A lost mask costs that sentence its draft, not the others theirs."""
    first, second = Hostile(lambda text: text.replace("XQ001", "") if "lose" in text else f"1: {text}"), FakeEngine(name="second")
    made = await Drafting([first, second], NoDrafts()).draft(["lose 12 here", "keep 12 here"], TO_SPANISH, GLOSSARY)
    assert [one.text for one in made.drafts] == ["[es] lose 12 here", "1: keep 12 here"]
    assert made.troubles == (Trouble(engine="hostile", code="unusable"),)


async def test_the_patient_wait_for_an_engine_that_is_away() -> None:
    """Away for now: the patient get the error and come again; on their last try the next engine is asked."""
    first, second = FakeEngine(name="first"), FakeEngine(name="second")
    first.away = True
    drafting = Drafting([first, second], NoDrafts())
    with pytest.raises(Unavailable):
        await drafting.draft(["A house."], TO_SPANISH, GLOSSARY, patient=True)
    assert second.asked == []
    made = await drafting.draft(["A house."], TO_SPANISH, GLOSSARY)
    assert [one.engine for one in made.drafts] == ["second 0"]
    assert made.troubles == (Trouble(engine="first", code="first"),)


async def test_no_engine_left_is_a_persons_to_write() -> None:
    """Everything is away: no error, no draft."""
    engine = FakeEngine()
    engine.away = True
    made = await Drafting([engine], NoDrafts()).draft(["A house."], TO_SPANISH, GLOSSARY)
    assert made.drafts == (Draft(text=""),)
    assert (await Drafting([], NoDrafts()).draft(["A house."], TO_SPANISH, GLOSSARY)).drafts == (Draft(text=""),)


async def test_an_answer_with_another_count_is_no_answer() -> None:
    """Drafts cannot be told to their sentences: none is used."""

    class Short(FakeEngine):
        async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
            return (await super().draft(masked, direction, glossary))[1:]

    made = await Drafting([Short()], NoDrafts()).draft(["A house.", "A tree."], TO_SPANISH, GLOSSARY)
    assert {one.text for one in made.drafts} == {""}
    assert made.troubles == (Trouble(engine="fake", code="count"),)


async def test_a_retry_asks_only_for_what_was_not_made() -> None:
    """The engine dies at the second batch: the first is not paid for again."""
    kept, engine = Remembered(), FakeEngine()
    sources = [f"The word {'a' * n}." for n in range(1, BATCH + 4)]

    class Dying(FakeEngine):
        async def draft(self, masked: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
            self.away = bool(self.asked)
            return await super().draft(masked, direction, glossary)

    with pytest.raises(Unavailable):
        await Drafting([Dying()], kept).draft(sources, TO_SPANISH, GLOSSARY, patient=True)
    made = await Drafting([engine], kept).draft(sources, TO_SPANISH, GLOSSARY, patient=True)
    assert [text for text, _ in engine.asked] == sources[BATCH:]
    assert [one.text for one in made.drafts] == [f"[es] {source}" for source in sources]


async def test_another_glossary_or_engine_is_another_draft() -> None:
    """The cache is keyed by everything that may change a draft."""
    kept, engine = Remembered(), FakeEngine()
    drafting = Drafting([engine], kept)
    await drafting.draft(["A house."], TO_SPANISH, GLOSSARY)
    await drafting.draft(["A  house."], TO_SPANISH, GLOSSARY)  # spaces are nobody's meaning
    assert len(engine.asked) == 1
    await drafting.draft(["A house."], TO_SPANISH, Glossary())
    await drafting.draft(["A house."], Direction(source="en", target="en"), GLOSSARY)
    engine.version = "1"
    await drafting.draft(["A house."], TO_SPANISH, GLOSSARY)
    assert len(engine.asked) == 4


@pytest.mark.parametrize("odd", ["ai\u017f quality", "AIR QUALITY", "air\u00a0quality", "Air  quality"])
async def test_a_term_in_odd_letters_is_a_term_or_a_word_and_never_an_error(odd: str) -> None:
    """What a pattern finds without regard to case may differ from what lower case makes of it."""
    source = f"The {odd} plan."
    made = await Drafting([FakeEngine()], NoDrafts()).draft([source], TO_SPANISH, GLOSSARY)
    assert made.drafts[0].text


async def test_a_term_with_odd_spaces_in_the_glossary_is_found_all_the_same() -> None:
    """A double or non-breaking space in a glossary's file is nobody's meaning."""
    glossary = Glossary(terms=(Wording({"en": "air\u00a0 quality", "es": "calidad del aire"}),))
    made = await Drafting([FakeEngine()], NoDrafts()).draft(["The air quality plan."], TO_SPANISH, glossary)
    assert "calidad del aire" in made.drafts[0].text


async def test_a_record_that_is_away_is_not_blamed_on_the_engine() -> None:
    """Where drafts cannot be kept, the whole comes again: no draft that was paid for is dropped."""

    class Away(NoDrafts):
        async def keep(self, made: Mapping[str, Draft]) -> None:
            raise Unavailable(f"{len(made)} drafts: the record is away for this test", where="record")

    with pytest.raises(Unavailable, match="record"):
        await Drafting([FakeEngine()], Away()).draft(["A house."], TO_SPANISH, GLOSSARY)
