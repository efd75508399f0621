"""The sweep: offer again whatever is on the record without an outcome (a mail stored while Temporal was away)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities import names
    from mou.stories import SweepStart
    from workflows.hands import ask


@workflow.defn
class Sweep:
    """Run by a Temporal Schedule and once at every worker's start."""

    @workflow.run
    async def run(self, start: SweepStart) -> int:
        """Return how many mails were offered again."""
        return await ask(names.SWEEP, start, int, summary=start.reason)
