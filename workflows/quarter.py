"""One quarter: every group's report at once, then the internal quarterly report to both parties."""

from datetime import timedelta

from temporalio import workflow
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.attributes import Attribute
    from mou.stories import QuarterStart, ReportStart, cycle_id, report_id
    from workflows.attributes import attributes
    from workflows.group_report import GroupReport
    from workflows.hands import ask


@workflow.defn
class Quarter:
    """Waits for its groups, but never beyond the data cut: what is not approved by then goes on by itself."""

    @workflow.run
    async def run(self, start: QuarterStart) -> None:
        """Fan out, wait for everybody or for the cut, report."""
        reports = [await self._start(start, group) for group in start.groups]
        until = max(start.cut.at - workflow.now(), timedelta(0))
        await workflow.wait(reports, timeout=until.total_seconds())
        await ask(names.SEND_QUARTERLY, start, type(None), summary="send the quarterly report")

    async def _start(self, start: QuarterStart, group: str) -> workflow.ChildWorkflowHandle[GroupReport, str]:
        report = ReportStart(
            report=report_id(start.program, start.quarter, group),
            program=start.program,
            year=start.year,
            quarter=start.quarter,
            group=group,
        )
        return await workflow.start_child_workflow(
            GroupReport.run,
            report,
            id=report.report,
            parent_close_policy=ParentClosePolicy.ABANDON,
            search_attributes=attributes(
                {
                    Attribute.PROGRAM: start.program,
                    Attribute.CYCLE: cycle_id(start.program, start.year),
                    Attribute.QUARTER: start.quarter,
                    Attribute.GROUP: group,
                }
            ),
            static_summary=f"{group} reports for {start.quarter}",
        )
