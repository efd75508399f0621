"""What GroupReport and Amendment share: a submission's way through translation and review to its end."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.agenda import Agenda, Due
    from mou.steps import Ask, Asked, Settlement, Step, StepTaken, Text, Work
    from mou.stories import ReportStart
    from mou.submission import Phase
    from workflows.hands import Board, ask
    from workflows.taking import Taking

UNDECIDED_WAIT = timedelta(seconds=2)
UNDECIDED_MOST = timedelta(minutes=10)


class Submission(Taking):
    """One version of a group's report, from its first reply to its end."""

    def __init__(self, start: ReportStart) -> None:
        super().__init__(start)
        self.board = Board()
        self.patience = UNDECIDED_WAIT

    async def settle_text(self) -> None:
        """Translate and review until both parties have approved every segment, or it is waived."""
        while not self.course.phase.settled:
            match self.course.phase:
                case Phase.TRANSLATING:
                    await self._translate()
                case Phase.RETURNED:
                    await self._await_correction()
                case _:
                    await self._review()
        await self.end()

    async def end(self) -> None:
        """Write the end to the record, tell the people, and let the last callers have their answers."""
        await self.write()
        settlement = Settlement(**self.key(), seq=self.course.seq, phase=self.course.phase, round=self.course.round)
        await ask(names.SETTLE, settlement, type(None), summary=f"record the end: {self.course.phase}")
        self.board.show(self.course, upcoming=None)
        await workflow.wait_condition(workflow.all_handlers_finished)

    async def _translate(self) -> None:
        self.board.show(self.course, upcoming=None)
        await self.write()
        if self.course.phase is not Phase.TRANSLATING:  # waived while that was written
            return
        text = await ask(names.TRANSLATE, Work(**self.key()), Text, summary="cut, recall and draft translations")
        if not self.inbox:
            self.course.set_text(text.segments, text.approved)

    async def _review(self) -> None:
        revision, self.agenda = -1, Agenda()
        while self.course.phase is Phase.REVIEWING:
            if revision != self.course.revision:
                await self.write()  # the requests show the record: what was decided meanwhile must stand there
                revision = self.course.revision
                if self.course.phase is not Phase.REVIEWING:
                    break
                asked = await self._ask_approval(revision)
                self.agenda = self.agenda if self.agenda.moments else Agenda.of(asked.moments)
                continue
            await self.wait_or_step(revision)

    async def _ask_approval(self, revision: int) -> Asked:
        request = Ask(**self.key(), round=self.course.round, revision=revision, parties=self.course.unconvinced())
        return await ask(names.ASK_APPROVAL, request, Asked, summary=f"ask for approval, round {request.round}")

    async def _await_correction(self) -> None:
        await self.write()
        request = Ask(**self.key(), round=self.course.round, revision=self.course.revision, parties=self.course.parties)
        asked = await ask(names.SEND_BACK, request, Asked, summary="send back to the leads with the reason")
        self.agenda = Agenda.of(asked.moments)
        while self.course.phase is Phase.RETURNED:
            await self.wait_or_step(self.course.revision)

    async def wait_or_step(self, revision: int = 0) -> None:
        """Wait for something to be taken or for the next planned step, and take that step once nothing is undecided."""
        self.board.show(self.course, upcoming=self.agenda.next())
        if await self.wait(until=self.agenda.next()):
            return
        due = self.agenda.due(workflow.now())
        if due is None:
            return
        planned = self.agenda
        step = Step(**self.key(), code=due.code, skipped=due.skipped, revision=revision)
        taken = await ask(names.TAKE_STEP, step, StepTaken, summary=due.code)
        if taken.undecided:
            await self._pause()
        elif self.agenda is planned:  # an extension taken meanwhile has replaced it
            self._took(due)

    def _took(self, due: Due) -> None:
        self.agenda = self.agenda.after(due)
        match due.code, self.course.phase:
            case "close", Phase.COLLECTING:
                self.course.close()
            case "return-close", Phase.RETURNED:
                self.course.review_again()
            case _:
                pass

    async def _pause(self) -> None:
        try:
            await workflow.wait_condition(lambda: bool(self.inbox), timeout=self.patience, timeout_summary="undecided mail")
        except TimeoutError:
            self.patience = min(2 * self.patience, UNDECIDED_MOST)
            return
        self.patience = UNDECIDED_WAIT
        await self.write()
