"""Who is asked by name is there: activities, stories, Updates, and the models that go in and out of them."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from temporalio import activity, workflow

import worker
from activities import names
from adapters.postgres.engine import engine
from mou import stories
from mou.ports import Stories
from settings import Settings
from tests.fakes.stories import FakeStories
from tests.house.sources import ROOMS, called, calls, product, text, tree
from wiring import House

STORIES = {definition.name: definition for story in worker.STORIES if (definition := workflow._Definition.from_class(story))}
TAKES = {
    stories.FILE_READING: stories.ReadingOffer,
    stories.DECIDE: stories.DecisionOffer,
    stories.EXTEND: stories.Extension,
    stories.WAIVE: stories.Waiver,
    stories.REASSIGN: stories.Reassignment,
    stories.SETTLE_HELD: stories.HeldSettled,
}
"""Each Update's message; every one is answered with `Taken`."""
NOT_UPDATES = {"TASK_QUEUE"}
UPDATES = {name: value for name, value in vars(stories).items() if name.isupper() and name not in NOT_UPDATES}
ACTIVITIES = {name: value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)}


@pytest.fixture
async def registered(tmp_path: Path) -> dict[str, Callable[..., Any]]:
    """Return the activities a worker would register, by name; nothing is connected to."""
    database = engine("postgresql+asyncpg://nobody@127.0.0.1:9/none")
    settings = Settings().model_copy(update={"state": tmp_path})
    built = worker.hands(House(settings=settings, engine=database), cast("Stories", FakeStories()))
    await database.dispose()
    found = [(activity._Definition.must_from_callable(hand).name, hand) for hand in built]
    assert len(dict(found)) == len(found), "two activities of one name"
    return {name: hand for name, hand in found if name}


async def test_every_activity_that_is_named_is_registered_and_no_other(registered: dict[str, Callable[..., Any]]) -> None:
    """A story that names a hand the worker lacks would wait for ever: mend worker.hands or activities/names.py."""
    assert set(registered) == set(ACTIVITIES.values())


async def test_stories_give_and_expect_what_their_hands_take_and_answer(registered: dict[str, Callable[..., Any]]) -> None:
    """`ask(names.X, given, Answer)` names the type that the activity is annotated to return; every name is asked for."""
    asked = set()
    for path, call in _calls("ask", "workflows"):
        name = getattr(call.args[0], "attr", "")
        asked.add(name)
        answer = registered[ACTIVITIES[name]].__annotations__["return"]
        expected = "type(None)" if answer is None else answer.__name__
        assert ast.unparse(call.args[2]) == expected, f"{path}:{call.lineno} expects another answer than {name} gives"
    assert asked == set(ACTIVITIES), "an activity that no story asks for"


def test_every_story_of_the_room_is_carried_by_the_worker() -> None:
    """A class with `@workflow.defn` that worker.STORIES lacks would never run."""
    defined = {
        node.name
        for path in product()
        if path.parts[0] == "workflows"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any("workflow.defn" in ast.unparse(mark) for mark in node.decorator_list)
    }
    assert defined == set(STORIES)


def test_updates_are_those_of_the_contract_with_its_messages_and_answers() -> None:
    """mou/stories.py is what callers see: each Update there is taken by a story, with that model, and answered with Taken."""
    assert set(TAKES) == set(UPDATES.values()), "a new Update: add its message here"
    taken = [(name, update) for story in STORIES.values() for name, update in story.updates.items()]
    assert {name for name, _ in taken} == set(TAKES)
    for name, update in taken:
        assert update.arg_types == [TAKES[str(name)]], name
        assert update.ret_type is stories.Taken, name
        assert update.validator is not None, f"{name} has no validator: a refusal would enter the history"


def test_stories_start_with_a_model_of_the_contract() -> None:
    """What a story is started with is defined in mou/stories.py, where its callers find it."""
    for name, story in STORIES.items():
        (given,) = list(story.arg_types or ())
        assert getattr(stories, given.__name__, None) is given, name


def test_whoever_starts_a_story_by_name_names_one_and_gives_what_it_takes() -> None:
    """A misspelt story would be accepted by the server and never run."""
    found = [
        (path, call, call.args[0].value)
        for name in ("start", "ScheduleActionStartWorkflow")
        for path, call in _calls(name, *ROOMS, "worker.py")
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]
    assert {name for _, _, name in found} >= {"Cycle", "Amendment", "AnnualReport", "InboundMail", "Sweep"}
    for path, call, name in found:
        assert name in STORIES, f"{path}:{call.lineno} starts {name!r}, which is no story"
        given = (STORIES[str(name)].arg_types or [object])[0].__name__
        assert given in text(path), f"{path}:{call.lineno} starts {name} without a {given}"


def test_whoever_updates_a_story_uses_a_name_of_the_contract() -> None:
    """Names of Updates are never typed out: `tell` and `Stories.update` get a constant of mou/stories.py."""
    told = [(path, call, call.args[2]) for path, call in _calls("tell", "commands")]
    told += [
        (path, call, call.args[1])
        for path, call in _calls("update", "activities", "web", "commands")
        if any(word.arg == "answer" for word in call.keywords) and ast.unparse(call.args[1]) != "update"  # tell's own
    ]
    assert {ast.unparse(name) for _, _, name in told} == set(UPDATES), "an Update nobody sends, or one that is no constant"


def _calls(name: str, *rooms: str) -> list[tuple[Path, ast.Call]]:
    return [(path, call) for path in product() if path.parts[0] in rooms for call in calls(path) if called(call) == name]
