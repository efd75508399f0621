"""The record is read as it stands: a phase alone makes nothing reviewed, and each segment says who approved it."""

import json

import pytest

from activities.offers import decision_offer
from activities.shown_text import ShownText
from adapters.postgres.trace import PostgresTraces
from mou.keeping import ReadingRow
from mou.reading import DecisionReading, Outcome
from mou.report.annual import annual
from mou.report.told import Shown
from mou.segments import Origin
from mou.steps import Accepted, Outcomes, What
from mou.stories import Verb
from mou.submission import Phase
from tests.fakes.edition import typesetter
from tests.fakes.stage import REPORT, Stage

SPANISH = "[es] CAL FIRE capacitó a 12 brigadas."


async def _phase(stage: Stage, phase: Phase, *, version: int = 1) -> None:
    async with stage.record.book(REPORT) as book:
        await book.set_phase(version, seq=99, phase=phase, round_=1)


async def _tree(stage: Stage) -> tuple[str, set[Shown]]:
    """Return the year's tree as text, and how the entries of the first quarter are shown."""
    cycle = await stage.record.cycle("ca-mx/2026")
    tree = annual(
        program=cycle.program, year=2026, edition=1, reports=await stage.record.reports(cycle.id), cut=stage.clock.now()
    )
    asked = [one for one in tree.told() if (one.quarter, one.group) == ("2026-Q1", "wildfires")]
    return json.dumps(tree.model_dump(mode="json"), ensure_ascii=False), {one.shown for one in asked if one.shown}


async def test_a_phase_that_says_approved_prints_nothing_by_itself(stage: Stage) -> None:
    """No party has approved a word: the entries wait, whatever the projected phase says."""
    await stage.under_review()
    await _phase(stage, Phase.APPROVED)
    tree, shown = await _tree(stage)
    assert SPANISH not in tree
    assert Shown.AWAITING in shown
    assert Shown.PROGRESS not in shown


async def test_one_party_is_not_enough(stage: Stage) -> None:
    """What a single party approved waits too, and says so segment by segment."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await _phase(stage, Phase.APPROVED)
    tree, _ = await _tree(stage)
    assert SPANISH not in tree
    (report,) = await stage.record.reports("ca-mx/2026")
    assert {one.approved_by for one in report.provenance} == {("california",)}


async def test_what_both_approved_is_printed_with_its_provenance(stage: Stage) -> None:
    """Each segment names its engine with version and the parties that approved this very pair."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await stage.take(await stage.reply("approval-1", "p03", "APRUEBO\n"))
    tree, shown = await _tree(stage)
    assert SPANISH in tree
    assert Shown.PROGRESS in shown
    (report,) = await stage.record.reports("ca-mx/2026")
    assert [(one.number, one.origin, one.engine, set(one.approved_by)) for one in report.provenance] == [
        (number, Origin.DRAFT, "fake 0", {"california", "mexico"}) for number in (1, 2)
    ]


@pytest.mark.parametrize("secret", ["Never approved by anybody."])
async def test_a_correction_of_words_nobody_approved_is_no_erratum(stage: Stage, secret: str) -> None:
    """A version that the record shows as approved and nobody approved gives no erratum its words."""
    await stage.under_review()
    async with stage.record.book(REPORT) as book:
        first = await book.segments(1)
        await book.put_segments(1, [one.model_copy(update={"target": secret}) for one in first])
        filed = await book.entries(1)
        await book.set_phase(1, seq=99, phase=Phase.APPROVED, round_=1)
        await book.open_version(2)
        await book.file_entries(2, 1, [one.model_copy(update={"text": "New words."}) for one in filed])
        await book.set_phase(2, seq=99, phase=Phase.APPROVED, round_=1)
    (report,) = await stage.record.reports("ca-mx/2026")
    assert (report.version, report.errata) == (2, ())
    assert secret not in (await _tree(stage))[0]


