"""Nothing unreviewed is published: whatever mixture of phases, segments and approvals the record holds."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou import review
from mou.provenance import Provenance, provenances
from mou.record import ApprovalOnRecord, ReportOnRecord
from mou.report.annual import annual
from mou.report.told import Shown
from mou.segments import Origin, Segment, segments_of, translated
from mou.submission import FiledEntry, Phase
from tests.fakes import year

PARTIES = ("north", "south")
OWED = [("WA-1", "north"), ("WA-1", "south"), ("WA-2", "north"), ("WA-2", "south")]


def printed(report: ReportOnRecord) -> str:
    """Return everything the year's tree holds, as text."""
    tree = annual(program=year.program(), year=year.YEAR, edition=1, reports=(report,), cut=year.CUT)
    return json.dumps(tree.model_dump(mode="json"), ensure_ascii=False)


def approvals(parties: list[str]) -> tuple[ApprovalOnRecord, ...]:
    """Return an approval of each of these parties."""
    return tuple(ApprovalOnRecord(party=one, person="p01", on=year.due(1), shown="a") for one in parties)


def texts(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments, each with a translation that stands nowhere else."""
    return tuple(one.model_copy(update={"target": f"target-{one.number}.", "origin": Origin.DRAFT}) for one in segments)


@st.composite
def entries(draw: st.DrawFn) -> tuple[FiledEntry, ...]:
    """Draw answers of one to three sentences each, none of which stands twice."""
    pairs = draw(st.lists(st.sampled_from(OWED), unique=True, min_size=1))
    counts = [draw(st.integers(1, 3)) for _ in pairs]
    return tuple(
        year.entry(item, party, 1, " ".join(f"Source {item} {party} {n}." for n in range(count)), translations={})
        for (item, party), count in zip(pairs, counts, strict=True)
    )


@st.composite
def drafted(draw: st.DrawFn) -> tuple[tuple[FiledEntry, ...], tuple[Segment, ...]]:
    """Draw answers and their segments, some of them without a translation."""
    said = draw(entries())
    cut = texts(segments_of(said, ("en", "es")))
    bare = draw(st.sets(st.sampled_from([one.number for one in cut]), max_size=1))
    return said, tuple(one.model_copy(update={"target": "", "origin": Origin.NONE}) if one.number in bare else one for one in cut)


@settings(max_examples=200, deadline=None)
@given(drafted(), st.data())
def test_an_uncovered_segment_keeps_its_words_out_of_the_tree(
    made: tuple[tuple[FiledEntry, ...], tuple[Segment, ...]], data: st.DataObject
) -> None:
    """Of a record as it is read, whatever its phase says, no translation is printed that a party has not approved."""
    said, cut = made
    text = review.current(cut, said)
    hashes = sorted({one for one in text.values() if one})
    seen = {party: data.draw(st.sets(st.sampled_from(hashes)) | st.just(set(hashes))) for party in PARTIES}
    left = review.covered(text, seen)
    report = year.report(
        1,
        "water",
        *translated(said, cut),
        phase=data.draw(st.sampled_from(Phase)),
        provenance=provenances(cut, seen),
        approvals=approvals([party for party in PARTIES if not left[party]]),
    )
    shown = printed(report)
    whole = report.phase is Phase.APPROVED and review.approved(text, seen, PARTIES)
    assert [one.target for one in cut if one.target and (one.target in shown) is not whole] == []
    assert whole or not [one for one in said if one.text in shown]


@settings(max_examples=200, deadline=None)
@given(drafted(), st.data())
def test_no_part_of_the_record_is_believed_alone(
    made: tuple[tuple[FiledEntry, ...], tuple[Segment, ...]], data: st.DataObject
) -> None:
    """Phase, approvals of the whole, and approvals of each segment may contradict each other: one doubt is enough."""
    said, cut = made
    said = translated(said, cut)
    some = st.lists(st.sampled_from(PARTIES), unique=True) | st.just(list(PARTIES))
    traced = tuple(one.model_copy(update={"approved_by": tuple(data.draw(some))}) for one in provenances(cut, {}))
    lost = data.draw(st.sets(st.sampled_from([(one.item, one.party) for one in said]), max_size=1))
    kept = tuple(one for one in traced if (one.item, one.party) not in lost)
    report = year.report(
        1,
        "water",
        *said,
        phase=data.draw(st.sampled_from(Phase)),
        since=year.CUT + timedelta(days=data.draw(st.sampled_from([-1, 1]))),
        provenance=kept,
        approvals=approvals(data.draw(some)),
    )
    shown = printed(report)
    if "target-" in shown or "Source" in shown:
        assert (report.phase, report.since < year.CUT) == (Phase.APPROVED, True)
        assert {one.party for one in report.approvals} == set(PARTIES)
        assert all(set(one.approved_by) == set(PARTIES) for one in traced if one.target and one.target in shown)
        assert not [one for one in traced if one not in kept and one.target and one.target in shown]


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a party approved nothing", {"approvals": approvals(["north"])}),
        ("a segment was not seen by one party", {"provenance": ("north",)}),
        ("no segment is known of a translation", {"provenance": None}),
        ("the approval came after the cut", {"since": year.CUT + timedelta(seconds=1)}),
    ],
)
def test_each_doubt_alone_keeps_the_text_back(what: str, change: dict[str, object]) -> None:
    """Everything else being in order, one thing out of order leaves the entry waiting, without a word of it."""
    entry = year.entry("SO-1", "south", 1, year.SECRET)
    by = change.get("provenance", PARTIES)
    traced: tuple[Provenance, ...] = year.provenance(entry, approved_by=by) if by else ()
    good = year.report(1, "soil", entry)
    assert year.SECRET in printed(good)
    report = good.model_copy(update={**change, "provenance": traced})
    assert year.SECRET not in printed(report), what
    tree = annual(program=year.program(), year=year.YEAR, edition=1, reports=(report,), cut=year.CUT)
    assert next(one for one in tree.told() if one.anchor == "2026-Q1-SO-1-south").shown is Shown.AWAITING, what


def test_errata_of_what_may_not_be_printed_are_not_told() -> None:
    """A correction's words wait with the rest of the report."""
    amended = next(one for one in year.reports() if one.errata)
    assert "Three workshops." in printed(amended)
    assert "Three workshops." not in printed(amended.model_copy(update={"approvals": ()}))
