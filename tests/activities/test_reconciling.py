"""Letters of unknown outcome: settled by what is heard, repeated once and marked when nothing is, and never a third time."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from temporalio.exceptions import ApplicationError

from activities.reconciling import Reconciling
from activities.sweeping import Sweeping
from adapters.postgres.deliveries import PostgresDeliveries
from adapters.postgres.tables import acts, letters
from adapters.press import JinjaPress
from mou.deliveries import HAND_OVER, SILENCE, CarrierEvent, Event
from mou.errors import Invalid, MouError, OutcomeUnknown, Unavailable
from mou.keeping import LetterRow
from mou.letters.repeating import MARK, marked, subject
from mou.ports import Envelope
from mou.steps import Step
from mou.stories import ReportStart, SweepStart
from tests.fakes.post import FakePost
from tests.fakes.stage import OPENED, REPORT, Stage

A_MINUTE = timedelta(minutes=1)


class Died(MouError):
    """Stands for the death of a worker: nobody handles it, so nothing is noted after it."""


LOST = OutcomeUnknown("no answer", where="test")


class Office:
    """A stage whose carrier is asked once only, and the hand that reconciles."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.post = stage.post
        self.post.repeatable = False
        self.deliveries = PostgresDeliveries(stage.engine, stage.clock)
        self.told: list[str] = []
        self.deaf = False
        self.hand = self.reconciling()

    def reconciling(self, **ports: object) -> Reconciling:
        """Return the hand over the stage's ports, some of them others."""
        given = {
            "deliveries": self.deliveries,
            "record": self.stage.record,
            "press": JinjaPress(),
            "post": self.post,
            "blobs": self.stage.blobs,
            "clock": self.stage.clock,
            "tell": self.tell,
        }
        return Reconciling(**{**given, **ports})  # type: ignore[arg-type]  # each test says which port is another

    async def tell(self, letter: LetterRow, *, code: str) -> None:
        """Tell of a bounce, unless nobody listens."""
        if self.deaf:
            raise Unavailable("away", where="test")
        self.told.append(f"{letter.person} {code}")

    async def row(self, kind: str = "invitation", person: str = "p17") -> dict[str, object]:
        """Return a letter as the record has it."""
        query = select(letters).where(letters.c.key.like(f"%/{kind}/{person}"))
        async with self.stage.engine.connect() as connection:
            return dict((await connection.execute(query)).mappings().one())

    async def state(self, kind: str = "invitation", person: str = "p17") -> tuple[object, ...]:
        """Return status, delivery and repeats of a letter."""
        row = await self.row(kind, person)
        return row["status"], row["delivery"], row["repeats"]

    async def hear(
        self, event: Event, *, message: str = "m1", after: timedelta = A_MINUTE, person: str = "p17", reason: str = ""
    ) -> int:
        """Let the carrier tell of a letter."""
        ref = str((await self.row(person=person))["ref"])
        return await self.deliveries.store(
            [CarrierEvent(message=message, event=event, at=OPENED + after, address="a@b.example", ref=ref, reason=reason)]
        )

    async def silence(self, passed: timedelta = SILENCE + A_MINUTE) -> int:
        """Let time pass and reconcile."""
        self.stage.clock.at = OPENED + passed
        return await self.hand.reconcile()


@pytest.fixture
async def office(stage: Stage) -> Office:
    """An office that opened a report; nobody knows whether California's invitation (p17) went out, Mexico's (p19) did."""
    office = Office(stage)
    office.post.failures = [LOST]
    await stage.open()
    return office


async def test_silence_has_the_form_go_out_once_more(office: Office) -> None:
    """After 26 hours without a word the same letter goes out, marked, and never again whatever becomes of it."""
    assert await office.state() == ("unknown", "", 0)
    assert await office.silence(SILENCE - A_MINUTE) == 0
    assert await office.silence() == 1
    assert await office.state() == ("sent", "", 1)
    for days in (2, 3, 30):
        assert await office.silence(timedelta(days=days)) == 0
    assert office.post.kinds() == ["invitation/p19", "invitation/p17"]


