"""A submission's course: the rules for what may happen to it and in which phase that leaves it. No waiting, no words.

The stories hold one each and are the authority by it: `objection` says why something may not be taken ("" when it may),
`file`, `decide` and `waive` take it. Codes of objections: settled, closed, own-text, superseded, not-reviewing, not-asked.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from mou.stories import DecisionOffer, Extension, ReadingOffer, SegmentEdit, SegmentHash, Taken, Verb, Waiver
from mou.submission import Phase

FACTS = 0


class Course:
    """One version of one report on its way from the first reply to its end."""

    def __init__(self) -> None:
        """Begin: collecting, nothing owed yet, nothing said yet."""
        self.phase = Phase.COLLECTING
        self.since: datetime | None = None
        self.seq = 0
        self.round = 1
        self.revision = 0
        self.stale = False
        self.parties: tuple[str, ...] = ()
        self.languages: dict[str, str] = {}
        self.opened = False
        self.owed: tuple[str, ...] = ()
        self.waived: set[str] = set()
        self.answered: set[str] = set()
        self.authors: set[str] = set()
        self.current: dict[int, str] = {}
        self.editor: dict[int, str] = {}
        self.approved: dict[str, set[str]] = {}
        self.excepted: dict[str, set[str]] = {}

    def open(self, owed: Iterable[str], parties: Iterable[str], languages: Mapping[str, str] | None = None) -> None:
        """Note what is owed ("AQ-1/mexico"), by which parties, and in which language each of them reads.

        What was answered or waived while the invitations were still on their way counts.
        """
        self.owed = tuple(pair for pair in owed if pair not in self.waived)
        self.parties, self.languages = tuple(parties), dict(languages or {})
        self.opened = True
        if self.phase is Phase.COLLECTING and (self.answered or self.waived):
            self._close_if_complete()

    def missing(self) -> tuple[str, ...]:
        """Return what is owed and not answered, in the plan's order."""
        return tuple(pair for pair in self.owed if pair not in self.answered)

    def set_text(self, segments: Iterable[SegmentHash], approved: Mapping[str, Iterable[str]]) -> None:
        """Take over the text as cut and drafted; approvals of unchanged segments stand."""
        self.current = {segment.number: segment.hash for segment in segments}
        self.editor = {}
        for party in self.parties:
            self.approved.setdefault(party, set()).update(approved.get(party, ()))
        self.stale = False
        self.revision += 1
        self._advance()

    def open_segments(self, party: str) -> tuple[int, ...]:
        """Return the numbers of the current segments this party has not approved (0: the facts); "" is untranslated.

        What the coordinators of all parties excepted is open for nobody.
        """
        signed = [self.excepted.get(one, set()) for one in self.parties]
        excepted = set.intersection(*signed) if signed else set()
        seen = (self.approved.get(party, set()) | excepted) - {""}
        return tuple(number for number, text in sorted(self.current.items()) if text not in seen)

    def unconvinced(self) -> tuple[str, ...]:
        """Return the parties that have something left to approve."""
        return tuple(party for party in self.parties if self.open_segments(party))

    def reading_objection(self, offer: ReadingOffer) -> str:
        """Say why a reading may not be taken now."""
        if self.phase.settled:
            return "settled"
        known = {*self.owed, *self.waived}  # a waived item may be answered all the same
        return "" if set(self._pairs(offer)) <= known or not self.owed else "not-asked"

    def file(self, offer: ReadingOffer) -> Taken:
        """Take a reading: its items are answered; text already under review or sent back is stale until translated again."""
        self.answered.update(self._pairs(offer))
        self.authors.add(offer.person)
        if self.phase is Phase.COLLECTING:
            self._close_if_complete()
        else:
            self.stale, self.phase = True, Phase.TRANSLATING
        return self._taken(tuple(pair for pair in self.missing() if pair.endswith(f"/{offer.party}")))

    def decision_objection(self, offer: DecisionOffer) -> str:
        """Say why a decision may not be taken now."""
        if self.phase.settled:
            return "closed"
        if offer.person in self.authors:
            return "own-text"
        if self.phase is Phase.TRANSLATING and self.stale:
            return "superseded"
        if self.phase is not Phase.REVIEWING:
            return "not-reviewing"
        return self._superseded(offer)

    def decide(self, offer: DecisionOffer) -> Taken:
        """Take a decision: approve what was shown and is still current, rewrite segments, or send everything back."""
        for edit in offer.edits:
            self.current[edit.number] = edit.hash
            self.editor[edit.number] = offer.party
        self.revision += 1 if offer.edits else 0
        if offer.verb is Verb.RETURN:
            self.approved[offer.party], self.excepted[offer.party] = set(), set()  # a return withdraws what was said before
            self.phase, self.round = Phase.RETURNED, self.round + 1
            return self._taken(())
        if offer.verb is Verb.APPROVE:
            shown = {*offer.covers, *(edit.hash for edit in offer.edits if not edit.unfit)}
            self.approved.setdefault(offer.party, set()).update(shown & set(self.current.values()))
        if offer.verb is Verb.EXCEPT:
            self.excepted.setdefault(offer.party, set()).update(offer.covers)
        self._advance()
        return self._taken(tuple(str(number) for number in self.open_segments(offer.party)))

    def waiver_objection(self, _waiver: Waiver) -> str:
        """Say why a waiver may not be taken now."""
        return "settled" if self.phase.settled else ""

    def waive(self, waiver: Waiver) -> Taken:
        """Take a waiver: of some entries, or of the whole report."""
        if waiver.entries:
            self.waived.update(waiver.entries)
            self.owed = tuple(pair for pair in self.owed if pair not in waiver.entries)
        else:
            self.owed, self.phase = (), Phase.NOT_REQUIRED
        if self.phase is Phase.COLLECTING:
            self._close_if_complete()
        return self._taken(self.missing())

    def extension_objection(self, _extension: Extension) -> str:
        """Say why an extension may not be taken now."""
        return "" if self.phase is Phase.COLLECTING else "closed"

    def note(self) -> Taken:
        """Take something that changes no rule (an extension, a reassignment)."""
        return self._taken(self.missing())

    def close(self) -> None:
        """End collecting at the closing time: with what came, or as not reported."""
        self.phase = Phase.TRANSLATING if self.answered else Phase.NOT_REPORTED

    def review_again(self) -> None:
        """A returned text nobody corrected in time goes back to its reviewers as it is."""
        self.phase = Phase.REVIEWING
        self.revision += 1

    def _advance(self) -> None:
        self.phase = Phase.REVIEWING if self.unconvinced() else Phase.APPROVED

    def _close_if_complete(self) -> None:
        if self.opened and not self.missing():
            self.phase = Phase.TRANSLATING if self.answered else Phase.NOT_REQUIRED

    def _superseded(self, offer: DecisionOffer) -> str:
        unseen = any(not self._over_what_was_seen(edit, offer.party) for edit in offer.edits)
        stands = set(offer.covers) & set(self.current.values())
        stale = offer.verb is Verb.APPROVE and not stands and not offer.edits
        stale = stale or (offer.verb is Verb.EXCEPT and stands != set(offer.covers))
        return "superseded" if unseen or stale else ""

    def _over_what_was_seen(self, edit: SegmentEdit, party: str) -> bool:
        """Nobody overwrites words they were not shown; a party's own last correction may be corrected again."""
        return self.current.get(edit.number) == edit.over or (
            edit.number in self.current and self.editor.get(edit.number) == party
        )

    @staticmethod
    def _pairs(offer: ReadingOffer) -> tuple[str, ...]:
        return tuple(f"{item}/{offer.party}" for item in offer.covers)

    def _taken(self, left: tuple[str, ...]) -> Taken:
        self.seq += 1
        return Taken(seq=self.seq, phase=self.phase, open=left)
