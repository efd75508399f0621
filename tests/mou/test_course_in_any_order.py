"""A submission's course in any order: whatever people do and whenever, the rules hold after every step."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mou.course import Course
from mou.stories import DecisionOffer, Extension, SegmentEdit, SegmentHash, Verb, Waiver
from mou.submission import Phase
from tests.mou.courses import ITEMS, LEADS, OWED, PARTIES, REVIEWERS, decision, reading

parties = st.sampled_from(PARTIES)
hashes = st.sampled_from(["", "a", "b", "c", "d"])


@dataclass
class Seen:
    """What an independent bookkeeper knows of the approvals: text by text, who has seen and approved it."""

    by_party: dict[str, set[str]] = field(default_factory=lambda: {party: set() for party in PARTIES})
    excepted: dict[str, set[str]] = field(default_factory=lambda: {party: set() for party in PARTIES})

    def convinced(self, current: dict[int, str]) -> bool:
        """Whether both parties approved, or both parties' coordinators excepted, every text there is, and there is some."""
        return bool(current) and all(
            text and (self._by(text, self.by_party) or self._by(text, self.excepted)) for text in current.values()
        )

    @staticmethod
    def _by(text: str, said: dict[str, set[str]]) -> bool:
        return all(text in each for each in said.values())


class AnyOrder(RuleBasedStateMachine):
    """Everything that can happen to a submission, in any order, judged after each step."""

    @initialize(answered=st.booleans(), texts=st.lists(hashes, min_size=2, max_size=3))
    def open(self, answered: bool, texts: list[str]) -> None:  # noqa: FBT001 - hypothesis names its arguments
        """Begin, with both parties owing both items; half the time with everything answered and drafted."""
        self.course = Course()
        self.course.open(OWED, PARTIES)
        self.seen = Seen()
        self.settled: Phase | None = None
        self.seq = 0
        if answered:
            for party in PARTIES:
                self.answer(party=party, items=set(ITEMS))
            self.translate(texts=texts)

    def took(self, seq: int) -> None:
        """Note that something was taken: its number must be new and higher."""
        assert seq > self.seq
        self.seq = seq

    @rule(party=parties, items=st.sets(st.sampled_from(ITEMS), min_size=1))
    def answer(self, party: str, items: set[str]) -> None:
        """A lead replies."""
        offer = reading(party, *sorted(items))
        if not self.course.reading_objection(offer):
            self.took(self.course.file(offer).seq)
            assert not {f"{item}/{party}" for item in items} & set(self.course.missing())
            assert self.course.phase in {Phase.COLLECTING, Phase.TRANSLATING}  # nobody goes on reviewing what it changed

    @precondition(lambda self: self.course.phase is Phase.TRANSLATING)
    @rule(texts=st.lists(hashes, min_size=1, max_size=3))
    def translate(self, texts: list[str]) -> None:
        """The engine has cut and drafted what was filed."""
        self.course.set_text([SegmentHash(number=number, hash=one) for number, one in enumerate(texts)], {})

    @rule(
        party=parties,
        person=st.sampled_from([*REVIEWERS.values(), *LEADS.values()]),
        verb=st.sampled_from(Verb),
        covers=st.sets(hashes),
        edits=st.dictionaries(st.integers(0, 3), st.sampled_from(["c", "d", "e"]), max_size=2),
    )
    def decide(self, party: str, person: str, verb: Verb, covers: set[str], edits: dict[int, str]) -> None:
        """Somebody decides on something they were shown, old or new; a return with edits does not exist."""
        current = self.course.current
        changed = (
            ()
            if verb in {Verb.RETURN, Verb.EXCEPT}
            else tuple(SegmentEdit(number=n, hash=h, over=current.get(n, "")) for n, h in edits.items())
        )
        offer = DecisionOffer(
            digest="d", person=person, party=party, verb=verb, shown="s", covers=tuple(sorted(covers)), edits=changed
        )
        if self.course.decision_objection(offer):
            return
        assert person not in self.course.authors
        before = dict(self.course.current)
        self.took(self.course.decide(offer).seq)
        assert {n for n in before if before[n] != self.course.current[n]} <= {edit.number for edit in changed}
        if verb is Verb.RETURN:
            self.seen.by_party[party], self.seen.excepted[party] = set(), set()
        if verb is Verb.EXCEPT:
            assert covers <= set(self.course.current.values())
            self.seen.excepted[party] |= covers
        if verb is Verb.APPROVE:
            self.seen.by_party[party] |= covers | {edit.hash for edit in changed}

    @precondition(lambda self: self.course.phase is Phase.REVIEWING)
    @rule(party=parties)
    def approve_what_was_shown(self, party: str) -> None:
        """A reviewer approves the text as it stands, every translated segment of it shown."""
        shown = {text for text in self.course.current.values() if text}
        self.decide(party=party, person=REVIEWERS[party], verb=Verb.APPROVE, covers=shown, edits={})

    @precondition(lambda self: self.course.phase is Phase.REVIEWING)
    @rule(party=parties)
    def except_what_is_shown(self, party: str) -> None:
        """A coordinator signs that the text as it stands may be published, unreviewed as it is."""
        shown = {text for text in self.course.current.values() if text}
        self.decide(party=party, person=f"{party}-coordinator", verb=Verb.EXCEPT, covers=shown, edits={})

    @rule(entry=st.sampled_from(OWED), whole=st.integers(0, 9))
    def waive(self, entry: str, whole: int) -> None:
        """A coordinator waives an entry, or (seldom) the report."""
        offer = Waiver(decision="w", entries=(entry,) if whole else ())
        if not self.course.waiver_objection(offer):
            self.took(self.course.waive(offer).seq)

    @rule()
    def extend(self) -> None:
        """A coordinator extends; that is possible as long as answers are awaited."""
        objection = self.course.extension_objection(Extension(decision="x", moments=()))
        assert bool(objection) == (self.course.phase is not Phase.COLLECTING)
        if not objection:
            self.took(self.course.note().seq)

    @precondition(lambda self: self.course.phase is Phase.COLLECTING)
    @rule()
    def close(self) -> None:
        """The closing time comes."""
        answered = bool(self.course.answered)
        self.course.close()
        assert self.course.phase is (Phase.TRANSLATING if answered else Phase.NOT_REPORTED)

    @precondition(lambda self: self.course.phase is Phase.RETURNED)
    @rule()
    def review_again(self) -> None:
        """Nobody corrected in time."""
        self.course.review_again()

    @invariant()
    def approved_by_both(self) -> None:
        """Approved is only what all parties approved or all excepted, segment by segment and facts; nothing untranslated."""
        if self.course.phase is Phase.APPROVED:
            assert self.seen.convinced(self.course.current)
            assert not self.course.unconvinced()

    @invariant()
    def an_end_stays(self) -> None:
        """Once ended, the phase never changes and nothing is taken."""
        if self.settled is not None:
            assert self.course.phase is self.settled
            assert self.course.reading_objection(reading("mexico", "AQ-1")) == "settled"
            assert self.course.decision_objection(decision(self.course, "mexico")) == "closed"
            assert self.course.waiver_objection(Waiver(decision="w")) == "settled"
        elif self.course.phase.settled:
            self.settled = self.course.phase

    @invariant()
    def complete_means_no_more_collecting(self) -> None:
        """Nobody is asked for what is answered or waived."""
        if self.course.phase is Phase.COLLECTING:
            assert self.course.missing()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
