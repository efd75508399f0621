"""Cycles, people and roles on record: begun once and whole, pinned to a version, everything that changes dated."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from adapters.postgres.beginning import begin_cycle
from adapters.postgres.cycles import keep_person
from adapters.postgres.tables import acts, addresses, cycles, letters, persons, programs, roles
from mou.errors import Refused, Unavailable, Unknown
from mou.keeping import Act, CycleOnRecord
from mou.program import Person, Role
from mou.stories import ReportStart
from tests.fakes.stage import OPENED, REPORT, Stage, sample

OTHER = ReportStart(report="ca-mx/2026-Q1/air-quality", program="ca-mx", year=2026, quarter="2026-Q1", group="air-quality")
TABLES = (acts, addresses, cycles, persons, programs, roles)


async def _counts(stage: Stage) -> list[int]:
    async with stage.engine.connect() as connection:
        return [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in TABLES]


async def _begin(stage: Stage, cycle: CycleOnRecord, *, sha: str = "", begun: Exception | bool | None = True) -> None:
    async def start_story() -> bool:
        await asyncio.sleep(0)
        if isinstance(begun, Exception):
            raise begun
        return bool(begun)

    loaded, _ = sample()
    act = Act(actor="p01", role="coordinator", door="test", verb="start", subject=cycle.id)
    sha, source = sha or loaded.sha, loaded.text
    await begin_cycle(stage.engine, stage.clock, cycle, sha=sha, source=source, act=act, start_story=start_story)


@pytest.mark.parametrize("failure", [Unavailable("Temporal is away"), None])
async def test_a_cycle_whose_story_does_not_begin_is_not_on_record(stage: Stage, failure: Exception | None) -> None:
    """Temporal away, or knowing that story already: told as it is, nothing is changed, and the start can be repeated."""
    before = await _counts(stage)
    expected, words = (Unavailable, "Temporal is away") if isinstance(failure, Exception) else (Refused, "knows a story")
    with pytest.raises(expected, match=words):
        await _begin(stage, sample()[1], begun=failure)
    assert await _counts(stage) == before
    await _begin(stage, sample()[1])
    assert (await stage.record.cycle("ca-mx/2026")).first_quarter == "Q1"


async def test_of_two_starts_at_once_one_is_refused(stage: Stage) -> None:
    """Two coordinators at the same moment: one cycle, and the other reads when it was started."""
    told = await asyncio.gather(*(_begin(stage, sample()[1]) for _ in range(3)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in told) == ["NoneType", "Refused", "Refused"]
    assert {str(one) for one in told if one} == {"ca-mx/2026 was already started on 2026-04-01; see `mou status`."}


async def test_a_cycle_is_pinned_to_its_version_of_the_program(stage: Stage) -> None:
    """The same content is one version; a changed file is the next, and the cycle begun before keeps its own."""
    cycle = sample()[1]
    await _begin(stage, cycle)
    changed = cycle.program.model_copy(update={"contact": "office@mou.example"})
    later = cycle.model_copy(update={"id": "ca-mx/2027", "year": 2027, "program": changed})
    await _begin(stage, later, sha="other")
    await _begin(stage, cycle.model_copy(update={"id": "ca-mx/2028", "year": 2028}))
    known = [await stage.record.cycle(f"ca-mx/{year}") for year in (2026, 2027, 2028)]
    assert [one.program_version for one in known] == [1, 2, 1]
    assert [one.program.contact for one in known] == ["reports@mou.example", "office@mou.example", "reports@mou.example"]
    assert await stage.desk.cycles("ca-mx") == (2028, 2027, 2026)
    assert await stage.desk.programs() == ("ca-mx",)


async def test_a_later_version_of_the_file_moves_only_what_it_changes(stage: Stage) -> None:
    """A role handed over on record outlives a new contact in the file; a role the file itself moves is moved."""
    cycle = sample()[1]
    await _begin(stage, cycle)
    p20, p18 = cycle.program.person("p20"), cycle.program.person("p18")
    for person, party, held in (
        (p20, "mexico", Role(holder="p20", alternate="p19")),
        (p18, "california", Role(holder="p18", alternate="p17")),
    ):
        await stage.record.reassign("ca-mx", person, role="lead", group="wildfires", party=party, held=held, on=OPENED)
    groups = tuple(
        group.model_copy(update={"leads": {**group.leads, "california": Role(holder="p17")}})
        if group.code == "wildfires"
        else group
        for group in cycle.program.groups
    )
    changed = cycle.program.model_copy(update={"contact": "office@mou.example", "groups": groups})
    await _begin(stage, cycle.model_copy(update={"id": "ca-mx/2027", "year": 2027, "program": changed}), sha="other")
    leads = (await stage.record.cycle("ca-mx/2027")).program.group("wildfires").leads
    assert (leads["mexico"].holder, leads["california"]) == ("p20", Role(holder="p17"))


async def test_an_id_that_is_somebody_elses_on_record_is_refused(stage: Stage) -> None:
    """`mou reassign` gave p30 to a new person; a later file that gives it to another begins nothing."""
    cycle = sample()[1]
    await _begin(stage, cycle)
    new = Person(id="p30", name="New Lead", address="new@calfire.example", language="en")
    await stage.record.reassign(
        "ca-mx", new, role="lead", group="wildfires", party="california", held=Role(holder="p30"), on=OPENED
    )
    other = new.model_copy(update={"name": "Other", "address": "other@calfire.example"})
    changed = cycle.program.model_copy(update={"people": (*cycle.program.people, other)})
    later = cycle.model_copy(update={"id": "ca-mx/2027", "year": 2027, "program": changed})
    with pytest.raises(Refused, match="p30 is somebody else on record: give Other another id"):
        await _begin(stage, later, sha="other")
    assert await stage.desk.cycles("ca-mx") == (2026,)


async def test_what_is_read_back_is_what_was_begun(stage: Stage) -> None:
    """Program, calendars, glossary, plan and pace survive the record, in their order."""
    cycle = sample()[1]
    await _begin(stage, cycle)
    kept = await stage.record.cycle(cycle.id)
    assert kept.model_dump(exclude={"program", "program_version"}) == cycle.model_dump(exclude={"program", "program_version"})
    assert [party.code for party in kept.program.parties] == [party.code for party in cycle.program.parties]
    assert kept.program.groups == cycle.program.groups
    assert [list(group.leads) for group in kept.program.groups] == [list(group.leads) for group in cycle.program.groups]
    assert {one.id: one.address for one in kept.program.people} == {one.id: one.address for one in cycle.program.people}


async def test_an_unknown_cycle_names_the_nearest(stage: Stage) -> None:
    """None yet: how to start one. Else: which there are, and the one that may be meant."""
    with pytest.raises(Unknown, match="None was started yet: `mou start"):
        await stage.record.cycle("ca-mx/2026")
    await _begin(stage, sample()[1])
    with pytest.raises(Unknown, match=r"Did you mean 'ca-mx/2026'\? There are: ca-mx/2026"):
        await stage.record.cycle("ca-mx/2025")


async def test_an_address_that_changed_is_dated_and_the_old_one_stays(stage: Stage) -> None:
    """Letters go to today's address; a letter sent before still names the one it went to; unchanged is not noted twice."""
    await stage.open()
    person = (await stage.record.cycle("ca-mx/2026")).program.person("p17")
    moved = person.model_copy(update={"address": "s.ortega@calfire.example"})
    async with stage.engine.begin() as connection:
        for one in (person, moved, moved):
            await keep_person(connection, "ca-mx", one, on=OPENED + timedelta(days=2))
    async with stage.engine.connect() as connection:
        query = select(addresses.c.address, addresses.c.since_on).where(addresses.c.person == "p17")
        dated = (await connection.execute(query.order_by(addresses.c.since_on))).all()
        sent = (await connection.execute(select(letters.c.address).where(letters.c.person == "p17"))).scalar_one()
    assert [tuple(row) for row in dated] == [
        ("samuel.ortega@calfire.example", OPENED),
        ("s.ortega@calfire.example", OPENED + timedelta(days=2)),
    ]
    assert (await stage.record.cycle("ca-mx/2026")).program.person("p17").address == "s.ortega@calfire.example"
    assert sent == "samuel.ortega@calfire.example"


