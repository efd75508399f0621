"""A late reply or a correction after a report's close: a new version with approvals of its own."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.steps import Opening
    from mou.stories import ReportStart
    from mou.submission import Phase
    from workflows.hands import ask
    from workflows.submission import Submission


@workflow.defn
class Amendment(Submission):
    """Takes the reading it was started for, and any that join, over the version before it; reviews only what changed.

    What the version before had approved stays approved: a hash that did not change needs nobody to read it again.
    """

    @workflow.init
    def __init__(self, start: ReportStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: ReportStart) -> str:
        """Return the phase the amendment ended in."""
        opening = await ask(names.OPEN_REPORT, start, Opening, summary="open the amendment")
        self.course.open((), opening.parties, opening.languages)
        while self.course.phase is Phase.COLLECTING:  # a reassignment alone is no reading
            await self.wait(until=None)
        await self.settle_text()
        return self.course.phase
