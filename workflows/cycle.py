"""One year of an agreement: each quarter on its opening day, the annual report on its date."""

from datetime import timedelta

from temporalio import workflow
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from mou.attributes import Attribute
    from mou.stories import AnnualStart, CycleStart, Moment, QuarterStart, annual_id, cycle_id, quarter_id
    from workflows.annual_report import AnnualReport
    from workflows.attributes import attributes
    from workflows.quarter import Quarter


@workflow.defn
class Cycle:
    """Starts and never waits for what it started: an extension in one quarter may outlast the next one's opening."""

    @workflow.run
    async def run(self, start: CycleStart) -> None:
        """Start the quarters in turn, then the annual report."""
        for quarter in start.quarters:
            await self._until(quarter.opens, f"{quarter.quarter} opens")
            await self._quarter(quarter)
        await self._until(start.annual, "the annual report is assembled")
        await self._annual(start)

    async def _until(self, moment: Moment, summary: str) -> None:
        workflow.set_current_details(f"**Next** {summary}, {moment.on:%Y-%m-%d %H:%M} UTC of the agreement")
        await workflow.sleep(max(moment.at - workflow.now(), timedelta(0)), summary=summary)

    async def _quarter(self, quarter: QuarterStart) -> None:
        await workflow.start_child_workflow(
            Quarter.run,
            quarter,
            id=quarter_id(quarter.program, quarter.quarter),
            parent_close_policy=ParentClosePolicy.ABANDON,
            search_attributes=attributes(
                {
                    Attribute.PROGRAM: quarter.program,
                    Attribute.CYCLE: cycle_id(quarter.program, quarter.year),
                    Attribute.QUARTER: quarter.quarter,
                }
            ),
            static_summary=f"{quarter.quarter}: every group reports",
        )

    async def _annual(self, start: CycleStart) -> None:
        await workflow.start_child_workflow(
            AnnualReport.run,
            AnnualStart(program=start.program, year=start.year, edition=1),
            id=annual_id(start.program, start.year, 1),
            parent_close_policy=ParentClosePolicy.ABANDON,
            search_attributes=attributes(
                {Attribute.PROGRAM: start.program, Attribute.CYCLE: cycle_id(start.program, start.year)}
            ),
            static_summary=f"annual report {start.year}, edition 1",
        )
