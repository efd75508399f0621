"""The report's data: one row per owed entry (quarter, item, party), as CSV (RFC 4180, no BOM) and as JSON."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from mou.report.told import Told
from mou.report.tree import AnnualReport

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, object]


def columns(report: AnnualReport) -> dict[str, str]:
    """Return every column's name and meaning, in the CSV's order."""
    texts = {f"text_{language}": f"the text in {language!r}: original or approved translation" for language in report.languages}
    return {
        "program": "the agreement's code",
        "year": "the year reported on",
        "quarter": "the quarter, like 2026-Q1",
        "group": "the working group's code",
        "item": "the plan item's code",
        "party": "the party's code",
        "state": "progress, no_change, nothing_to_report, missing; or awaiting_approval, not_asked",
        "standing": "on_track, delayed, done, not_started; empty when not told",
        **texts,
        "text_language": "the language the text was written in",
        "indicators": "indicator code to value; in the CSV a JSON object",
        "reported_by": "the name of the person who reported",
        "arrived": "when the report arrived (UTC)",
        "late": "true or false; empty when nothing is published",
        "approved_by": "who approved, party: name; in the CSV separated by semicolons",
        "approved_on": "when the last of the approvals was given (UTC)",
        "version": "the report's version; above 1 after an amendment",
        "mail": "the beginning of the SHA-256 digest that names the mail in the record",
        "phase": "the report's phase; empty when it was not asked for",
        "required": "false when it was decided that no entry was required",
        "reason": "why the entry is missing or was not required, as a coordinator wrote it",
        "engine": "what drafted the translation; empty when people wrote it",
    }


def entries_json(report: AnnualReport) -> bytes:
    """Return every row as JSON: keys sorted, rows by quarter, item, party."""
    whole = {"program": report.program, "year": report.year, "edition": report.edition, "hash": report.hash}
    whole["entries"] = list(_rows(report))
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def entries_csv(report: AnnualReport) -> bytes:
    """Return every row as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(columns(report)), lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(report):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue().encode()


def _rows(report: AnnualReport) -> Iterator[Row]:
    return (_row(report, one) for one in report.told())


def _row(report: AnnualReport, one: Told) -> Row:
    return {
        "program": report.program,
        "year": report.year,
        "quarter": one.quarter,
        "group": one.group,
        "item": one.item,
        "party": one.party,
        "state": one.shown.value,
        "standing": one.standing.value if one.standing else "",
        **{f"text_{language}": one.said(language) if one.language else "" for language in report.languages},
        "text_language": one.language,
        "indicators": {code: str(value) for code, value in sorted(one.indicators.items())},
        "reported_by": one.person,
        "arrived": _instant(one.arrived),
        "late": one.late,
        "approved_by": [f"{each.party}: {each.person}" for each in one.signatures],
        "approved_on": _instant(max((each.on for each in one.signatures), default=None)),
        "version": one.version,
        "mail": one.mail,
        "phase": one.phase.value if one.phase else "",
        "required": not one.waived,
        "reason": one.reason,
        "engine": one.engine,
    }


def _instant(when: datetime | None) -> str:
    return when.isoformat().replace("+00:00", "Z") if when else ""


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, list):
        return _guarded("; ".join(value))
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
