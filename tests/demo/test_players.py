"""The players against a mailbox in memory: they answer letters, and nothing but letters, until the report is out."""

import asyncio
import json

import httpx

from demo.events import Event
from demo.players import Players
from demo.words import Year
from tests.demo.mailbox import PEM, Mail, Mailbox, form_lines

YEAR = Year.load()
GROUPS = {group: [entry.item for entry in YEAR.entries["2026-Q1", group, "mexico"]] for group in YEAR.groups()}


def _invite(mailbox: Mailbox, quarter: str, group: str, *parties: str) -> None:
    for party in parties:
        mailbox.send("invitation", f"ca-mx/{quarter}/{group}", party, form_lines(party, GROUPS[group]))


async def _play(mailbox: Mailbox, *, outage: asyncio.Event | None = None) -> list[Event]:
    """Play until the mailbox announces the publication; a play that hangs is cut off after ten seconds and fails."""
    events: list[Event] = []
    players = Players(
        base="http://engine.test",
        key_pem=PEM,
        note=events.append,
        outage=outage or asyncio.Event(),
        transport=mailbox.transport(),
    )
    async with asyncio.timeout(10):
        await players.play()
    return events


def _publish_after(mailbox: Mailbox, count: int) -> None:
    """Let the play end when so many mails have come."""

    def on_mail(_mail: Mail) -> None:
        if len(mailbox.mails) == count:
            mailbox.publish()

    mailbox.on_mail = on_mail


async def test_the_prompt_answer_the_invitation_at_once() -> None:
    """Both leads' answers go to their letters' own reply addresses, signed, from their own addresses."""
    mailbox = Mailbox()
    _invite(mailbox, "2026-Q1", "climate-change", "california", "mexico")
    _publish_after(mailbox, 2)
    events = await _play(mailbox)
    assert sorted(mail.sender for mail in mailbox.mails) == ["climate-change@california.example", "climate-change@mexico.example"]
    assert sorted(json.loads(mail.envelope)["to"][0] for mail in mailbox.mails) == [
        "reply+1@reports.example",
        "reply+2@reports.example",
    ]
    assert [event.kind for event in events if event.kind != "published"] == ["answered", "answered"]
    assert [event.who for event in events if event.kind == "answered"] == ["lead · California", "lead · Mexico"]


async def test_a_partial_answer_is_completed_on_the_reminder() -> None:
    """The first mail answers two items, the second the third one."""
    mailbox = Mailbox()
    _invite(mailbox, "2026-Q1", "air-quality", "mexico")

    def on_mail(mail: Mail) -> None:
        if len(mailbox.mails) == 1:
            assert "8 estaciones" not in mail.text
            mailbox.send("reminder", "ca-mx/2026-Q1/air-quality", "mexico", form_lines("mexico", ["AQ-3"]))
        else:
            mailbox.publish()

    mailbox.on_mail = on_mail
    events = await _play(mailbox)
    assert [event.text for event in events if event.kind == "answered"] == ["AQ-1, AQ-2", "AQ-3"]
    assert "8 estaciones" in mailbox.mails[1].text


async def test_the_same_mail_is_delivered_twice() -> None:
    """Two deliveries of one answer have identical bytes."""
    mailbox = Mailbox()
    _invite(mailbox, "2026-Q1", "clean-vehicles", "california")
    _publish_after(mailbox, 2)
    await _play(mailbox)
    assert len({mail.raw for mail in mailbox.mails}) == 1
    assert len(mailbox.mails) == 2


async def test_whoever_is_away_answers_on_the_first_reminder() -> None:
    """An automatic answer comes first, the real one on the reminder."""
    mailbox = Mailbox()
    _invite(mailbox, "2026-Q1", "wildfires", "california")

    def on_mail(mail: Mail) -> None:
        if mail.message["Auto-Submitted"]:
            mailbox.send("reminder", "ca-mx/2026-Q1/wildfires", "california", form_lines("california", ["WF-1"]))
        else:
            mailbox.publish()

    mailbox.on_mail = on_mail
    assert [event.kind for event in await _play(mailbox)][:2] == ["away", "answered"]


async def test_a_returned_report_is_corrected_and_an_approved_one_amended() -> None:
    """The return's letter is answered by its lead; next quarter's invitation reminds another of an old mistake."""
    mailbox = Mailbox()
    _invite(mailbox, "2026-Q2", "clean-vehicles", "california")
    _invite(mailbox, "2026-Q2", "climate-change", "california")
    mailbox.send("receipt", "ca-mx/2026-Q2/climate-change", "california", ["Received."])
    mailbox.send("return", "ca-mx/2026-Q2/clean-vehicles", "california", form_lines("california", GROUPS["clean-vehicles"]))
    _invite(mailbox, "2026-Q3", "climate-change", "california")
    _publish_after(mailbox, 5)
    events = await _play(mailbox)
    corrected = [(event.report.split("/", 1)[1], event.text) for event in events if event.kind == "corrected"]
    assert corrected == [("2026-Q2/clean-vehicles", "CV-1"), ("2026-Q2/climate-change", "CC-1")]
    targets = {json.loads(mail.envelope)["to"][0] for mail in mailbox.mails if "12 sectors" in mail.text}
    assert "reply+3@reports.example" in targets


async def test_the_last_quarters_answers_wait_for_the_outage() -> None:
    """No mail leaves before the stage-hand says that the engine is down; then all ten go at once."""
    mailbox, outage = Mailbox(), asyncio.Event()
    for group in GROUPS:
        _invite(mailbox, "2026-Q4", group, "california", "mexico")
    _publish_after(mailbox, 10)
    events: list[Event] = []

    def note(event: Event) -> None:
        events.append(event)
        if event.kind == "outage-please":
            assert mailbox.mails == []
            outage.set()

    players = Players(base="http://engine.test", key_pem=PEM, note=note, outage=outage, transport=mailbox.transport())
    async with asyncio.timeout(10):
        await players.play()
    kinds = [event.kind for event in events if event.kind != "published"]
    assert kinds == ["outage-please", *["answered"] * 10, "outage-answers-in"]


async def test_a_carrier_tries_again_until_the_mail_is_taken() -> None:
    """A 503 and a broken connection are tried again; what was taken is never sent a second time."""
    mailbox = Mailbox(failures=[503, httpx.ConnectError("refused"), 503])
    _invite(mailbox, "2026-Q1", "wildfires", "mexico")
    _publish_after(mailbox, 1)
    await _play(mailbox)
    assert len(mailbox.mails) == 1


async def test_a_refusal_and_a_question_are_told() -> None:
    """A 4xx is not tried again; a letter that asks back is an event, not silence."""
    mailbox = Mailbox(failures=[403])
    _invite(mailbox, "2026-Q1", "wildfires", "mexico")
    mailbox.send("question", "ca-mx/2026-Q1/wildfires", "mexico", form_lines("mexico", ["WF-1"]))
    mailbox.publish()
    events = await _play(mailbox)
    assert mailbox.mails == []
    assert {event.kind for event in events} == {"question", "refused", "published"}


async def test_reviewers_approve_by_mail() -> None:
    """An approval request reaches the reviewer of its language, whose approval ends the round."""
    mailbox = Mailbox()
    for party in ("california", "mexico"):
        mailbox.send("approval-request", "ca-mx/2026-Q1/air-quality", party, ["[END]"], to=f"reviewer@{party}.example")
    _publish_after(mailbox, 2)
    await _play(mailbox)
    assert sorted(mail.text.split()[0] for mail in mailbox.mails) == ["APPROVE", "APRUEBO"]
