"""What a letter's events come to: the same in whatever order and however often they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.deliveries import CarrierEvent, Event, delivery, status, still_asks
from mou.letters.blocks import ASKING, Kind
from mou.submission import Phase

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
ENDS = (Event.DROPPED, Event.DELIVERED, Event.BLOCKED, Event.BOUNCED)


def event(kind: Event, minutes: int = 0, *, message: str = "m1", attempt: str = "") -> CarrierEvent:
    """Return an event some minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    return CarrierEvent(message=message, event=kind, at=at, address="a@b.example", attempt=attempt, ref="r1")


told = st.builds(
    event, st.sampled_from(Event), st.integers(-3, 3), message=st.sampled_from(["m1", "m2"]), attempt=st.sampled_from(["", "2"])
)


@given(events=st.lists(told, min_size=1), data=st.data())
def test_order_and_repetition_change_nothing(events: list[CarrierEvent], data: st.DataObject) -> None:
    """Any order of the same events, any of them told again, gives the same delivery."""
    again = data.draw(st.lists(st.sampled_from(events)))
    assert delivery(data.draw(st.permutations(events + again))) == delivery(events)


@given(events=st.lists(told, min_size=1), more=told)
def test_a_state_is_left_only_for_one_that_stands_above_it(events: list[CarrierEvent], more: CarrierEvent) -> None:
    """One more event either changes nothing or is itself what holds now: an end is never taken back by the way to it."""
    before, after = delivery(events), delivery([*events, more])
    assert before is not None
    assert after in (before, more)
    if before.event in ENDS:
        assert after is not None
        assert after.event in ENDS
        assert after.at >= before.at


@given(first=st.lists(told), second=st.lists(told))
def test_events_may_come_in_parts(first: list[CarrierEvent], second: list[CarrierEvent]) -> None:
    """What two deliveries come to together needs only what each came to."""
    parts = [one for one in (delivery(first), delivery(second)) if one is not None]
    assert delivery(parts) == delivery([*first, *second])


def test_nothing_told_is_nothing_known() -> None:
    """Before any event there is no delivery."""
    assert delivery([]) is None


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((event(Event.DELIVERED, 1), event(Event.PROCESSED, 2)), Event.DELIVERED),
        ((event(Event.DEFERRED, 9), event(Event.PROCESSED, 1)), Event.DEFERRED),
        ((event(Event.DELIVERED, 1), event(Event.BOUNCED, 5)), Event.BOUNCED),
        ((event(Event.BOUNCED, 1), event(Event.DELIVERED, 5, message="m2")), Event.DELIVERED),
        ((event(Event.BOUNCED, 1), event(Event.DELIVERED, 1)), Event.BOUNCED),
        ((event(Event.DROPPED, 1), event(Event.DEFERRED, 8)), Event.DROPPED),
    ],
)
def test_what_some_events_come_to(events: tuple[CarrierEvent, ...], state: Event) -> None:
    """A late copy of the way changes no end, a mail server may send back what it took, and a repeat may arrive after all."""
    now = delivery(events)
    assert now is not None
    assert now.event is state


@pytest.mark.parametrize("before", ["decided", "sending", "skipped"])
def test_a_letter_on_its_way_out_keeps_its_status(before: str) -> None:
    """Its hand-over has not ended: what that finds is written first."""
    assert {status(before, one) for one in Event} == {before}


@pytest.mark.parametrize("before", ["unknown", "sent", "failed"])
def test_what_is_heard_of_a_letter_makes_it_sent_or_failed(before: str) -> None:
    """What the carrier dropped reached nobody; all else shows that it had the letter."""
    assert {one: status(before, one) for one in Event} == {one: "failed" if one is Event.DROPPED else "sent" for one in Event}


def test_only_what_is_still_waited_for_is_asked_again() -> None:
    """A form is worth a repeat while answers are collected, an approval request while it is under review, a notice never."""
    assert still_asks(Kind.INVITATION, Phase.COLLECTING)
    assert still_asks(Kind.RETURN, Phase.RETURNED)
    assert still_asks(Kind.APPROVAL_REQUEST, Phase.REVIEWING)
    assert not still_asks(Kind.APPROVAL_REQUEST, Phase.RETURNED)
    assert still_asks(Kind.ANNUAL_APPROVAL, None)
    asking = {*ASKING, Kind.ESCALATION}
    assert not any(still_asks(kind, phase) for kind in Kind for phase in Phase if phase.settled or kind not in asking)
