"""Check a program file's tree: every problem at once, whatever the file holds."""

from collections.abc import Iterable

from mou import check_policy, check_rules
from mou.check_shape import shaped
from mou.closed_days import Calendar
from mou.problem import Problem, get
from mou.program import Program

__all__ = ["Problem", "check", "check_calendar"]


def check(tree: object) -> tuple[Problem, ...]:
    """Return every problem of a program's tree, those of its shape first; empty when it is a program."""
    _, problems = shaped(Program, tree)
    return _once((*problems, *check_rules.problems(tree), *check_policy.problems(tree)))


def check_calendar(tree: object, code: str) -> tuple[Problem, ...]:
    """Return every problem of a calendar's tree; `code` is the calendar's name in the program."""
    _, problems = shaped(Calendar, tree)
    said = get(tree, "code")
    if isinstance(said, str) and said != code:
        named = Problem(
            path=("code",), what=f"the calendar is called {said!r} inside", mend=f"write {code!r}, as the file is named"
        )
        return (*problems, named)
    return problems


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple({(problem.path, problem.what): problem for problem in problems}.values())