async def test_a_repeat_is_the_same_letter_but_for_its_mark(office: Office) -> None:
    """Token, Message-ID, parts and every other header are the first one's; the subject says so in the reader's language."""
    await office.silence()
    envelope, repeat = office.post.sent[-1]
    first = await office.stage.desk.letter(str((await office.row())["ref"]))
    said = subject(first)
    assert subject(repeat) == f"Possible repeat: {said}"
    old, new = (message_from_bytes(one, policy=policy.default) for one in (first, repeat))
    assert new[MARK] == "yes"
    ours = {"subject", MARK.casefold()}
    assert [pair for pair in new.items() if pair[0].casefold() not in ours] == [
        pair for pair in old.items() if pair[0].casefold() not in ours
    ]
    assert repeat.partition(b"\r\n\r\n")[2] == first.partition(b"\r\n\r\n")[2]
    assert (envelope.reply_to, envelope.message_id) == (str(old["Reply-To"]), str(old["Message-ID"]))
    assert (envelope.to.address, envelope.to.id) == ("samuel.ortega@calfire.example", "p17")


async def test_the_mark_is_in_the_readers_language(stage: Stage) -> None:
    """Mexico's lead reads it in Spanish."""
    office = Office(stage)
    sent: list[Envelope] = []

    async def hangs_for_mexico(envelope: Envelope, message: bytes) -> str:
        sent.append(envelope)
        if envelope.to.id == "p19" and len(sent) < 3:
            raise LOST
        return await FakePost.send(office.post, envelope, message)

    office.post.send = hangs_for_mexico  # type: ignore[method-assign]  # a carrier that hangs for one
    await stage.open()
    assert await office.silence() == 1
    assert subject(office.post.sent[-1][1]).startswith("Posible repetición: ")


@pytest.mark.parametrize("event", [Event.PROCESSED, Event.DEFERRED, Event.DELIVERED, Event.BLOCKED])
async def test_a_word_of_the_carrier_settles_it(office: Office, event: Event) -> None:
    """Whatever it did with the letter, it had it: sent, its id noted, and it is never asked again."""
    assert await office.hear(event) == 1
    assert await office.state() == ("sent", event.value, 0)
    assert (await office.row())["carrier"] == "m1"
    assert await office.silence() == 0
    assert office.post.kinds() == ["invitation/p19"]


async def test_what_the_carrier_dropped_failed(office: Office) -> None:
    """It reached nobody, and that is what the status says, also of a letter that was taken without a doubt."""
    for person in ("p17", "p19"):
        await office.hear(Event.PROCESSED, person=person)
        await office.hear(Event.DROPPED, person=person, message=person)
        assert await office.state(person=person) == ("failed", "dropped", 0)


async def test_a_word_that_comes_before_the_hand_over_ends_is_not_lost(stage: Stage) -> None:
    """The carrier processes a letter and never answers: the unknown outcome is written after its event, and gives way to it."""
    office = Office(stage)

    async def tells_and_hangs(envelope: Envelope, message: bytes) -> str:
        await office.hear(Event.PROCESSED, person=envelope.to.id, message=envelope.to.id)
        assert (await office.state(person=envelope.to.id))[0] == "sending"
        raise LOST

    office.post.send = tells_and_hangs  # type: ignore[method-assign]  # a carrier that takes and hangs
    await stage.open()
    assert await office.state() == ("sent", "processed", 0)
    assert (await office.row())["carrier"] == "p17"


async def test_a_hand_over_that_died_is_reconciled_too(office: Office) -> None:
    """A worker that died while handing over and never came back leaves `sending`: after the silence it is as unknown."""
    key = str((await office.row())["key"])
    await office.stage.record.sent(key, status="sending", subject="s", carrier="")
    assert await office.silence(SILENCE - A_MINUTE) == 0
    assert await office.silence() == 1
    assert await office.state() == ("sent", "", 1)


