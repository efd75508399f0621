"""The internal quarterly report: who said what state, on time or not, to both coordinators and all leads."""

from temporalio import activity

from activities import names
from activities.correspondence import Correspondence, Draft
from activities.failures import told
from mou.keeping import CycleOnRecord, Record
from mou.letters.reporting import QuarterRow, quarterly_report
from mou.ports import Clock
from mou.program import Person
from mou.report.quarterly import QuarterlyRow, quarterly
from mou.stories import QuarterStart, cycle_id, quarter_id
from mou.submission import State


class Quarterly:
    """Sent after each quarter, at its data cut or when everybody is done."""

    def __init__(self, record: Record, correspondence: Correspondence, clock: Clock, desk_url: str) -> None:
        self._record = record
        self._clock = clock
        self._post = correspondence
        self._desk = desk_url

    @activity.defn(name=names.SEND_QUARTERLY)
    @told
    async def send_quarterly(self, start: QuarterStart) -> None:
        """Send the quarter as the record has it now, once to each."""
        cycle = await self._record.cycle(cycle_id(start.program, start.year))
        reports = await self._record.reports(cycle.id, quarter=start.quarter)
        rows = quarterly(program=cycle.program, quarter=start.quarter, reports=reports).rows
        letter = quarterly_report(
            program=cycle.program,
            quarter=start.quarter,
            rows=tuple(_row(row) for row in rows),
            link=f"{self._desk}/{start.program}/{start.year}",
        )
        on = cycle.pace.agreement(self._clock.now())
        for party, person in everybody(cycle):
            draft = Draft(
                key=f"{quarter_id(start.program, start.quarter)}/quarterly-report",
                letter=letter,
                person=person,
                party=party,
                quarter=start.quarter,
            )
            await self._post.decide_alone(cycle, draft, on=on)
            await self._post.deliver(cycle.program, draft)


def everybody(cycle: CycleOnRecord) -> list[tuple[str, Person]]:
    """Return the coordinators and all leads with their parties, each person once."""
    program = cycle.program
    ids = [(party.code, party.coordinator.holder) for party in program.parties]
    ids += [(party, role.holder) for group in program.groups for party, role in group.leads.items()]
    return [(party, program.person(person)) for person, party in {person: party for party, person in reversed(ids)}.items()]


def _row(row: QuarterlyRow) -> QuarterRow:
    return QuarterRow(
        group=row.group,
        phase=row.phase,
        progress=row.states.get(State.PROGRESS, 0),
        no_change=row.states.get(State.NO_CHANGE, 0),
        nothing=row.states.get(State.NOTHING, 0),
        missing=row.states.get(State.MISSING, 0),
        on_time=row.on_time,
        approved_on=max((one.on for one in row.approvals), default=None),
    )
