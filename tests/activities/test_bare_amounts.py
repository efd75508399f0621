"""An answer with an amount in a bare "$": filed as it is, drafted as it was read, and its lead asked which currency was meant."""

from mou.steps import Work
from mou.submission import Phase
from tests.fakes.stage import REPORT, Stage

ENGLISH = "The grant of $5,000 was paid on 03/04/2026."
SPANISH = "Se pagaron $1.250.000,50 el 03/04/2026."
ASKED = "WF-1: “$5,000” was read as US dollars (USD). If you meant another currency, please send this answer again with it"
ASKED_IN_SPANISH = "WF-1: “$1.250.000,50” se leyó como monto en pesos mexicanos (MXN)."


async def _answer(stage: Stage, words: str, person: str = "p17", status: str = "Status: on track") -> str:
    """Answer the form and return what the receipt says, without its line breaks."""
    await stage.take(await stage.reply("invitation", person, f"WF-1: {words}\n{status}\n"))
    body = stage.letter("receipt", person)[1].get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


async def test_the_receipt_asks_once_and_nothing_is_held_back(stage: Stage) -> None:
    """The answer stays byte for byte; its draft has the likely currency, and day and figure as its readers write them."""
    await stage.open()
    assert (await _answer(stage, ENGLISH)).count(ASKED) == 1
    assert (await _answer(stage, SPANISH, "p19", "Estado: en curso")).count(ASKED_IN_SPANISH) == 1
    assert stage.stories.courses[REPORT].missing() == ()
    await stage.translating.translate(Work(report=REPORT, version=1))
    async with stage.record.book(REPORT) as book:
        pairs = [(one.source, one.target) for one in await book.segments(1)]
    assert pairs == [
        (ENGLISH, "[es] The grant of US$5,000 was paid on 4 de marzo de 2026."),
        (SPANISH, "[en] Se pagaron MX$1,250,000.50 el April 3, 2026."),
    ]


async def test_an_answer_sent_again_with_its_currency_is_asked_no_more(stage: Stage) -> None:
    """The new text replaces the earlier one, and its receipt says nothing of currencies."""
    await stage.open()
    await _answer(stage, ENGLISH)
    assert "was read as US dollars" not in await _answer(stage, ENGLISH.replace("$5,000", "MXN 5,000"))


async def test_an_amendment_is_asked_too(stage: Stage) -> None:
    """What comes after the end goes through review again, with the same question."""
    await stage.open()
    stage.stories.courses[REPORT].phase = Phase.NOT_REPORTED
    assert (await _answer(stage, ENGLISH)).count(ASKED) == 1
    assert stage.stories.started == [f"Amendment {REPORT}/v2"]
