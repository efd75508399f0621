"""Old stories stay playable: each saved history replays with today's code, says nothing of anybody, and a change is caught."""

import json
from pathlib import Path

import pytest
import yaml
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.fakes.privacy import leaks, prose, told
from tests.histories.save import FOLDER
from tests.workflows.changed import Changed
from worker import STORIES

ROOT = Path(__file__).parents[2]
SAVED = sorted(FOLDER.glob("*.json"))


def _history(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(file.stem, file.read_text(encoding="utf-8"))


def test_every_story_has_a_saved_history_that_is_closed() -> None:
    """Each story the worker carries has a history, and its last event ends the run."""
    assert {file.stem for file in SAVED} == {story.__name__ for story in STORIES}, "run `make histories`"
    for file in SAVED:
        last = json.loads(file.read_text(encoding="utf-8"))["events"][-1]
        assert last["eventType"] == "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED", file.name


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
async def test_a_saved_history_replays(file: Path) -> None:
    """Today's story does what the saved one did, command by command."""
    replayer = Replayer(workflows=STORIES, data_converter=pydantic_data_converter)
    await replayer.replay_workflow(_history(file))


async def test_a_changed_story_is_caught() -> None:
    """A story of the same name that does things in another order does not replay."""
    replayer = Replayer(workflows=[Changed], data_converter=pydantic_data_converter)
    with pytest.raises(NondeterminismError, match="Nondeterminism"):
        await replayer.replay_workflow(_history(FOLDER / "GroupReport.json"))


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_a_saved_history_names_nobody(file: Path) -> None:
    """No name, address or sentence of the sample program stands in a history, decoded payloads included."""
    people = yaml.safe_load((ROOT / "programs/ca-mx/program.yaml").read_text(encoding="utf-8"))["people"]
    words = [word for person in people for word in (person["name"], person["address"], person["name"].split()[-1])]
    assert len(words) > 20
    everything = told(file.read_text(encoding="utf-8"))
    assert leaks(everything, words) == []
    assert len(prose()) > 200
    assert [sentence for sentence in prose() if sentence in everything] == []


def test_a_name_in_a_payload_would_be_found() -> None:
    """The scan reads payloads, escaped letters and failures: it would find a name in each."""
    payload = {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "eyJieSI6ICJQZVx1MDBmMWEifQ=="}
    history = json.dumps({"events": [{"summary": payload, "failure": {"message": "550 no such user Ruiz"}}]})
    assert leaks(told(history), ["Peña", "ruiz", "Rui"]) == ["Peña", "ruiz"]
