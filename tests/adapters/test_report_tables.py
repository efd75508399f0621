"""The data files: one row per owed entry, readable by a spreadsheet without running anything."""

import csv
import json
from io import StringIO

from adapters.tables import columns, entries_csv, entries_json
from mou.report.annual import annual
from mou.report.tree import AnnualReport
from tests.fakes import year


def assembled() -> AnnualReport:
    """Return the year with one answer that a spreadsheet would take for a formula."""
    formula = year.report(4, "soil", year.entry("SO-1", "south", 4, '=HYPERLINK("x")'))
    return annual(program=year.program(), year=year.YEAR, edition=1, reports=(*year.reports(), formula), cut=year.CUT)


def rows() -> list[dict[str, str]]:
    """Return the CSV's rows, read strictly."""
    return list(csv.DictReader(StringIO(entries_csv(assembled()).decode(), newline=""), strict=True))


def test_one_row_per_owed_entry_in_order() -> None:
    """Rows go by quarter, then item, then party; CSV and JSON have the same."""
    keys = [(row["quarter"], row["item"], row["party"]) for row in rows()]
    assert len(keys) == len(set(keys)) == 28
    assert keys[:3] == [("2026-Q1", "WA-1", "north"), ("2026-Q1", "WA-1", "south"), ("2026-Q1", "WA-2", "north")]
    assert keys == [(one["quarter"], one["item"], one["party"]) for one in json.loads(entries_json(assembled()))["entries"]]


def test_the_csv_is_plain_rfc_4180() -> None:
    """No byte order mark, lines end in CRLF, the header has the documented columns."""
    content = entries_csv(assembled())
    assert content.startswith(b"program,year,quarter,group,item,party,state,standing,text_en,text_es,text_language,indicators,")
    assert content.endswith(b"\r\n")
    assert list(rows()[0]) == list(columns(assembled()))


def test_formulas_are_guarded_in_the_csv_alone() -> None:
    """A text that begins like a formula gets an apostrophe in the CSV and stays as written in the JSON."""
    (row,) = [one for one in rows() if (one["quarter"], one["item"]) == ("2026-Q4", "SO-1")]
    assert row["text_es"] == '\'=HYPERLINK("x")'
    (entry,) = [
        one for one in json.loads(entries_json(assembled()))["entries"] if (one["quarter"], one["item"]) == ("2026-Q4", "SO-1")
    ]
    assert entry["text_es"] == '=HYPERLINK("x")'


def test_a_row_tells_the_whole_entry() -> None:
    """Status, both texts, indicators, people, dates, version and mail are in their columns."""
    (row,) = [one for one in rows() if (one["quarter"], one["item"], one["party"]) == ("2026-Q1", "WA-1", "south")]
    assert (row["state"], row["standing"], row["late"], row["version"]) == ("progress", "on_track", "false", "2")
    assert (row["text_es"], row["text_language"]) == ("Cuatro talleres.", "es")
    assert json.loads(row["indicators"]) == {"workshops": "4"}
    assert row["approved_by"] == "north: Ann Coordinator; south: Blanca Coordinadora"
    assert (row["approved_on"], row["arrived"]) == ("2026-04-25T00:00:00Z", "2026-04-13T00:00:00Z")


def test_missing_and_not_required_differ() -> None:
    """Missing entries and those that were not required have different states, each with its reason."""
    by_quarter = {row["quarter"]: row for row in rows() if row["item"] == "SO-1"}
    assert (by_quarter["2026-Q2"]["state"], by_quarter["2026-Q2"]["required"]) == ("missing", "true")
    assert (by_quarter["2026-Q3"]["state"], by_quarter["2026-Q3"]["required"]) == ("nothing_to_report", "false")
    assert by_quarter["2026-Q3"]["reason"] == "Office closed by the flood."
