"""Rows of the record to the agreement's values and back, in one place."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import RowMapping

from mou.keeping import LetterRow, MailRow, ReadingRow
from mou.letters.blocks import Kind
from mou.segments import Origin, Segment
from mou.stories import Verb
from mou.submission import FiledEntry, Standing, State

Row = RowMapping


def entry(row: Row) -> FiledEntry:
    """Return an entry as filed, without translations."""
    return FiledEntry(
        item=row["item"],
        state=State(row["state"]),
        standing=Standing(row["standing"]) if row["standing"] else None,
        text=row["text"],
        indicators={code: Decimal(value) for code, value in row["indicators"].items()},
        party=row["party"],
        person=row["person"],
        mail=row["digest"],
        arrived=row["arrived_on"],
        language=row["language"],
        late=row["late"],
    )


def entry_row(filed: FiledEntry, *, report: str, version: int, seq: int) -> dict[str, object]:
    """Return the columns of an entry."""
    return {
        "report": report,
        "version": version,
        "item": filed.item,
        "party": filed.party,
        "seq": seq,
        "digest": filed.mail,
        "person": filed.person,
        "state": filed.state,
        "standing": filed.standing,
        "text": filed.text,
        "language": filed.language,
        "indicators": {code: str(value) for code, value in filed.indicators.items()},
        "late": filed.late,
        "arrived_on": filed.arrived,
    }


def standing(decisions: Iterable[Row]) -> list[Row]:
    """Return, of decisions in their order, the approvals that stand: a party's return withdraws its own before it."""
    kept: list[Row] = []
    for row in decisions:
        if row["verb"] == Verb.RETURN:
            kept = [one for one in kept if one["party"] != row["party"]]
        elif row["verb"] == Verb.APPROVE:
            kept.append(row)
    return kept


def excepting(decisions: Iterable[Row]) -> list[Row]:
    """Return, of decisions in their order, the exceptions that stand, each party's last: a return withdraws the party's own."""
    kept: dict[str, Row] = {}
    for row in decisions:
        if row["verb"] == Verb.RETURN:
            kept.pop(row["party"], None)
        elif row["verb"] == Verb.EXCEPT:
            kept[row["party"]] = row
    return list(kept.values())


def segment(row: Row) -> Segment:
    """Return a segment as it stands."""
    return Segment(**{name: row[name] for name in Segment.model_fields if name != "origin"}, origin=Origin(row["origin"]))


def segment_row(one: Segment, *, report: str, version: int, seq: int, live: bool) -> dict[str, object]:
    """Return the columns of a segment."""
    columns = one.model_dump(mode="json")
    return {**columns, "hash": one.hash, "report": report, "version": version, "seq": seq, "live": live}


def letter(row: Row) -> LetterRow:
    """Return a letter's row."""
    return LetterRow(
        **{name: row[name] for name in LetterRow.model_fields if name not in {"kind", "manifest"}},
        kind=Kind(row["kind"]),
        manifest={int(number): text for number, text in row["manifest"].items()},
    )


def letter_row(one: LetterRow) -> dict[str, object]:
    """Return the columns of a letter decided now."""
    columns = one.model_dump(exclude={"decided_on"})
    return {**columns, "manifest": {str(number): text for number, text in one.manifest.items()}}


def mail(row: Row) -> MailRow:
    """Return a mail's row."""
    return MailRow(**{name: row[name] for name in MailRow.model_fields})


def reading(row: Row) -> ReadingRow:
    """Return what was offered."""
    return ReadingRow(**{name: row[name] for name in ReadingRow.model_fields})


def newest(rows: Iterable[Row], *keys: str) -> list[Row]:
    """Keep the last row per key (rows come ordered by seq)."""
    return list({tuple(row[key] for key in keys): row for row in rows}.values())
