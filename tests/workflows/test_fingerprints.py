"""Nobody changes what a running story does without noticing."""

import json

from tests.workflows.fingerprints import KEPT, commands, fingerprints

WHAT_TO_DO = (
    "A story's commands changed. Stories that run now were begun with the old ones: replay the saved histories "
    "(`pytest tests/workflows/test_replay.py`), put the change behind `workflow.patched` where a running story would meet it, "
    "then write the fingerprints anew with `python -m tests.workflows.fingerprints`."
)


def test_the_stories_commands_are_those_on_file() -> None:
    """Each story file gives the commands its fingerprint names, in that order."""
    assert fingerprints() == json.loads(KEPT.read_text(encoding="utf-8")), WHAT_TO_DO


def test_another_order_is_another_fingerprint() -> None:
    """Two commands that change places, or one that asks for something else, do not go unnoticed."""
    here = "async def run(self):\n await ask(names.A, x)\n await workflow.sleep(d)\n"
    assert commands(here) == ["run: ask A", "run: sleep"]
    assert commands("async def run(self):\n await workflow.sleep(d)\n await ask(names.B, x)\n") == ["run: sleep", "run: ask B"]