async def test_the_silence_begins_with_the_hand_over(stage: Stage) -> None:
    """A letter decided long before the carrier could be reached is given its 26 hours all the same."""
    office = Office(stage)
    office.post.failures = [Unavailable("away", where="test"), LOST]
    await stage.begin()
    start = ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="wildfires")
    with pytest.raises(ApplicationError, match="unavailable"):
        await stage.asking.open_report(start)
    stage.clock.at = OPENED + timedelta(hours=20)
    await stage.asking.open_report(start)
    assert await office.silence() == 0
    assert await office.silence(timedelta(hours=20) + SILENCE) == 1


async def test_what_asks_for_nothing_is_held(stage: Stage) -> None:
    """A notice of unknown outcome is left to a person: `mou doctor` lists it."""
    office = Office(stage)
    await stage.open()
    office.post.failures = [LOST, LOST]
    await stage.asking.take_step(Step(report=REPORT, version=1, code="escalate"))
    assert "unknown" in {line.status for line in await stage.desk.letters(report=REPORT)}
    before = len(office.post.sent)
    assert await office.silence(timedelta(days=9)) == 0
    assert len(office.post.sent) == before


async def test_nothing_is_repeated_after_the_answer(office: Office) -> None:
    """The lead answers the very letter: it arrived, so it is sent, and no second form follows the answer."""
    row, envelope = await office.row(), office.post.sent[0][0]
    token = office.stage.correspondence.token(str(row["key"]))
    office.post.sent.insert(
        0, (envelope.model_copy(update={"key": row["key"], "reply_to": f"reply+{token}@reports.example"}), b"")
    )
    raw = b"From: samuel.ortega@calfire.example\r\nMessage-ID: <1@x.example>\r\n\r\nWF-1: twelve crews."
    await office.stage.mailroom.store(raw, recipients=[f"reply+{token}@reports.example"], door="test")
    assert await office.silence() == 0
    assert (await office.state())[0] == "sent"


async def test_nothing_is_repeated_once_the_report_is_settled_or_asked_anew(office: Office) -> None:
    """A reminder that went out meanwhile asks the same: the older letter is overtaken and stays unknown."""
    office.stage.clock.at = OPENED + timedelta(hours=1)
    await office.stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    assert await office.silence() == 0
    assert await office.state() == ("unknown", "", 0)
    assert [kind for kind in office.post.kinds() if kind.endswith("p17")] == ["remind-1/p17"]


@pytest.mark.parametrize(
    ("failure", "state", "asked"),
    [
        (LOST, ("unknown", "", 1), 1),
        (Invalid("no", where="test"), ("failed", "", 1), 1),
        (Unavailable("away", where="test"), ("unknown", "", 0), 2),
    ],
)
async def test_what_becomes_of_a_repeat(office: Office, failure: MouError, state: tuple[object, ...], asked: int) -> None:
    """Only a carrier that surely took nothing is asked for it again."""
    tried: list[str] = []

    async def fails(envelope: Envelope, message: bytes) -> str:
        tried.append(envelope.key)
        raise failure

    office.hand = office.reconciling(post=_post(fails))
    await office.silence()
    assert await office.state() == state
    await office.silence(timedelta(days=3))
    assert len(tried) == asked


async def test_a_repeat_that_dies_half_way_is_not_tried_again(office: Office) -> None:
    """Claimed, and nobody knows whether the carrier was asked: that was the one repeat, and its events still settle it."""

    async def dies(envelope: Envelope, message: bytes) -> str:
        raise KeyboardInterrupt

    office.hand = office.reconciling(post=_post(dies))
    with pytest.raises(KeyboardInterrupt):
        await office.silence()
    office.hand = office.reconciling()
    assert await office.silence(timedelta(days=3)) == 0
    assert await office.state() == ("unknown", "", 1)
    await office.hear(Event.DELIVERED, message="m2", after=timedelta(days=3))
    assert await office.state() == ("sent", "delivered", 1)


