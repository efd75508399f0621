"""The report's data: one row per owed entry (quarter, item, party), as CSV (RFC 4180, no BOM) and as JSON.

The JSON has one thing more: `segments`, each sentence with its translation and how that came to be.
"""

import csv
import json
from datetime import datetime
from io import StringIO

from mou.provenance import Provenance, ways
from mou.report.told import Told
from mou.report.tree import AnnualReport

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, object]


def columns(report: AnnualReport) -> tuple[str, ...]:
    """Return every column's name in the CSV's order; what they mean is in `adapters.report_columns`."""
    texts = (f"text_{language}" for language in report.languages)
    where = ("program", "year", "quarter", "group", "item", "party")
    said = ("state", "standing", *texts, "text_language", "indicators")
    who = ("reported_by", "arrived", "late", "approved_by", "approved_on", "version", "mail")
    return (*where, *said, *who, "phase", "required", "reason", "engine", "translation", "exception")


def entries_json(report: AnnualReport) -> bytes:
    """Return every row as JSON: keys sorted, rows by quarter, item, party."""
    whole = {"program": report.program, "year": report.year, "edition": report.edition, "hash": report.hash}
    whole["entries"] = [{**_row(report, one), "segments": [_segment(each) for each in one.provenance]} for one in report.told()]
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def entries_csv(report: AnnualReport) -> bytes:
    """Return every row as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=columns(report), lineterminator="\r\n")
    writer.writeheader()
    for one in report.told():
        writer.writerow({name: _cell(value) for name, value in _row(report, one).items()})
    return out.getvalue().encode()


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
        "translation": {way.value: n for way, n in ways(one.provenance).items()},
        "exception": "; ".join(f"{party}: {reason}" for party, reason in one.unreviewed.because.items())
        if one.unreviewed
        else "",
    }


def _segment(one: Provenance) -> Row:
    shown = one.model_dump(mode="json", exclude={"item", "party", "origin"})
    return {**shown, "made": one.way.value}


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