async def test_a_letter_to_an_old_address_may_be_answered_from_either(stage: Stage) -> None:
    """The address a letter went to and the one its recipient has today both count as theirs."""
    await stage.open()
    person = (await stage.record.cycle("ca-mx/2026")).program.person("p17")
    moved = person.model_copy(update={"address": "s.ortega@calfire.example"})
    async with stage.engine.begin() as connection:
        await keep_person(connection, "ca-mx", moved, on=OPENED + timedelta(days=2))
    for number, sender in enumerate(("samuel.ortega@calfire.example", "s.ortega@calfire.example")):
        words = f"WF-1: {number + 12} crews were trained."
        assert (await stage.take(await stage.reply("invitation", "p17", words, sender=sender))).verdict == "done"
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [(entry.person, entry.text) for entry in report.entries] == [("p17", "13 crews were trained.")]


async def test_a_role_is_dated_and_who_held_it_stays_on_record(stage: Stage) -> None:
    """Every holder is a row of its own, with the agreement instant from which it counts."""
    await _begin(stage, sample()[1])
    program = (await stage.record.cycle("ca-mx/2026")).program
    held = Role(holder="p20", alternate="p19")
    on = OPENED + timedelta(days=9)
    await stage.record.reassign("ca-mx", program.person("p20"), role="lead", group="wildfires", party="mexico", held=held, on=on)
    async with stage.engine.connect() as connection:
        query = select(roles.c.holder, roles.c.since_on).where(roles.c.group_code == "wildfires", roles.c.party == "mexico")
        assert [tuple(row) for row in (await connection.execute(query.order_by(roles.c.seq))).all()] == [
            ("p19", OPENED),
            ("p20", on),
        ]


async def test_the_mailbox_asks_for_what_came_after(stage: Stage) -> None:
    """Letters come newest first, by report, person and number; a skipped one was never in anybody's mailbox."""
    await stage.open()
    seen = await stage.desk.letters()
    assert [line.person for line in seen] == ["p19", "p17"]
    await stage.asking.open_report(OTHER)
    assert {line.report for line in await stage.desk.letters(after=seen[0].seq)} == {"ca-mx/2026-Q1/air-quality"}
    assert len(await stage.desk.letters(report=REPORT)) == 2
    assert [line.kind for line in await stage.desk.letters(person="p17", most=1)] == ["invitation"]
    assert (await stage.desk.letter(seen[0].ref)).startswith(b"From: ")
