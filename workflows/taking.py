"""What a submission takes, by Updates, and how it is written to the record.

Handlers check, change the course and answer; they never await. The main loop writes what was taken and does the work, so
that any number of mails can be delivered while every activity slot is busy.
"""

from datetime import timedelta
from typing import TypedDict

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.agenda import Agenda
    from mou.course import Course
    from mou.steps import Accepted, Ask, Outcomes, Step, What
    from mou.stories import (
        DECIDE,
        EXTEND,
        FILE_READING,
        REASSIGN,
        WAIVE,
        DecisionOffer,
        Extension,
        Moment,
        ReadingOffer,
        Reassignment,
        ReportStart,
        Taken,
        Waiver,
    )
    from workflows.hands import ask


def refuse(objection: str) -> None:
    """Reject an Update with the rule's code; nothing enters the history."""
    if objection:
        raise ApplicationError(objection, type="refused", non_retryable=True)


class Key(TypedDict):
    """Which submission: the report's id and its version."""

    report: str
    version: int


class Taking:
    """One version of a group's report, as its callers see it: readings, decisions, extensions, waivers, reassignments."""

    def __init__(self, start: ReportStart) -> None:
        self.start = start
        self.course = Course()
        self.agenda = Agenda()
        self.inbox: list[Accepted] = []

    @workflow.update(name=FILE_READING, description="A reading of a lead's reply, already on the record")
    def file_reading(self, offer: ReadingOffer) -> Taken:
        """Take a reading."""
        return self._accept(What.READING, offer.digest, self.course.file(offer))

    @file_reading.validator
    def _may_file(self, offer: ReadingOffer) -> None:
        refuse(self.course.reading_objection(offer))

    @workflow.update(name=DECIDE, description="A reviewer's decision, bound to the text shown")
    def decide(self, offer: DecisionOffer) -> Taken:
        """Take a decision."""
        return self._accept(What.DECISION, offer.digest, self.course.decide(offer))

    @decide.validator
    def _may_decide(self, offer: DecisionOffer) -> None:
        refuse(self.course.decision_objection(offer))

    @workflow.update(name=EXTEND, description="New dates for this report, decided by a coordinator")
    def extend(self, extension: Extension) -> Taken:
        """Take an extension: the steps that are still to come follow the new dates."""
        self.agenda = Agenda.of(extension.moments)
        return self._accept(What.EXTENSION, extension.decision, self.course.note())

    @extend.validator
    def _may_extend(self, extension: Extension) -> None:
        refuse(self.course.extension_objection(extension))

    @workflow.update(name=WAIVE, description="This report, or some of its entries, is not required")
    def waive(self, waiver: Waiver) -> Taken:
        """Take a waiver."""
        return self._accept(What.WAIVER, waiver.decision, self.course.waive(waiver))

    @waive.validator
    def _may_waive(self, waiver: Waiver) -> None:
        refuse(self.course.waiver_objection(waiver))

    @workflow.update(name=REASSIGN, description="A role changed hands; the record says to whom")
    def reassign(self, reassignment: Reassignment) -> Taken:
        """Take a reassignment: the new holder gets what the old one was asked."""
        return self._accept(What.REASSIGNMENT, reassignment.decision, self.course.note())

    @reassign.validator
    def _may_reassign(self, reassignment: Reassignment) -> None:
        del reassignment  # the record judges it; here only the phase counts
        refuse("settled" if self.course.phase.settled else "")

    def _accept(self, what: What, ref: str, taken: Taken) -> Taken:
        self.inbox.append(Accepted(seq=taken.seq, what=what, ref=ref))
        return taken

    async def wait(self, *, until: Moment | None) -> bool:
        """Wait until something is taken (True, and written to the record) or the moment has come (False)."""
        try:
            await workflow.wait_condition(
                lambda: bool(self.inbox),
                timeout=max(until.at - workflow.now(), timedelta(0)) if until else None,
                timeout_summary=until.code if until else None,
            )
        except TimeoutError:
            if not self.inbox:
                return False
        await self.write()
        return True

    async def write(self) -> None:
        """Write what was taken to the record, in order, and do what it asks for."""
        while self.inbox:
            batch, self.inbox = tuple(self.inbox), []
            outcomes = Outcomes(**self.key(), seq=batch[-1].seq, phase=self.course.phase, round=self.course.round, accepted=batch)
            await ask(names.RECORD, outcomes, type(None), summary=f"record what was taken: {len(batch)}")
            for accepted in batch:
                await self._follow_up(accepted)

    async def _follow_up(self, accepted: Accepted) -> None:
        if accepted.what in {What.EXTENSION, What.WAIVER}:
            step = Step(**self.key(), code=accepted.ref)
            await ask(names.ANNOUNCE, step, type(None), summary=f"tell the leads: {accepted.what}")
        if accepted.what is What.REASSIGNMENT:
            await ask(names.HAND_OVER, self._hand_over(), type(None), summary="ask the new holder")

    def _hand_over(self) -> Ask:
        parties = self.course.unconvinced() or self.course.parties
        return Ask(**self.key(), round=self.course.round, revision=self.course.revision, parties=parties)

    def key(self) -> Key:
        """Return which submission this is."""
        return {"report": self.start.report, "version": self.start.version}
