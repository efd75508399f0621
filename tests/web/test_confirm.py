"""The confirm page: opening it changes nothing, a button acts once, and only the token's holder gets there."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.tables import acts
from adapters.signature import SigningKey, verifier
from mou.inbound.facts import NO_PROOFS, Proofs
from mou.inbound.token import LIFE
from mou.program import Role
from mou.steps import HeldMail
from mou.stories import HeldSettled, mail_id
from tests.fakes.press import FakePress
from tests.fakes.stage import REPORT, Stage
from tests.fakes.stories import FakeStories
from web.app import create
from web.confirmations import Confirmations

MINE = {"word": "mine"}


@dataclass
class Held:
    """A held approval, its page, and the stories that hear of it."""

    stage: Stage
    digest: str
    path: str
    web: httpx.AsyncClient

    def words(self) -> list[HeldSettled]:
        """Return what the mail's story was told."""
        return [message for _, _, message in self.stage.stories.updates if isinstance(message, HeldSettled)]


@pytest.fixture
async def held(stage: Stage, tmp_path: Path) -> AsyncIterator[Held]:
    """Bring an approval that nobody vouches for to its confirmation letter, and open the web."""
    await stage.under_review()
    stored = await stage.reply("approval-1", "p01", "APPROVE\n", proofs=NO_PROOFS)
    assert (await stage.take(stored)).reason == "unconfirmed"
    stage.stories.hold(mail_id(stored.digest))
    path = re.search(r"https?://desk\.example(/confirm/\w+)", _confirmation(stage, "p01"))
    assert path is not None

    async def stories() -> FakeStories:
        return stage.stories

    app = create(
        desk=stage.desk,
        mailroom=stage.mailroom,
        press=FakePress(),
        verify=verifier(SigningKey.generate().public_pem),
        mailbox=False,
        published=None,
        domain="reports.example",
        confirming=Confirmations(
            answers=PostgresAnswers(stage.engine, stage.clock),
            record=stage.record,
            blobs=stage.blobs,
            clock=stage.clock,
            stories=stories,
        ),
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as web:
        yield Held(stage=stage, digest=stored.digest, path=path[1], web=web)


def _confirmation(stage: Stage, person: str) -> str:
    sent = [raw for envelope, raw in stage.post.sent if envelope.key.startswith("confirm/") and envelope.to.id == person]
    return sent[-1].decode().replace("=\r\n", "")


async def test_opening_the_page_decides_nothing_however_often(held: Held) -> None:
    """A mail program that opens links for its user approves nothing."""
    for _ in range(3):
        answer = await held.web.get(held.path)
        assert answer.status_code == 200
    assert held.words() == []
    assert held.stage.stories.courses[REPORT].open_segments("california")


async def test_the_button_makes_the_held_decision_count(held: Held) -> None:
    """Confirmed, it is read again as the reviewer's own and approves what was shown; the act is in the book."""
    answer = await held.web.post(held.path, data=MINE)
    assert answer.status_code == 200
    assert [word.confirmed for word in held.words()] == [True]
    read = await held.stage.reading.read_mail(HeldMail(digest=held.digest, confirmed=True))
    assert read.verdict == "file"
    assert (await held.stage.record.offered(held.digest)).person == "p01"
    async with held.stage.engine.connect() as connection:
        assert (await connection.execute(select(func.count()).where(acts.c.verb == "confirm"))).scalar_one() == 1


async def test_pressed_twice_it_counts_once(held: Held) -> None:
    """The second press finds that no word is awaited any more, and says so."""
    for _ in range(2):
        assert (await held.web.post(held.path, data=MINE)).status_code == 200
    assert len(held.words()) == 1


async def test_a_disowned_message_goes_to_the_coordinators_and_is_not_its_writers_any_more(held: Held) -> None:
    """They are told; the page then says that it is decided, and its buttons do nothing."""
    await held.web.post(held.path, data={"word": "not-mine"})
    assert [word.disowned for word in held.words()] == [True]
    await held.stage.reading.read_mail(HeldMail(digest=held.digest, disowned=True))
    held.stage.stories.hold(mail_id(held.digest))
    told = {envelope.to.id for envelope, _ in held.stage.post.sent if envelope.key.startswith(f"held/{held.digest}/disowned/")}
    assert told == {"p01", "p03"}
    await held.web.post(held.path, data=MINE)
    assert len(held.words()) == 1


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
async def test_another_site_cannot_press_the_button(held: Held, headers: dict[str, str]) -> None:
    """A form posted from elsewhere is refused and decides nothing."""
    assert (await held.web.post(held.path, data=MINE, headers=headers)).status_code == 403
    assert held.words() == []


async def test_no_other_token_opens_the_page(held: Held) -> None:
    """The approval request's own token, a guess and nonsense lead nowhere."""
    request = held.stage.letter("approval-1", "p01")[0].reply_to.partition("+")[2].partition("@")[0]
    for token in (request, "0" * 32, "x", "%2e%2e"):
        assert (await held.web.get(f"/confirm/{token}")).status_code == 404
        assert (await held.web.post(f"/confirm/{token}", data=MINE)).status_code == 404
    assert held.words() == []


async def test_a_proved_sender_needs_no_page(stage: Stage) -> None:
    """With the mail system's word for it an approval counts at once, and nobody is asked."""
    course = await stage.under_review()
    domain = stage.letter("approval-1", "p01")[0].to.address.partition("@")[2]
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n", proofs=Proofs(dkim=(domain,))))
    assert course.open_segments("california") == ()
    assert not [envelope for envelope, _ in stage.post.sent if envelope.key.startswith("confirm/")]


@pytest.fixture
async def strange(held: Held) -> tuple[str, list[str]]:
    """Let a stranger answer a form: return the mail's digest, and the pages of the coordinators, p01's first."""
    stage = held.stage
    stored = await stage.reply("receipt", "p17", "WF-1: Ninety crews.", sender="mallory@elsewhere.example")
    await stage.take(stored)
    stage.stories.hold(mail_id(stored.digest))
    letters = {envelope.to.id: raw for envelope, raw in stage.post.sent if envelope.key.startswith(f"held/{stored.digest}")}
    return stored.digest, [_page_in(letters[person]) for person in ("p01", "p03")]


def _page_in(raw: bytes) -> str:
    path = re.search(r"https?://desk\.example(/confirm/\w+)", raw.decode().replace("=\r\n", ""))
    assert path is not None
    return path[1]


@pytest.mark.parametrize(("word", "accepted", "verb"), [("mine", True, "settle-filed"), ("not-mine", False, "settle-aside")])
async def test_a_coordinator_decides_on_the_page_of_their_own_letter(
    held: Held,
    strange: tuple[str, list[str]],
    word: str,
    accepted: bool,  # noqa: FBT001 - a case of the table
    verb: str,
) -> None:
    """An answer is accepted or laid aside by either coordinator, once, under their own name."""
    _, pages = strange
    for page in (pages[0], pages[0], pages[1]):
        assert (await held.web.post(page, data={"word": word})).status_code == 200
    (last,) = held.words()
    assert (last.accepted, last.confirmed, last.disowned, last.report) == (accepted, False, False, "")
    async with held.stage.engine.connect() as connection:
        rows = (await connection.execute(select(acts.c.actor, acts.c.role).where(acts.c.verb == verb))).all()
    assert [tuple(row) for row in rows] == [("p01", "coordinator")]


async def test_no_coordinator_can_make_a_decision_count(held: Held) -> None:
    """Disowned by its reviewer, an approval can only be laid aside; the page says what the reviewer said."""
    await held.web.post(held.path, data={"word": "not-mine"})
    await held.stage.reading.read_mail(HeldMail(digest=held.digest, disowned=True))
    held.stage.stories.hold(mail_id(held.digest))
    raw = next(raw for envelope, raw in held.stage.post.sent if envelope.key.startswith(f"held/{held.digest}/disowned"))
    page = _page_in(raw)
    shown = (await held.web.get(page)).text
    assert 'value="mine"' not in shown
    assert "says that it is not theirs" in shown
    await held.web.post(page, data=MINE)
    assert not [word for word in held.words() if word.accepted or word.confirmed]
    read = await held.stage.reading.read_mail(HeldMail(digest=held.digest, accepted=True))
    assert read.verdict == "held"


async def test_a_coordinator_of_yesterday_decides_nothing(held: Held, strange: tuple[str, list[str]]) -> None:
    """Their letter's page is gone once the role is somebody else's, and for everybody after half a year."""
    _, pages = strange
    cycle = await held.stage.record.cycle("ca-mx/2026")
    held_by = {"role": "coordinator", "group": "", "party": "california"}
    new = Role(holder="p05", alternate="p06")
    await held.stage.record.reassign("ca-mx", cycle.program.person("p05"), held=new, on=held.stage.clock.now(), **held_by)
    assert (await held.web.get(pages[0])).status_code == 404
    assert (await held.web.get(pages[1])).status_code == 200
    held.stage.clock.at += LIFE + timedelta(days=1)
    assert (await held.web.get(pages[1])).status_code == 404


async def test_what_answers_no_letter_cannot_be_accepted_on_the_page(stage: Stage, held: Held) -> None:
    """Nobody is known whose words it could be: the page only offers to lay it aside."""
    stored = await stage.mailroom.store(b"From: a@b.example\r\n\r\nhello", recipients=["x@reports.example"], door="test")
    await stage.reading.read_mail(HeldMail(digest=stored.digest))
    stage.stories.hold(mail_id(stored.digest))
    page = _page_in(next(raw for envelope, raw in stage.post.sent if stored.digest in envelope.key))
    assert 'value="mine"' not in (await held.web.get(page)).text
    await held.web.post(page, data=MINE)
    assert held.words() == []


async def test_a_held_message_shows_no_link_of_another_reader(held: Held) -> None:
    """Whoever answers from elsewhere quotes their own letter: its link to decide by is cut out of what the coordinators see."""
    body = held.stage.letter("approval-1", "p03")[1].get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    link = re.search(r"/review/\w+", quoted)
    assert link is not None
    stored = await held.stage.reply("approval-1", "p03", f"APRUEBO\n\n{quoted}", sender="somebody@elsewhere.example")
    await held.stage.take(stored)
    sent = [raw for envelope, raw in held.stage.post.sent if envelope.key.startswith(f"held/{stored.digest}/")]
    assert sent
    for raw in sent:
        path = re.search(r"https?://desk\.example(/confirm/\w+)", raw.decode().replace("=\n", "").replace("=\r\n", ""))
        assert path is not None
        page = (await held.web.get(path[1])).text
        assert "APRUEBO" in page
        assert link[0] not in page
