"""The annual report's tree: complete, canonical, and silent about what was not approved."""

from collections import Counter
from datetime import timedelta, timezone

from mou.report.annual import annual
from mou.report.told import Shown, Told
from mou.report.tree import AnnualReport
from mou.submission import Phase, Standing
from tests.fakes import year


def assembled(**more: object) -> AnnualReport:
    """Return the synthetic year's first edition, or with arguments replaced."""
    given: dict[str, object] = {"edition": 1, "reports": year.reports(), "cut": year.CUT, "glossary": year.GLOSSARY}
    return annual(program=year.program(), year=year.YEAR, **(given | more))  # type: ignore[arg-type] # replaced by name


def told(report: AnnualReport, anchor: str) -> Told:
    """Return the entry at an anchor."""
    return next(one for one in report.told() if one.anchor == anchor)


def test_every_item_is_there_once() -> None:
    """Every plan item has one place, and every owed (quarter, item, party) one entry, also without progress."""
    report = assembled(reports=())
    program = year.program()
    assert [item.code for item in report.items()] == [item.code for group in program.groups for item in group.items]
    owed = Counter(
        f"{quarter}-{item}-{party}" for quarter in report.quarters for group in program.groups for item, party in group.owed()
    )
    assert Counter(one.anchor for one in report.told()) == owed
    assert set(owed.values()) == {1}


def test_the_states_are_told_apart() -> None:
    """Progress, no change, nothing to report, missing, not required, awaiting and never asked each show as themselves."""
    report = assembled()
    expected = {
        "2026-Q1-WA-1-south": Shown.PROGRESS,
        "2026-Q2-WA-1-north": Shown.NO_CHANGE,
        "2026-Q1-WA-2-south": Shown.NOTHING,
        "2026-Q2-WA-2-south": Shown.MISSING,
        "2026-Q2-SO-1-south": Shown.MISSING,
        "2026-Q3-SO-1-south": Shown.NOTHING,
        "2026-Q1-FI-1-south": Shown.NOTHING,
        "2026-Q3-WA-1-south": Shown.AWAITING,
        "2026-Q4-FI-1-north": Shown.AWAITING,
        "2026-Q4-SO-1-south": Shown.NOT_ASKED,
    }
    assert {anchor: told(report, anchor).shown for anchor in expected} == expected
    assert told(report, "2026-Q1-FI-1-south").waived
    assert told(report, "2026-Q3-SO-1-south").reason == "Office closed by the flood."
    assert told(report, "2026-Q2-SO-1-south").phase is Phase.NOT_REPORTED
    assert not told(report, "2026-Q1-WA-2-south").waived


def test_what_awaits_approval_has_no_text() -> None:
    """Text that was not approved at the cut is nowhere in the tree, be it under review or approved a day later."""
    assert year.SECRET not in assembled().model_dump_json()


def test_provenance_is_complete() -> None:
    """A published entry names its reporter, its mail, its engine, and both approvals in the program's order."""
    entry = told(assembled(), "2026-Q1-WA-1-south")
    assert (entry.person, entry.engine, len(entry.mail)) == ("Dolores Enlace", "apertium 3.8.3", 12)
    assert [(one.party, one.person) for one in entry.signatures] == [
        ("north", "Ann Coordinator"),
        ("south", "Blanca Coordinadora"),
    ]


def test_no_change_points_at_what_it_repeats() -> None:
    """An explicit "no change" stands on the party's latest progress."""
    assert told(assembled(), "2026-Q2-WA-1-north").stands_on == "2026-Q1-WA-1-north"


def test_same_record_same_bytes() -> None:
    """Neither the order of the reports nor the zone the cut is written in changes a byte; the hash follows the tree."""
    one = assembled()
    other = assembled(reports=year.reports()[::-1], cut=year.CUT.astimezone(timezone(timedelta(hours=-8))))
    assert one.model_dump_json() == other.model_dump_json()
    assert one.hash == other.hash
    assert len(one.hash) == 16
    assert assembled(edition=2).hash != one.hash
    assert AnnualReport.model_validate_json(one.model_dump_json()).hash == one.hash


def test_the_glance_counts_every_owed_entry() -> None:
    """The counts of all states together are all owed entries, and standings count each item once per party."""
    report = assembled()
    assert sum(report.glance.count(shown) for shown in Shown) == len(list(report.told())) == 28
    assert report.glance.standings == {
        Standing.ON_TRACK: 2,
        Standing.DELAYED: 1,
        Standing.DONE: 2,
        Standing.NOT_STARTED: 0,
    }


def test_next_year_continues_what_is_not_done_by_all() -> None:
    """An item is done only when every party that owes it says so."""
    report = assembled()
    assert report.done == ("SO-1",)
    assert report.ahead == ("WA-1", "WA-2", "FI-1")


def test_items_without_progress_are_listed() -> None:
    """An item nobody told progress on is named; one whose news await approval is not called silent."""
    assert assembled(reports=year.reports()[3:6]).quiet == ("WA-1", "WA-2", "FI-1")
    assert assembled().quiet == ()


def test_a_later_edition_tells_what_changed() -> None:
    """The second edition names the first and its hash, the entries that read differently, and which errata are new."""
    early = [one for one in year.reports() if one.quarter == "2026-Q1"]
    first = assembled(reports=tuple(one.model_copy(update={"errata": ()}) for one in early), cut=year.due(1) + timedelta(11))
    second = assembled(edition=2, previous=first)
    assert second.previous is not None
    assert (second.previous.edition, second.previous.hash) == (1, first.hash)
    assert "2026-Q2-WA-1-north" in second.previous.changed
    assert "2026-Q1-WA-2-south" not in second.previous.changed
    assert [one.new for one in second.errata] == [True]


def test_errata_after_the_cut_wait_for_the_next_edition() -> None:
    """An amendment made after the cut is no erratum of this edition."""
    assert assembled(cut=year.due(1) + timedelta(days=11)).errata == ()
    assert [one.item for one in assembled().errata] == ["WA-1"]
