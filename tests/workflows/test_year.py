"""A whole year: five groups, four quarters, everybody answers."""

import time
from datetime import timedelta

from activities import names
from mou.stories import CycleStart, QuarterStart, annual_id, report_id
from mou.submission import Phase
from tests.workflows.theatre import Theatre

GROUPS = ("climate-change", "air-quality", "clean-vehicles", "wildfires", "other-cooperation")
QUARTERS = 4


async def test_a_year_of_five_groups(stage: Theatre) -> None:
    """Twenty reports are approved without one reminder, four quarterly reports and the edition go out."""
    began = time.perf_counter()
    quarters = tuple(
        QuarterStart(program="ca-mx", year=2026, quarter=f"2026-Q{number + 1}", groups=GROUPS, opens=opens, cut=cut)
        for number in range(QUARTERS)
        for opens, cut in [stage.days(open=1 + 90 * number, cut=60 + 90 * number)]
    )
    (annual,) = stage.days(assemble=380)
    (stage.hands.embargo,) = stage.days(embargo=380)
    await stage.start("Cycle", CycleStart(program="ca-mx", year=2026, quarters=quarters, annual=annual), "ca-mx/2026")
    for number, quarter in enumerate(quarters, start=1):
        stage.hands.moments = stage.days(remind_1=5 + 90 * (number - 1), close=30 + 90 * (number - 1))
        await stage.env.sleep(quarter.opens.at - await stage.env.get_current_time() + timedelta(hours=1))
        await stage.hands.until(names.OPEN_REPORT, number * len(GROUPS))
        reports = [report_id("ca-mx", quarter.quarter, group) for group in GROUPS]
        for report in reports:
            await stage.both_reply(report)
        await stage.hands.until(names.ASK_APPROVAL, number * len(GROUPS))
        for report in reports:
            await stage.both_approve(report)
        await stage.hands.until(names.SEND_QUARTERLY, number)
    await stage.env.sleep(annual.at - await stage.env.get_current_time() + timedelta(hours=1))
    await stage.hands.until(names.ASK_ANNUAL)
    await stage.both_approve(annual_id("ca-mx", 2026, 1), covers=["edition-1"])
    await stage.hands.until(names.PUBLISH)
    published = await stage.client.get_workflow_handle(annual_id("ca-mx", 2026, 1)).result()
    took = time.perf_counter() - began
    print(f"a year of {QUARTERS * len(GROUPS)} reports took {took:.1f} s")  # noqa: T201 - the promise's measure, shown with -s
    ends = {end.report: end.phase for end in stage.hands.given(names.SETTLE)}
    assert len(ends) == QUARTERS * len(GROUPS)
    assert set(ends.values()) == {Phase.APPROVED}
    assert stage.hands.steps() == []
    assert (published, len(stage.hands.given(names.PUBLISH))) == ("edition-1", 1)