async def test_two_sweeps_at_once_repeat_once(office: Office) -> None:
    """The claim lets one of them through."""
    office.stage.clock.at = OPENED + SILENCE + A_MINUTE
    key = str((await office.row())["key"])
    assert [await office.deliveries.claim_repeat(key) for _ in range(2)] == [True, False]
    assert await office.hand.reconcile() == 0


async def test_a_carrier_that_hangs_again_is_asked_for_no_more_in_this_round(stage: Stage) -> None:
    """The others keep their one repeat for the next sweep."""
    office = Office(stage)
    office.post.failures = [LOST, LOST]
    await stage.open()
    office.post.failures = [LOST]
    await office.silence()
    assert [(await office.state(person=one))[2] for one in ("p17", "p19")] == [1, 0]


async def test_a_bounce_is_told_once(office: Office) -> None:
    """Whoever is concerned is told of an address that is none, once; a refusal of the moment is told to nobody."""
    await office.hear(Event.BOUNCED, reason="5.1.1")
    await office.hear(Event.BLOCKED, person="p19", message="m2")
    for _ in range(2):
        await office.hand.reconcile()
    assert office.told == ["p17 5.1.1"]
    async with office.stage.engine.connect() as connection:
        told = (await connection.execute(select(acts.c.verb, acts.c.subject).where(acts.c.door == "carrier"))).all()
    assert [tuple(one) for one in told] == [("bounced", REPORT)]


async def test_a_bounce_nobody_could_be_told_of_is_told_by_the_next_sweep(office: Office) -> None:
    """It stays untold until it was told, and keeps no letter from its repeat."""
    await office.hear(Event.BOUNCED, person="p19")
    office.deaf = True
    assert await office.silence() == 1
    assert office.told == []
    office.deaf = False
    await office.hand.reconcile()
    assert office.told == ["p19 "]


async def test_the_sweep_reconciles(office: Office) -> None:
    """No story of its own is needed: the planned sweep does it, after it has offered the mails."""
    office.stage.clock.at = OPENED + SILENCE + A_MINUTE
    await Sweeping(office.stage.record, office.stage.stories, office.hand).sweep(SweepStart())
    assert await office.state() == ("sent", "", 1)


LETTER = b"To: a@b.example\r\nSubject: =?utf-8?q?Informe?=\r\n =?utf-8?q?_del_trimestre?=\r\nX-MOU-Kind: form\r\n\r\nbody\r\n\r\n"


@given(said=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=120))
@settings(deadline=None)
def test_a_mark_leaves_every_other_byte(said: str) -> None:
    """Whatever the subject, it stands in one header, and what was around the old one is as it was."""
    again = marked(LETTER, said)
    assert subject(again) == said
    assert again.endswith(b"\r\nTo: a@b.example\r\nX-MOU-Kind: form\r\n\r\nbody\r\n\r\n")
    assert b"del_trimestre" not in again


async def test_both_coordinators_are_told_who_cannot_be_reached(office: Office) -> None:
    """With the office's own hand a bounce becomes one letter to each coordinator, and a bounce of that one becomes none."""
    office.hand = office.reconciling(tell=office.stage.absences.undelivered)
    await office.hear(Event.BOUNCED, reason="5.1.1")
    for _ in range(2):
        await office.hand.reconcile()
    told = [kind for kind in office.post.kinds() if kind.startswith("undelivered")]
    assert sorted(told) == ["undelivered/p01", "undelivered/p03"]
    about = [line.ref for line in await office.stage.desk.letters() if line.kind == "undelivered"]
    await office.deliveries.store(
        [CarrierEvent(message=ref, event=Event.BOUNCED, at=OPENED, address="a@b.example", ref=ref) for ref in about]
    )
    await office.hand.reconcile()
    assert [kind for kind in office.post.kinds() if kind.startswith("undelivered")] == told


def _post(send: object) -> FakePost:
    post = FakePost()
    post.repeatable = False
    post.send = send  # type: ignore[method-assign,assignment]  # a carrier of the test's own
    return post


BAD_KEY = Invalid("the key is wrong", where="sendgrid/401")