async def _except(stage: Stage, person: str, party: str, reason: str) -> None:
    """Put an exception of the whole text on record, as a coordinator signs it."""
    async with stage.record.book(REPORT) as book:
        text = await ShownText.of(book, 1)
        on = book.now_on
    decision = DecisionReading(outcome=Outcome.ACCEPT, reason="decision", verb=Verb.EXCEPT, because=reason)
    said = {**decision.model_dump(mode="json"), "covers": sorted(set(text.manifest.values())), "edits": [], "shown": "s"}
    row = ReadingRow(
        digest=f"except-{person}", what=What.DECISION, report=REPORT, version=1, party=party, person=person, language="en",
        said=said, door="command", offered_on=on,
    )  # fmt: skip
    await stage.record.offer(row)
    course = stage.stories.courses[REPORT]
    offer = decision_offer(row)
    assert course.decision_objection(offer) == ""
    taken = course.decide(offer)
    accepted = (Accepted(seq=taken.seq, what=What.DECISION, ref=row.digest),)
    outcomes = Outcomes(report=REPORT, version=1, seq=taken.seq, phase=taken.phase, round=1, accepted=accepted)
    await stage.recording.record(outcomes)


async def test_an_exception_by_one_party_prints_nothing(stage: Stage) -> None:
    """Not even where the phase says approved."""
    await stage.under_review()
    await _except(stage, "p01", "california", "Both reviewers are on leave.")
    await _phase(stage, Phase.APPROVED)
    tree, _ = await _tree(stage)
    assert SPANISH not in tree


async def test_what_both_coordinators_excepted_is_printed_with_their_names_and_reasons(stage: Stage) -> None:
    """California had approved: only what Mexico did not review is told as excepted, and the memory keeps none of it."""
    await stage.under_review()
    await stage.take(await stage.reply("approval-1", "p01", "APPROVE\n"))
    await _except(stage, "p01", "california", "The season's report cannot wait.")
    await _except(stage, "p03", "mexico", "La persona revisora está de licencia.")
    assert stage.stories.courses[REPORT].phase is Phase.APPROVED
    cycle = await stage.record.cycle("ca-mx/2026")
    (report,) = await stage.record.reports(cycle.id)
    assert report.excepted == (0, 1, 2)
    tree = annual(program=cycle.program, year=2026, edition=1, reports=(report,), cut=stage.clock.now())
    first = next(one for one in tree.told() if one.text)
    assert first.unreviewed is not None
    assert (first.unreviewed.sentences, first.unreviewed.facts) == (1, True)
    assert [one.party for one in first.unreviewed.signatures] == ["california", "mexico"]
    assert first.unreviewed.because["mexico"] == "La persona revisora está de licencia."
    assert [one.party for one in first.signatures] == ["california"]
    assert await stage.memory.entries("ca-mx") == ()
    traced = (await PostgresTraces(stage.engine).of(REPORT))[0]
    assert [one.party for one in traced.approvals] == ["california"]
    assert [(one.party, one.person, one.because) for one in traced.exceptions] == [
        ("california", "p01", "The season's report cannot wait."),
        ("mexico", "p03", "La persona revisora está de licencia."),
    ]
    for language in ("en", "es"):
        page = typesetter().edition(tree)[f"{language}/index.html"].decode()
        assert "La persona revisora está de licencia." in page
        assert {"en": "Published by exception", "es": "Publicado por excepción"}[language] in page


async def test_an_exception_falls_with_the_words_it_was_signed_for(stage: Stage) -> None:
    """A sentence corrected after both had signed is covered by nothing: the whole report waits again."""
    await stage.under_review()
    await _except(stage, "p01", "california", "Urgent.")
    await stage.take(await stage.reply("approval-1", "p03", "ES-1: CAL FIRE capacitó a 12 cuadrillas.\n"))
    await _except(stage, "p03", "mexico", "Urgente.")
    assert stage.stories.courses[REPORT].phase is Phase.REVIEWING
    await _phase(stage, Phase.APPROVED)
    tree, _ = await _tree(stage)
    assert "cuadrillas" not in tree
