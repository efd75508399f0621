"""Every code by which something is held, refused, asked about or flagged has words in letters; found in the code itself."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from commands.offering import WORDS
from mou.checks import CODES
from mou.letters.reasons import FLAGS, HELD, REFUSALS, UNCLEAR
from tests.house.sources import called, calls, product, tree

MEND = "give it words in mou/letters/reasons.py, and translate them in locales/"
COURSE = Path("mou/course.py")


def codes(node: ast.AST | None) -> set[str]:
    """Return the string constants an expression may come to, "" left out; an f-string counts by its fixed beginning."""
    if isinstance(node, ast.JoinedStr):
        return codes(node.values[0]) if node.values else set()
    if isinstance(node, ast.Constant):
        return {node.value.rstrip("-")} if isinstance(node.value, str) and node.value else set()
    if isinstance(node, ast.IfExp):
        return codes(node.body) | codes(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(codes, node.values))
    return set()


def given(call: ast.Call, name: str, position: int) -> ast.expr | None:
    """Return the argument of a call, by keyword or by position."""
    named = next((word.value for word in call.keywords if word.arg == name), None)
    return named or (call.args[position] if len(call.args) > position else None)


def said(room: str, places: Iterable[tuple[str, str, int]]) -> set[str]:
    """Return the codes given in a room (or file) to these calls: (what is called, keyword, position)."""
    asked = {name: (keyword, position) for name, keyword, position in places}
    found = [(call, asked[called(call)]) for path in files(room) for call in calls(path) if called(call) in asked]
    return set().union(*(codes(given(call, *where)) for call, where in found))


def returned(room: str, *functions: str) -> set[str]:
    """Return the codes that functions of these names return."""
    defined = (node for path in files(room) for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    returns = (node for one in defined if one.name in functions for node in ast.walk(one) if isinstance(node, ast.Return))
    return set().union(*(codes(one.value) for one in returns))


def noted(room: str, *names: str) -> set[str]:
    """Return the codes assigned to variables or attributes of these names."""
    return set().union(*(codes(value) for path in files(room) for name, value in _assigned(path) if name in names))


def files(room: str) -> list[Path]:
    """Return the product files below a path."""
    found = [path for path in product() if path.is_relative_to(room)]
    assert found, room
    return found


def _assigned(path: Path) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = zip(target.elts, getattr(node.value, "elts", ()), strict=False) if isinstance(target, ast.Tuple) else ()
                for one, value in pairs or ((target, node.value),):
                    yield getattr(one, "attr", getattr(one, "id", "")), value


def test_every_doubt_about_a_passage_has_words() -> None:
    """What a reader of replies or decisions sets aside is quoted back with why."""
    doubts = said(
        "mou/reply",
        [
            ("Unclear", "reason", 1),
            ("Piece", "doubt", 5),
            ("_doubt", "reason", 1),
            ("_enter", "doubt", 2),
            ("_enter_text", "doubt", 0),
            ("replace", "doubt", 9),
        ],
    )
    doubts |= returned("mou/reply", "_why") | noted("mou/reply", "_doubt")
    assert {"no-item", "after-signature", "several-items", "changed-label", "not-clear", "conditional"} <= doubts
    assert sorted(doubts - set(UNCLEAR)) == [], MEND


def test_every_refusal_of_a_story_has_words_for_letters_and_for_the_command() -> None:
    """A reviewer refused by mail and a coordinator refused at the prompt both learn why."""
    decisions = returned(str(COURSE), "decision_objection", "_superseded") | noted("activities/filing.py", "why")
    decisions |= {code for code in _refusals_answered() if code}
    assert {"own-text", "superseded", "closed", "unclear"} <= decisions
    assert sorted(decisions - set(REFUSALS)) == [], MEND
    functions = [node.name for node in ast.walk(tree(COURSE)) if isinstance(node, ast.FunctionDef)]
    objections = [name for name in functions if name.endswith("_objection")]
    every = returned(str(COURSE), "_superseded", *objections) | said("workflows", [("refuse", "objection", 0)])
    assert sorted(every - set(WORDS)) == [], "give it words in commands/offering.py"


def test_every_reason_to_hold_a_mail_has_words() -> None:
    """The coordinator who must decide learns why a mail waits; a story's objection to a reading is one of the reasons."""
    holds = said("activities", [("hold", "reason", 9), ("_hold", "reason", 2), ("Held", "where", 1)])
    holds |= said("mou/inbound", [("hold", "reason", 0)]) | noted_as_held()
    holds |= returned(str(COURSE), "reading_objection") - {"settled"}  # settled: it starts an amendment
    assert {"unknown-letter", "unknown-sender", "not-asked", "story-missing", "same-id-other-text"} <= holds
    assert sorted(holds - set(HELD)) == [], MEND


def test_every_check_of_a_translation_has_words() -> None:
    """A flag blocks an approval, so the letter says what differs."""
    assert sorted(set(CODES) ^ set(FLAGS)) == [], MEND


def noted_as_held() -> set[str]:
    """Return the reasons of mails that are stored as held in the first place: by keywords, or as values of a row."""
    held = files("adapters/postgres")
    marked = [{str(word.arg): word.value for word in call.keywords} for path in held for call in calls(path)]
    marked += [
        {str(key.value): value for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)}
        for path in held
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Dict)
    ]
    return set().union(*(codes(row.get("reason")) for row in marked if "held" in codes(row.get("status"))))


def _refusals_answered() -> set[str]:
    """Return the codes that filing a decision comes to by itself, as the first of (code, what is open)."""
    filing = ast.walk(tree(Path("activities/filing.py")))
    decide = next(node for node in filing if isinstance(node, ast.AsyncFunctionDef) and node.name == "_decide")
    pairs = [node.value for node in ast.walk(decide) if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    return set().union(*(codes(pair.elts[0]) for pair in pairs))
