"""Deciding about an incoming message: each rule alone, and which of them speaks first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.inbound import RULES, decide
from mou.inbound.facts import Asked, Facts, Proofs
from mou.inbound.loop import carries_our_header
from mou.inbound.proof import proven
from mou.inbound.sender import writer
from mou.inbound.token import LIFE
from mou.letters.blocks import ASKING, Kind
from mou.program import Role
from mou.reading import Outcome
from tests.fakes.stage import sample

NOW = datetime(2026, 4, 8, 16, tzinfo=UTC)
ADDRESS = "samuel.ortega@calfire.example"
PROVED = Proofs(envelope=ADDRESS, spf="pass")


def facts(**changed: object) -> Facts:
    """Return a lead's answer to an invitation, a week old, from the lead's own proved address; or as changed."""
    letter = Asked(kind=Kind.INVITATION, person="p17", address=ADDRESS, decided_on=NOW - timedelta(days=7))
    usual = Facts(arrived=NOW, sender=ADDRESS, letter=letter, writer="p17", proofs=PROVED)
    return usual.model_copy(update=changed)


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({}, Outcome.ACCEPT, "accepted"),
        ({"ours": True}, Outcome.DISCARD, "own-loop"),
        ({"auto": "bounce"}, Outcome.DISCARD, "bounce"),
        ({"auto": "auto-submitted"}, Outcome.DISCARD, "auto-reply"),
        ({"auto": "auto-reply"}, Outcome.DISCARD, "auto-reply"),
        ({"auto": "list"}, Outcome.ACCEPT, "accepted"),
        ({"twin": True}, Outcome.HOLD, "same-id-other-text"),
        ({"letter": None}, Outcome.HOLD, "unknown-letter"),
        ({"arrived": NOW + LIFE}, Outcome.HOLD, "expired-token"),
        ({"writer": ""}, Outcome.HOLD, "unknown-sender"),
        ({"proofs": Proofs(envelope=ADDRESS, spf="fail")}, Outcome.HOLD, "sender-check-failed"),
        ({"proofs": Proofs(envelope=ADDRESS, spf="softfail")}, Outcome.HOLD, "sender-check-failed"),
        ({"proofs": Proofs(spf="fail", dkim=("calfire.example",))}, Outcome.ACCEPT, "accepted"),
        ({"proofs": Proofs()}, Outcome.ACCEPT, "accepted"),
        ({"proofs": Proofs(), "decides": True}, Outcome.HOLD, "unconfirmed"),
        ({"proofs": Proofs(envelope="x@elsewhere.example", spf="pass"), "decides": True}, Outcome.HOLD, "unconfirmed"),
        ({"decides": True}, Outcome.ACCEPT, "accepted"),
    ],
)
def test_a_message_is_decided_by_the_first_rule_that_speaks(changed: dict[str, object], outcome: Outcome, reason: str) -> None:
    """Each case differs from a plain answer in what one rule looks at."""
    ruling = decide(facts(**changed))
    assert (ruling.outcome, ruling.reason) == (outcome, reason)


def test_a_programs_mail_is_never_held_or_asked_about() -> None:
    """However doubtful its sender and address, a bounce or an automatic reply is discarded: nobody is answered."""
    doubtful = {"letter": None, "writer": "", "proofs": Proofs(spf="fail"), "twin": True}
    for auto in ("bounce", "auto-submitted", "auto-reply"):
        assert decide(facts(auto=auto, **doubtful)).outcome is Outcome.DISCARD


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(ASKING)))
def test_a_letter_that_asked_for_nothing_is_answered_by_a_person(kind: Kind) -> None:
    """A reply to a notice is held, not read as a form."""
    asked = facts().letter
    assert asked is not None
    assert decide(facts(letter=asked.model_copy(update={"kind": kind}))).reason == "not-asked"


def test_a_persons_word_overrides_every_doubt_about_the_sender() -> None:
    """Vouched for, a message from anywhere is read; a letter of our own or a bounce still is not."""
    doubts = {"writer": "p17", "proofs": Proofs(spf="fail"), "arrived": NOW + 2 * LIFE, "vouched": "writer", "decides": True}
    assert decide(facts(**doubts)).outcome is Outcome.ACCEPT
    assert decide(facts(**doubts, ours=True)).outcome is Outcome.DISCARD
    assert decide(facts(**{**doubts, "vouched": "coordinator"})).reason == "sender-check-failed"
    assert decide(facts(**{**doubts, "vouched": "coordinator", "decides": False})).outcome is Outcome.ACCEPT


@pytest.mark.parametrize(
    ("proofs", "sender", "expected"),
    [
        (Proofs(envelope="bounce@mail.semarnat.gob.mx", spf="pass"), "elena@semarnat.gob.mx", True),
        (Proofs(dkim=("SEMARNAT.gob.mx",)), "elena@semarnat.gob.mx", True),
        (Proofs(dkim=("mx",)), "elena@semarnat.gob.mx", False),
        (Proofs(dkim=("arnat.gob.mx",)), "elena@semarnat.gob.mx", False),
        (Proofs(dkim=("semarnat.gob.mx.evil.example",)), "elena@semarnat.gob.mx", False),
        (Proofs(envelope="x@semarnat.gob.mx", spf="neutral"), "elena@semarnat.gob.mx", False),
        (Proofs(envelope="", spf="pass"), "", False),
    ],
)
def test_a_sender_is_proved_by_an_aligned_domain_alone(proofs: Proofs, sender: str, expected: bool) -> None:  # noqa: FBT001
    """Equal or one below the other; a look-alike, a suffix or a bare country is no proof."""
    assert proven(proofs, sender) is expected


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3), st.text(max_size=30))
def test_no_odd_address_is_an_error(envelope: str, dkim: list[str], sender: str) -> None:
    """Whatever a carrier or a sender writes, the question has an answer."""
    assert proven(Proofs(envelope=envelope, spf="pass", dkim=tuple(dkim)), sender) in {True, False}


def test_who_may_answer_is_the_recipient_and_who_holds_the_role() -> None:
    """A form: its recipient, the lead and alternate of today; another party's lead, a look-alike and a stranger may not."""
    program, asked = sample()[1].program, facts().letter
    assert asked is not None
    asked = asked.model_copy(update={"report": "ca-mx/2026-Q1/wildfires"})

    def may(address: str) -> str:
        return writer(program, asked, party="california", decides=False, written_from=address)

    assert may(ADDRESS.upper()) == "p17"
    assert may("colleen.hughes@calfire.example") == "p18"
    assert may("rodrigo.nunez@conafor.example") == ""
    assert may("samuel.ortega@calfirе.example") == ""
    assert may("") == ""


