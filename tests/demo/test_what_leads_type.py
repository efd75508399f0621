"""What the leads type into the engine's own letters, in their programs and manners, is what the engine reads."""

import pytest

from demo.events import Event
from demo.leads import Leads
from demo.letter import Letter
from demo.outgoing import Outgoing
from demo.script import RETURNS
from demo.words import Entry, Year
from mou.reading import Reading
from mou.reply.message import parse
from mou.reply.read import read_reply
from tests.demo import real_letters as real
from tests.demo.mailbox import Mailbox

YEAR = Year.load()
MEASURES = {item.code: [one.code for one in item.indicators] for group in real.PROGRAM.groups for item in group.items}


def _leads() -> tuple[Leads, list[Event]]:
    events: list[Event] = []
    return Leads(YEAR, events.append), events


def _notice(kind: str, key: real.Key) -> Letter:
    return Mailbox().send(kind, real.report(key), key[2], ["A notice without a form."])


def _read(mail: Outgoing, key: real.Key, letter: Letter) -> Reading:
    return read_reply(parse(mail.raw), real.form(key, letter))


def _agree(reading: Reading, said: tuple[Entry, ...]) -> None:
    assert reading.unclear == ()
    assert [entry.item for entry in reading.entries] == [entry.item for entry in said]
    for read, entry in zip(reading.entries, said, strict=True):
        assert (read.state, read.standing or "", read.text) == (real.STATES[entry.says], entry.status, entry.words)
        assert read.indicators == dict(zip(MEASURES[entry.item], entry.numbers, strict=False))


@pytest.mark.parametrize("key", YEAR.entries, ids="/".join)
def test_every_answer_of_the_year_is_read_as_it_was_meant(key: real.Key) -> None:
    """Whatever letters it takes, the entries together are the year's: status, numbers and text word for word."""
    leads, _ = _leads()
    said = {entry.item: entry for entry in YEAR.entries[key]}
    read: list[str] = []
    form = real.invitation(key)
    for letter in (form, "reminder", "extension", "escalation"):
        opened = real.reminder(key, [code for code in said if code not in read]) if letter == "reminder" else letter
        opened = opened if isinstance(opened, Letter) else _notice(opened, key)
        form = opened if opened.questions else form
        for mail in leads.read(opened):
            if mail.event.kind == "answered":
                reading = _read(mail, key, form)
                _agree(reading, tuple(said[entry.item] for entry in reading.entries))
                read += [entry.item for entry in reading.entries]
    assert read == list(said)


@pytest.mark.parametrize("key", YEAR.corrected, ids="/".join)
def test_a_correction_by_code_is_read_from_the_letter_it_answers(key: tuple[str, str, str, str]) -> None:
    """The corrected text replaces the earlier one although the quoted letter repeats that."""
    why, own = key[0], key[1:]
    leads, _ = _leads()
    said = YEAR.entries[own]
    leads.read(real.invitation(own))
    letters = {"receipt": real.receipt(own, said), "amendment": real.receipt(own, said)}
    letters["return"] = real.returned(own, said, dict(RETURNS.values()).get("mexico", ""))
    mails = leads.read(letters[why])
    if why == "amendment":
        mails = [mail for mail in leads.read(real.invitation(("2026-Q3", *own[1:]))) if mail.event.kind == "corrected"]
    (mail,) = mails
    assert mail.event.kind == "corrected"
    reading = _read(mail, own, letters[why])
    corrected = {entry.item: entry for entry in YEAR.corrected[key]}
    _agree(
        reading, tuple(corrected.get(entry.item, entry) for entry in said if entry.item in {one.item for one in reading.entries})
    )
    assert set(corrected) <= {entry.item for entry in reading.entries}


def test_an_away_message_is_no_answer() -> None:
    """The engine discards what a mail program sent by itself."""
    key = ("2026-Q1", "wildfires", "california")
    leads, _ = _leads()
    letter = real.invitation(key)
    (mail,) = leads.read(letter)
    assert mail.event.kind == "away"
    assert _read(mail, key, letter).reason == "auto-reply"


def test_somebody_elses_letters_move_nobody() -> None:
    """A coordinator's copy of a return is not answered by the lead."""
    key = ("2026-Q2", "clean-vehicles", "california")
    leads, _ = _leads()
    leads.read(real.invitation(key))
    copy = Mailbox().send("return", real.report(key), "california", to="coordinator@california.example")
    assert leads.read(copy) == []


def test_who_needs_more_time_asks_once_and_answers_on_the_extension() -> None:
    """The request for time is an event for the stage-hand; both leads answer when word of the extension gets around."""
    leads, events = _leads()
    keys = [("2026-Q3", "other-cooperation", party) for party in ("california", "mexico")]
    assert [leads.read(real.invitation(key)) for key in keys] == [[], []]
    assert [(event.kind, event.report) for event in events] == [("extend-please", real.report(keys[0]))]
    assert len(leads.read(_notice("extension", keys[1]))) == 2
    assert leads.read(_notice("extension", keys[0])) == []


def test_the_silent_stay_silent() -> None:
    """No letter about wildfires in the third quarter is answered."""
    leads, _ = _leads()
    for party in ("california", "mexico"):
        key = ("2026-Q3", "wildfires", party)
        letters = [real.invitation(key), real.reminder(key, ["WF-1"]), real.reminder(key, ["WF-1"]), _notice("escalation", key)]
        assert [leads.read(letter) for letter in letters] == [[], [], [], []]


def test_only_the_late_wait_for_the_escalation() -> None:
    """Who reports late answers neither invitation nor reminders, but the escalation, although it went to the coordinator."""
    key = ("2026-Q3", "air-quality", "mexico")
    leads, _ = _leads()
    letters = [real.invitation(key), real.reminder(key, ["AQ-1", "AQ-2", "AQ-3"])]
    assert [leads.read(letter) for letter in letters] == [[], []]
    escalation = Mailbox().send("escalation", real.report(key), "mexico", to="coordinator@mexico.example")
    assert [mail.event.kind for mail in leads.read(escalation)] == ["answered"]
