"""Killing the worker anywhere: no review is lost, and the engine is asked again for what was in flight and nothing else."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from adapters.mailbox_post import mailbox_path
from tests.conftest import fresh
from tests.crash.killing import AIR, BATCH, CARS, CLIMATE, FIRES, OTHER, REPORTS, After, killed, told
from tests.fakes.sentences import LANGUAGES, SPOKEN

TOLD = [text for report in REPORTS for language in LANGUAGES for text in told(report, language)]
PEOPLE = (("california", "p01"), ("mexico", "p03"))


@pytest.fixture(scope="module")
async def after(postgres: str) -> AsyncIterator[After]:
    """Play the five reports once."""
    async with killed(await fresh(postgres)) as after:
        yield after


async def test_each_kill_struck_where_it_was_meant_to(after: After) -> None:
    """With the engine, twice; answered and not kept; and between two batches, of which the first is on record."""
    first, second = after.kills
    assert first.in_flight == {*told(AIR, "en")[:BATCH], *told(CLIMATE, "en")[BATCH : 2 * BATCH], *told(FIRES, "es")[:BATCH]}
    assert first.kept == {
        *told(CLIMATE, "en")[:BATCH],
        *told(CARS, "en")[:BATCH],
        *told(FIRES, "en"),
        *told(OTHER, "en"),
        *told(OTHER, "es"),
    }
    assert second.in_flight == {*told(AIR, "en")[:BATCH], *told(CLIMATE, "es")[2 * BATCH :]}
    assert second.kept == {*TOLD} - {*told(AIR, "en"), *told(AIR, "es")} - second.in_flight


async def test_only_what_was_in_flight_is_asked_for_again(after: After) -> None:
    """Each text was asked for once, and once more for each kill that struck before it was kept; a call has ten at most."""
    repeats = Counter(text for kill in after.kills for text in kill.in_flight)
    assert after.engine.asked_for() == Counter(TOLD) + repeats
    assert max(map(len, after.engine.calls)) == BATCH


async def test_what_was_kept_is_never_asked_for_again(after: After) -> None:
    """No call after a kill names a text whose draft was on record then."""
    for kill in after.kills:
        later = {text for call in after.engine.calls[kill.calls :] for text in call}
        assert later & kill.kept == set()


async def test_every_sentence_has_its_draft(after: After) -> None:
    """Every sentence stands there once with its translation by the engine, and nobody was told that the engine was away."""
    found = [row for row in after.rows["segments"] if row["live"]]
    assert sorted(row["source"] for row in found) == sorted(TOLD)
    assert {row["source"]: row["target"] for row in found} == {text: SPOKEN[text] for text in TOLD}
    assert {(row["origin"], row["engine"]) for row in found} == {("draft", "libretranslate http")}
    assert "engine-away" not in {row["verb"] for row in after.rows["acts"]}


async def test_every_letter_of_the_review_went_out_once(after: After) -> None:
    """One request, one receipt and one end per reviewer and report: each decided once, sent, and once in the mailbox."""
    gone = [row for row in after.rows["letters"] if row["report"] in REPORTS]
    counted = Counter((row["kind"], row["report"], row["person"]) for row in gone)
    assert {row["status"] for row in gone} == {"sent"}
    assert set(counted.values()) == {1}
    for kind in ("approval-request", "decision-receipt", "closed"):
        assert {(kind, report, person) for report in REPORTS for _, person in PEOPLE} <= {*counted}
    assert after.mailbox == {mailbox_path(row["key"]) for row in after.rows["letters"]}


async def test_both_approvals_are_on_record_once(after: After) -> None:
    """Each party's approval covers every sentence, is taken and written once, and the reports are approved."""
    approved = {row["report"] for row in after.rows["submissions"] if row["phase"] == "approved"}
    assert approved == {*REPORTS}
    given = Counter((row["report"], row["party"], row["person"], row["verb"]) for row in after.rows["approvals"])
    assert given == Counter((report, *who, "approve") for report in REPORTS for who in PEOPLE)
    hashes = {report: {row["hash"] for row in after.rows["segments"] if row["report"] == report} for report in REPORTS}
    assert all(hashes[row["report"]] <= {*row["covers"]} for row in after.rows["approvals"])
    taken = Counter(row["ref"] for row in after.rows["outcomes"])
    assert taken == Counter(row["digest"] for row in after.rows["mails"])
    acts = Counter((row["subject"], row["actor"]) for row in after.rows["acts"] if row["verb"] == "approve")
    assert acts == Counter((report, person) for report in REPORTS for _, person in PEOPLE)