async def test_what_was_refused_for_a_wrong_key_goes_out_once_the_key_is_mended(stage: Stage) -> None:
    """Nothing was taken and nothing is lost: one letter probes while it stays wrong; mended, all go, each once."""
    office = Office(stage)
    await stage.begin()
    office.post.failures = [BAD_KEY, BAD_KEY, BAD_KEY]
    await stage.asking.open_report(ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="wildfires"))
    assert (await office.state())[0] == "failed"
    await office.hand.reconcile()
    assert (office.post.failures, office.post.sent) == ([], [])
    await office.hand.reconcile()
    await office.hand.reconcile()
    assert sorted(office.post.kinds()) == ["invitation/p17", "invitation/p19"]
    assert (await office.state())[0] == "sent"


async def test_a_letter_refused_for_a_wrong_key_is_not_sent_when_nobody_needs_it_any_more(stage: Stage) -> None:
    """The reminder failed, then the answer came: mending the key sends no reminder after the answer."""
    office = Office(stage)
    await stage.open()
    office.post.failures = [BAD_KEY, BAD_KEY]
    await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    await stage.answered()
    before = list(office.post.kinds())
    await office.hand.reconcile()
    assert office.post.kinds() == before


async def test_a_recipient_refused_while_a_letter_is_handed_over_is_told_like_a_bounce(stage: Stage) -> None:
    """A mail server that knows no such reader says so at once: those concerned are told, once; another refusal is not told."""
    office = Office(stage)
    await stage.begin()
    office.post.failures = [Invalid("no such user", where="smtp/550/5.1.1"), Invalid("too big", where="smtp/552/5.3.4")]
    await stage.asking.open_report(ReportStart(report=REPORT, program="ca-mx", year=2026, quarter="2026-Q1", group="wildfires"))
    for _ in range(2):
        await office.hand.reconcile()
    assert office.told == ["p17 5.1.1"]


async def dies_reminding(stage: Stage, failure: MouError) -> Office:
    """Open a report and have the step that reminds fail at the first letter, as when its worker dies; return the office."""
    office = Office(stage)
    await stage.open()
    office.post.failures = [failure]
    with pytest.raises(ApplicationError):
        await stage.asking.take_step(Step(report=REPORT, version=1, code="remind-1"))
    return office


async def test_a_reminder_that_died_between_decided_and_sent_is_skipped_once_the_answer_is_there(stage: Stage) -> None:
    """The step decided it, the worker died, the answer came: it is skipped by the sweep, and an attempt that still runs stops."""
    office = await dies_reminding(stage, Unavailable("away"))
    await office.hand.reconcile()
    assert (await office.state("remind-1", "p17"))[0] == "decided"
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    await office.hand.reconcile()
    states = [(await office.state("remind-1", person))[0] for person in ("p17", "p19")]
    assert states == ["skipped", "decided"]
    key = str((await office.row("remind-1"))["key"])
    assert not await stage.record.sent(key, status="sending", subject="", carrier="")
    assert (await office.state("remind-1", "p17"))[0] == "skipped"


async def test_a_reminder_that_died_while_it_was_handed_over_is_unknown_once_the_answer_is_there(stage: Stage) -> None:
    """Its story has moved on, so nobody else would settle it: not before an attempt must have ended, and not while it asks."""
    office = await dies_reminding(stage, Died("no word"))
    begun = stage.clock.at
    stage.clock.at = begun + HAND_OVER + A_MINUTE
    await office.hand.reconcile()
    assert (await office.state("remind-1", "p17"))[0] == "sending"
    await stage.take(await stage.reply("invitation", "p17", "WF-1: twelve crews."))
    stage.clock.at = begun + HAND_OVER - A_MINUTE
    await office.hand.reconcile()
    assert (await office.state("remind-1", "p17"))[0] == "sending"
    stage.clock.at = begun + HAND_OVER
    await office.hand.reconcile()
    assert (await office.state("remind-1", "p17"))[0] == "unknown"
    assert (await office.row("remind-1"))["carrier"] == "interrupted"
