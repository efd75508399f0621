"""One edition of the annual report: assemble it, have both parties approve exactly that, wait for the embargo, publish."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.agenda import Agenda
    from mou.course import Course
    from mou.steps import Accepted, Assembled, Edition, Outcomes, Step, StepTaken, What
    from mou.stories import DECIDE, AnnualStart, DecisionOffer, Moment, SegmentHash, Taken, annual_id
    from mou.submission import Phase
    from workflows.hands import Board, ask
    from workflows.submission import UNDECIDED_WAIT
    from workflows.taking import refuse


@workflow.defn
class AnnualReport:
    """Returned with a reason, it is assembled anew from the record as it stands then, and asked for again."""

    @workflow.init
    def __init__(self, start: AnnualStart) -> None:
        self.start = start
        self.course = Course()
        self.inbox: list[Accepted] = []
        self.board = Board()

    @workflow.update(name=DECIDE, description="A coordinator's decision on this very edition")
    def decide(self, offer: DecisionOffer) -> Taken:
        """Take a decision."""
        taken = self.course.decide(offer)
        self.inbox.append(Accepted(seq=taken.seq, what=What.DECISION, ref=offer.digest))
        return taken

    @decide.validator
    def _may_decide(self, offer: DecisionOffer) -> None:
        refuse(self.course.decision_objection(offer))

    @workflow.run
    async def run(self, start: AnnualStart) -> str:
        """Return the hash of what was published."""
        del start  # kept by the constructor
        while True:
            edition = self._edition()
            assembled = await ask(names.ASSEMBLE, edition, Assembled, summary=f"assemble revision {edition.revision}")
            self.course.open((), assembled.parties, assembled.languages)
            self.course.set_text((SegmentHash(number=1, hash=assembled.hash),), {})
            await self._review(edition, assembled)
            if self.course.phase is Phase.APPROVED:
                break
        await self._until(assembled.embargo)
        await ask(names.PUBLISH, edition, type(None), summary="publish and announce")
        workflow.set_current_details("**Published**")
        await workflow.wait_condition(workflow.all_handlers_finished)
        return assembled.hash

    async def _review(self, edition: Edition, assembled: Assembled) -> None:
        await ask(names.ASK_ANNUAL, edition, type(None), summary="ask both coordinators for approval")
        agenda = Agenda.of(assembled.moments)
        while self.course.phase is Phase.REVIEWING:
            self.board.show(self.course, upcoming=agenda.next())
            if await self._wait(agenda.next()):
                continue
            due = agenda.due(workflow.now())
            if due is not None and await self._step(edition, due.code, due.skipped):
                agenda = agenda.after(due)
            elif due is not None:
                await self._pause()
        await self._write()  # decided while a letter or a step was under way
        self.board.show(self.course, upcoming=assembled.embargo)

    async def _step(self, edition: Edition, code: str, skipped: tuple[str, ...]) -> bool:
        report = annual_id(edition.program, edition.year, edition.edition)
        step = Step(report=report, version=edition.edition, code=code, skipped=skipped, revision=edition.revision)
        taken = await ask(names.TAKE_ANNUAL_STEP, step, StepTaken, summary=code)
        return not taken.undecided

    async def _wait(self, until: Moment | None) -> bool:
        try:
            await workflow.wait_condition(
                lambda: bool(self.inbox),
                timeout=max(until.at - workflow.now(), timedelta(0)) if until else None,
                timeout_summary=until.code if until else None,
            )
        except TimeoutError:
            if not self.inbox:
                return False
        await self._write()
        return True

    async def _pause(self) -> None:
        try:
            await workflow.wait_condition(lambda: bool(self.inbox), timeout=UNDECIDED_WAIT, timeout_summary="undecided mail")
        except TimeoutError:
            return

    async def _write(self) -> None:
        if not self.inbox:
            return
        batch, self.inbox = tuple(self.inbox), []
        outcomes = Outcomes(
            report=annual_id(self.start.program, self.start.year, self.start.edition),
            version=self.start.edition,
            seq=batch[-1].seq,
            phase=self.course.phase,
            round=self.course.round,
            accepted=batch,
        )
        await ask(names.RECORD_ANNUAL, outcomes, type(None), summary="record the decision")

    async def _until(self, moment: Moment) -> None:
        await workflow.sleep(max(moment.at - workflow.now(), timedelta(0)), summary="embargo")

    def _edition(self) -> Edition:
        return Edition(program=self.start.program, year=self.start.year, edition=self.start.edition, revision=self.course.round)
