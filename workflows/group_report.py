"""One group's report of one quarter: ask, remind, take replies, escalate, translate, get both approvals, record."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.agenda import Agenda
    from mou.steps import Opening
    from mou.stories import ReportStart
    from mou.submission import Phase
    from workflows.hands import ask
    from workflows.submission import Submission


@workflow.defn
class GroupReport(Submission):
    """Collects until every owed entry is answered or the report closes, then carries the text to both approvals.

    No answer by the close counts as *not reported*; what came by then goes on, the rest is *missing*.
    """

    @workflow.init
    def __init__(self, start: ReportStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: ReportStart) -> str:
        """Return the phase the report ended in."""
        opening = await ask(names.OPEN_REPORT, start, Opening, summary="open the report and invite the leads")
        self.course.open(opening.owed, opening.parties, opening.languages)
        if not self.agenda.moments:  # an extension taken meanwhile has set it
            self.agenda = Agenda.of(opening.moments)
        while self.course.phase is Phase.COLLECTING:
            await self.wait_or_step()
        await self.settle_text()
        return self.course.phase
