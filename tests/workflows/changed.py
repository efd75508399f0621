"""A report's story as somebody might change it without a thought for those that run: for the replay test only."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.steps import Opening, Text, Work
    from mou.stories import ReportStart
    from workflows.hands import ask
    from workflows.submission import Submission


@workflow.defn(name="GroupReport")
class Changed(Submission):
    """Translates before it opens."""

    @workflow.init
    def __init__(self, start: ReportStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: ReportStart) -> str:
        """Do things in another order."""
        await ask(names.TRANSLATE, Work(report=start.report, version=1), Text, summary="translate")
        await ask(names.OPEN_REPORT, start, Opening, summary="open")
        return ""
