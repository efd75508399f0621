"""Starting a cycle: what may be started now, and the messages its story needs. `mou start` and the demo share it."""

from datetime import datetime
from pathlib import Path

from activities.timetable import moments
from adapters import program_files
from adapters.postgres.beginning import begin_cycle
from mou.attributes import Attribute
from mou.calendar import CyclePlan, plan_cycle
from mou.errors import Invalid, Refused
from mou.keeping import Act, CycleOnRecord
from mou.pace import Pace
from mou.ports import Stories
from mou.stories import CycleStart, QuarterStart, cycle_id
from wiring import House


def planned(folder: Path, year: int) -> tuple[program_files.Loaded, CyclePlan]:
    """Return the program in a folder and its plan of a year; raise Invalid with every problem of its files."""
    loaded = program_files.load(folder)
    return loaded, plan_cycle(loaded.program, year, loaded.calendars)


def first_quarter(plan: CyclePlan, asked: str, *, now: datetime) -> str:
    """Return the quarter the cycle begins with ("Q4"); raise when it would send anything whose time has passed."""
    wanted = asked.upper() or "Q1"
    ahead = [one.quarter[-2:] for one in plan.quarters if one.moment("open").on >= now]
    known = [one.quarter[-2:] for one in plan.quarters]
    if wanted not in known:
        raise Invalid(f"There is no quarter {asked!r}: use one of {', '.join(known)}.", where=plan.program)
    if wanted in ahead:
        return wanted
    opened = next(one for one in plan.quarters if one.quarter.endswith(wanted)).moment("open").on
    told = f"{plan.year}-{wanted} opened on {opened:%Y-%m-%d}, which is past: nothing past is ever sent."
    way = f" Start with `--from {ahead[0]}`." if ahead else f" Every quarter of {plan.year} has opened: start {plan.year + 1}."
    raise Refused(told + way, where=plan.program)


async def begin(built: House, stories: Stories, folder: Path, year: int, first: str, pace: Pace) -> CycleOnRecord:
    """Put the cycle on record and start its story; both or neither."""
    loaded, plan = planned(folder, year)
    cycle = CycleOnRecord(
        id=cycle_id(loaded.program.code, year),
        year=year,
        program=loaded.program,
        program_version=0,
        calendars=loaded.calendars,
        glossary=program_files.glossary(folder),
        plan=plan,
        pace=pace,
        first_quarter=first,
    )
    start = cycle_start(cycle)

    async def start_story() -> bool:
        named = {Attribute.PROGRAM: loaded.program.code, Attribute.CYCLE: cycle.id}
        return await stories.start("Cycle", cycle.id, start, attributes=named, summary=f"{loaded.program.code} reports on {year}")

    act = Act(actor="coordinator", role="coordinator", door="command", verb="start", subject=cycle.id, hash=loaded.sha)
    await begin_cycle(built.engine, built.clock, cycle, sha=loaded.sha, source=loaded.text, act=act, start_story=start_story)
    return cycle


def cycle_start(cycle: CycleOnRecord) -> CycleStart:
    """Return what the Cycle story needs."""
    groups = tuple(group.code for group in cycle.program.groups)
    quarters = []
    for plan in cycle.plan.quarters:
        if plan.quarter[-2:] >= cycle.first_quarter:
            at = {moment.code: moment for moment in moments(cycle, plan.moments)}
            quarters.append(
                QuarterStart(
                    program=cycle.program.code,
                    year=cycle.year,
                    quarter=plan.quarter,
                    groups=groups,
                    opens=at["open"],
                    cut=at["cut"],
                )
            )
    annual = {moment.code: moment for moment in moments(cycle, cycle.plan.annual)}
    return CycleStart(program=cycle.program.code, year=cycle.year, quarters=tuple(quarters), annual=annual["assemble"])
