"""The review page: opening it changes nothing, what is typed is never lost, and a decision counts for exactly what was shown."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from adapters.no_drafts import NoDrafts
from adapters.postgres.answers import PostgresAnswers
from adapters.signature import SigningKey, verifier
from mou.course import Course
from mou.drafting import Drafting
from mou.errors import Unavailable
from mou.inbound.token import LIFE
from mou.keeping import Act
from mou.memory import MemoryEntry
from mou.program import Role
from mou.segments import Origin, Segment
from mou.steps import Work
from mou.stories import DecisionOffer, Verb
from mou.submission import Phase
from tests.fakes.stage import PRESS, REPORT, SECRET, Stage
from tests.fakes.stories import FakeStories
from web.app import create
from web.reviews import Reviews


@dataclass
class Desk:
    """A report under review, and the web."""

    stage: Stage
    course: Course
    web: httpx.AsyncClient
    away: bool = False

    def path(self, person: str = "p01", kind: str = "approval-1") -> str:
        """Return the link of a person's letter."""
        body = self.stage.letter(kind, person)[1].get_body(("plain",))
        assert body is not None
        found = re.search(r"http://desk\.example(/review/\w+\?lang=\w+)", body.get_content())
        assert found is not None
        return found[1]

    async def page(self, person: str = "p01") -> str:
        """Return the page as opened."""
        answer = await self.web.get(self.path(person))
        assert answer.status_code == 200
        return answer.text

    async def post(self, person: str = "p01", *, action: str, html: str = "", **more: str) -> httpx.Response:
        """Press a button of the page as it was opened, with some fields changed."""
        html = html or await self.page(person)
        shown = re.search(r'name="shown" value="(\w+)"', html)
        assert shown is not None
        texts = dict(re.findall(r'<textarea[^>]*name="(text-\d+)"[^>]*>([^<]*)</textarea>', html))
        changed = {name.replace("_", "-"): value for name, value in more.items()}
        boxes = dict(re.findall(r'name="(vouch-\d+)" value="(\w+)"', html))
        changed = {name: boxes.get(name, "") if name.startswith("vouch-") else value for name, value in changed.items()}
        return await self.web.post(self.path(person), data={"shown": shown[1], **texts, "action": action, **changed})

    def offers(self) -> list[DecisionOffer]:
        """Return what the story was offered."""
        return [message for _, _, message in self.stage.stories.updates if isinstance(message, DecisionOffer)]

    async def settled(self) -> None:
        """Let the story write what it took."""
        await self.stage.write(self.offers()[-1].digest)

    async def segments(self) -> dict[int, Segment]:
        """Return the segments on record."""
        async with self.stage.record.book(REPORT) as book:
            return {one.number: one for one in await book.segments(1)}


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    """Bring the wildfires report to its reviewers and open the web."""
    course = await stage.under_review()
    opened: list[Desk] = []

    async def stories() -> FakeStories:
        if opened and opened[0].away:
            raise Unavailable("Temporal is away for this test", where="temporal")
        return stage.stories

    app = create(
        desk=stage.desk,
        mailroom=stage.mailroom,
        press=PRESS,
        verify=verifier(SigningKey.generate().public_pem),
        mailbox=False,
        published=None,
        domain="reports.example",
        reviewing=Reviews(
            answers=PostgresAnswers(stage.engine, stage.clock),
            record=stage.record,
            clock=stage.clock,
            secret=SECRET,
            stories=stories,
            drafting=lambda: Drafting([stage.machine], NoDrafts()),
            memory=stage.memory,
        ),
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as web:
        opened.append(Desk(stage=stage, course=course, web=web))
        yield opened[0]


async def test_opening_the_page_decides_nothing(desk: Desk) -> None:
    """It shows every sentence and its translation; a mail program that opens links ahead approves nothing."""
    html = await desk.page()
    for one in (await desk.segments()).values():
        assert f'lang="{one.source_language}">{one.source}<' in html
        assert f">{one.target}</textarea>" in html
    assert desk.offers() == []


async def test_approving_on_the_page_approves_exactly_what_it_showed(desk: Desk) -> None:
    """The story takes an approval of every hash on the page; with the other party's it is approved, and the door is on record."""
    answer = await desk.post(action="approve")
    assert (answer.status_code, desk.course.open_segments("california")) == (200, ())
    assert "nothing left to approve" in answer.text
    await desk.settled()
    await desk.post("p03", action="approve")
    assert desk.course.phase is Phase.APPROVED
    assert (await desk.stage.record.offered(desk.offers()[0].digest)).door == "review-page"


async def test_a_corrected_sentence_is_stale_for_the_other_party_and_no_other_is(desk: Desk) -> None:
    """Mexico approved; California corrects one sentence and approves: that one alone is open again for Mexico."""
    await desk.post("p03", action="approve")
    await desk.settled()
    before = await desk.segments()
    await desk.post(action="approve", text_1="CAL FIRE capacitó a 12 brigadas.")
    await desk.settled()
    after = await desk.segments()
    assert (after[1].target, after[1].origin, after[1].editor) == ("CAL FIRE capacitó a 12 brigadas.", Origin.PERSON, "p01")
    assert {number: one for number, one in after.items() if number != 1} == {n: one for n, one in before.items() if n != 1}
    assert desk.course.open_segments("mexico") == (1,)
    assert desk.course.open_segments("california") == ()


async def test_an_error_typed_comes_back_with_the_text_and_nothing_is_decided(desk: Desk) -> None:
    """Another number than the original's: the page says so, keeps what was typed, and asks for a word on it."""
    wrong = "CAL FIRE capacitó a 21 brigadas."
    answer = await desk.post(action="approve", text_1=wrong)
    assert answer.status_code == 422
    assert f">{wrong}</textarea>" in answer.text
    assert "the numbers differ between the languages" in answer.text
    assert 'name="vouch-1"' in answer.text
    assert desk.offers() == []


async def test_what_a_person_vouches_for_can_be_approved_by_all(desk: Desk) -> None:
    """The checks may be wrong; whoever says so is on record, and neither party is kept from approving."""
    said = "CAL FIRE capacitó a una docena de brigadas y a nueve más."
    flagged = await desk.post(action="approve", text_1=said)
    assert flagged.status_code == 422
    answer = await desk.post(action="approve", html=flagged.text, vouch_1="on")
    assert answer.status_code == 200
    await desk.settled()
    assert (await desk.segments())[1].origin is Origin.VOUCHED
    assert desk.course.open_segments("california") == ()
    await desk.post("p03", action="approve")
    assert desk.course.phase is Phase.APPROVED


async def test_a_flagged_draft_can_be_vouched_for_as_it_stands(desk: Desk) -> None:
    """Nobody need retype a sentence the checks are wrong about."""
    async with desk.stage.record.book(REPORT) as book:
        drafted = [
            one.model_copy(update={"target": "CAL FIRE capacitó a 21 brigadas."}) if one.number == 1 else one
            for one in await book.segments(1)
        ]
        await book.put_segments(1, drafted)
    text = await desk.stage.translating.translate(Work(report=REPORT, version=1))
    desk.course.set_text(text.segments, text.approved)
    await desk.post(action="approve")
    assert desk.course.open_segments("california") == (1,)
    await desk.settled()
    await desk.post(action="approve", vouch_1="on")
    assert desk.course.open_segments("california") == ()


async def test_a_correction_by_mail_with_an_error_waits_for_a_word_on_the_page(desk: Desk) -> None:
    """By mail nobody could be shown what the checks see: the text is taken and stays open until somebody vouches for it."""
    await desk.stage.take(await desk.stage.reply("approval-1", "p01", "APPROVE\n\nES-1: CAL FIRE capacitó a 21 brigadas.\n"))
    assert desk.course.open_segments("california") == (1,)
    assert (await desk.segments())[1].target == "CAL FIRE capacitó a 21 brigadas."
    await desk.post(action="approve", vouch_1="on")
    assert desk.course.open_segments("california") == ()


async def test_a_text_that_changed_meanwhile_is_shown_anew_with_what_was_typed(desk: Desk) -> None:
    """Nobody approves what they did not see, and nobody types twice."""
    opened = await desk.page()
    await desk.post("p03", action="correct", text_2="CONAFOR trained 9 crews.")
    await desk.settled()
    answer = await desk.post(action="approve", html=opened, text_1="CAL FIRE capacitó a 12 cuadrillas.")
    assert answer.status_code == 409
    assert "CAL FIRE capacitó a 12 cuadrillas." in answer.text
    assert len(desk.offers()) == 1


async def test_a_return_needs_its_reason_and_takes_it_along(desk: Desk) -> None:
    """Without one the page asks; with one the report goes back."""
    assert (await desk.post(action="return", because=" ")).status_code == 422
    assert desk.offers() == []
    assert (await desk.post(action="return", because="Falta la fecha.")).status_code == 200
    assert (desk.course.phase, desk.offers()[0].verb) == (Phase.RETURNED, Verb.RETURN)
    assert (await desk.stage.record.offered(desk.offers()[0].digest)).said["because"] == "Falta la fecha."


async def test_a_translation_is_drafted_back_on_demand_only(desk: Desk) -> None:
    """The machine is asked when the button is pressed, for that sentence, in the other direction, and nothing is decided."""
    desk.stage.machine.asked.clear()
    await desk.page()
    assert desk.stage.machine.asked == []
    answer = await desk.post(action="back-1", text_1="CAL FIRE capacitó a doce brigadas.")
    assert "[en] CAL FIRE capacitó a doce brigadas." in answer.text
    assert [direction.target for _, direction in desk.stage.machine.asked] == ["en"]
    assert desk.offers() == []


async def test_the_author_is_refused_in_words(desk: Desk) -> None:
    """Who wrote it may not approve it by this door either."""
    desk.course.authors.add("p01")
    answer = await desk.post(action="approve")
    assert "nobody may approve their own text" in answer.text
    assert desk.course.open_segments("california")


async def test_while_temporal_is_away_nothing_is_recorded_and_nothing_is_lost(desk: Desk) -> None:
    """The page comes back with what was typed and says to try again."""
    desk.away = True
    answer = await desk.post(action="approve", text_1="CAL FIRE capacitó a 12 cuadrillas.")
    assert (answer.status_code, desk.offers()) == (503, [])
    assert "CAL FIRE capacitó a 12 cuadrillas." in answer.text


async def test_pressed_twice_it_is_one_decision(desk: Desk) -> None:
    """The second press carries the same id: the story answers it as it did the first."""
    html = await desk.page()
    await desk.post(action="approve", html=html)
    await desk.post(action="approve", html=html)
    assert len({offer.digest for offer in desk.offers()}) == 1


async def test_a_report_that_is_not_under_review_is_read_only(desk: Desk) -> None:
    """Its text can be read; there is no button, and a form kept open decides nothing."""
    html = await desk.page()
    await desk.post(action="return", because="Falta la fecha.")
    await desk.settled()
    page = await desk.page()
    assert "<button" not in page
    assert "not under review" in page
    assert (await desk.post(action="approve", html=html)).status_code == 422
    assert len(desk.offers()) == 1


async def test_a_sentence_its_author_changed_shows_the_pair_it_was(desk: Desk) -> None:
    """The fresh draft needs a look; the former original and its translation stand beside it."""
    former = (await desk.segments())[1].target
    await desk.stage.take(await desk.stage.reply("receipt", "p17", "WF-1: CAL FIRE trained 14 crews.\nStatus: on track\n"))
    await desk.stage.translating.translate(Work(report=REPORT, version=1))
    text = await desk.stage.translating.translate(Work(report=REPORT, version=1))
    desk.course.set_text(text.segments, text.approved)
    html = await desk.page()
    assert "The original changed" in html
    assert 'lang="en">CAL FIRE trained 12 crews.<' in html
    assert f'lang="es">{former}<' in html


@pytest.mark.parametrize("spoil", ["00", "zz"])
async def test_no_other_address_opens_it(desk: Desk, spoil: str) -> None:
    """A token with another end, or none, is an unknown address; so is the letter's ref alone."""
    path = desk.path().partition("?")[0]
    for wrong in (path[:-2] + spoil, path[:-32], "/review/x", "/review/" + "é" * 56):
        if wrong != path:
            assert (await desk.web.get(wrong)).status_code == 404


async def test_half_a_year_later_and_for_who_left_the_role_it_is_closed(desk: Desk) -> None:
    """The link lives as long as the letter may be answered, and for its reviewer alone."""
    path = desk.path()
    held = Role(holder="p02", alternate="p03")
    person = (await desk.stage.record.cycle("ca-mx/2026")).program.person("p02")
    on = desk.stage.clock.at
    await desk.stage.record.reassign("ca-mx", person, role="reviewer", group="", party="california", held=held, on=on)
    assert (await desk.web.get(path)).status_code == 404
    other = desk.path("p03")
    desk.stage.clock.at += LIFE + timedelta(days=1)
    assert (await desk.web.get(other)).status_code == 404


async def test_what_was_approved_for_a_similar_sentence_stands_beside_a_draft(desk: Desk) -> None:
    """Shown with its score, used by nobody but a person; beside what is approved already nothing is shown."""
    known = MemoryEntry(
        source_language="en",
        target_language="es",
        source="CAL FIRE trained 30 crews.",
        target="CAL FIRE capacitó a 30 cuadrillas.",
        approved_on=desk.stage.clock.at,
    )
    act = Act(actor="p01", role="coordinator", door="test", verb="memory-import", subject="ca-mx")
    await desk.stage.memory.take_in("ca-mx", [known], act=act, on=desk.stage.clock.at)
    html = await desk.page()
    assert "CAL FIRE capacitó a 30 cuadrillas." in html
    assert (await desk.segments())[1].target != "CAL FIRE capacitó a 30 cuadrillas."
    for person in ("p01", "p03"):
        await desk.post(person, action="approve")
        await desk.settled()
    assert "CAL FIRE capacitó a 30 cuadrillas." not in await desk.page()


async def test_a_tick_vouches_for_the_words_beside_it_alone(desk: Desk) -> None:
    """Retyped after it was ticked, a sentence is flagged anew: nobody vouches for what they were not shown."""
    flagged = await desk.post(action="approve", text_1="CAL FIRE capacitó a 21 brigadas.")
    answer = await desk.post(action="approve", html=flagged.text, text_1="CAL FIRE capacitó a 99 brigadas.", vouch_1="on")
    assert answer.status_code == 422
    assert desk.offers() == []


async def test_a_tick_for_a_number_that_is_not_there_decides_nothing(desk: Desk) -> None:
    """Nor does any other field that no page of ours has."""
    answer = await desk.post(action="correct", vouch_77="on")
    assert answer.status_code == 422
    for odd in ("text_" + "9" * 5000, "vouch_" + "9" * 5000, "text_x", "shown_1"):
        assert (await desk.post(action="correct", **{odd: "x"})).status_code == 422
    assert (await desk.post(action="back-" + "9" * 5000)).status_code == 422
    assert desk.offers() == []


async def test_what_the_record_cannot_hold_is_left_out(desk: Desk) -> None:
    """A NUL in a text is nobody's word; the rest of it is taken."""
    assert (await desk.post(action="correct", text_1="CAL FIRE capacitó\0 a 12 cuadrillas.")).status_code == 200
    await desk.settled()
    assert (await desk.segments())[1].target == "CAL FIRE capacitó a 12 cuadrillas."


async def test_the_same_words_after_something_else_was_decided_are_another_decision(desk: Desk) -> None:
    """California corrects, Mexico sets it back, California corrects again: the text says what was decided last."""
    before, better = (await desk.segments())[1].target, "CAL FIRE capacitó a 12 cuadrillas."
    for person, words in (("p01", better), ("p03", before), ("p01", better)):
        assert (await desk.post(person, action="correct", text_1=words)).status_code == 200
        await desk.settled()
    assert len({offer.digest for offer in desk.offers()}) == 3
    assert (await desk.segments())[1].target == better


async def test_who_corrected_a_text_has_not_approved_what_it_was(desk: Desk) -> None:
    """Set back by the other party, it is open for whoever had rejected it, on record as in the story."""
    before = (await desk.segments())[1].target
    await desk.post(action="approve", text_1="CAL FIRE capacitó a 12 cuadrillas.")
    await desk.settled()
    await desk.post("p03", action="correct", text_1=before)
    await desk.settled()
    assert desk.course.open_segments("california") == (1,)
    async with desk.stage.record.book(REPORT) as book:
        assert (await book.segments(1))[0].hash not in (await book.approvals(1))["california"]
    assert "Your party has approved all of this text" not in await desk.page()


async def test_a_return_leaves_no_correction_behind(desk: Desk) -> None:
    """Words typed on the same form are neither taken along nor dropped: the page says what to do."""
    answer = await desk.post(action="return", because="Falta la fecha.", text_1="CAL FIRE capacitó a 12 cuadrillas.")
    assert answer.status_code == 422
    assert "CAL FIRE capacitó a 12 cuadrillas." in answer.text
    assert desk.offers() == []


async def test_no_copy_of_the_page_is_kept(desk: Desk) -> None:
    """Its address decides: nothing between us and the reviewer may store it."""
    assert (await desk.web.get(desk.path())).headers["Cache-Control"] == "no-store"


async def test_a_form_behind_a_link_that_ended_gives_back_what_was_typed(desk: Desk) -> None:
    """Half a year after the letter nothing is decided, and nothing is lost either."""
    html = await desk.page()
    path, said = desk.path(), "CAL FIRE capacitó a 12 cuadrillas."
    desk.stage.clock.at += LIFE + timedelta(days=1)
    answer = await desk.post(action="approve", html=html, text_1=said, because="Falta la fecha.")
    assert answer.status_code == 404
    assert said in answer.text
    assert "Falta la fecha." in answer.text
    assert "no longer valid" in (await desk.web.get(path)).text
    assert desk.offers() == []