def test_a_decision_is_only_of_who_holds_the_asked_role_today() -> None:
    """A reviewer who was replaced decides no more, and the alternate of another role of theirs never does."""
    program = sample()[1].program
    home = program.party("california").model_copy(
        update={"reviewer": Role(holder="p05", alternate="p06"), "coordinator": Role(holder="p01", alternate="p02")}
    )
    program = program.model_copy(update={"parties": (home, *program.parties[1:])})
    people = {one.id: one.address for one in program.people}

    def may(person: str, report: str = "ca-mx/2026-Q1/wildfires") -> str:
        asked = Asked(kind=Kind.APPROVAL_REQUEST, person="p01", address=people["p01"], report=report, decided_on=NOW)
        return writer(program, asked, party="california", decides=True, written_from=people[person])

    assert [may(person) for person in ("p01", "p02", "p05", "p06")] == ["", "", "p05", "p06"]
    assert [may(person, "ca-mx/2026/annual/1") for person in ("p01", "p02", "p05")] == ["p01", "p02", ""]


def test_our_own_header_counts_at_the_top_only() -> None:
    """A letter of ours come back is told from a reply that quotes one in full."""
    assert carries_our_header(b"From: a@b.example\r\nx-mou-key: k\r\n\r\nhello")
    assert not carries_our_header(b"From: a@b.example\r\n\r\nX-MOU-Key: k\r\n")
    assert not carries_our_header(b"")


def test_each_rule_has_a_file_of_its_own() -> None:
    """One small rule per file, named like it."""
    assert [rule.__module__ for rule in RULES] == [f"mou.inbound.{rule.__name__}" for rule in RULES]
