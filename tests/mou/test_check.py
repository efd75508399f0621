"""Every problem of a program's tree at once, in sentences, whatever the tree is."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.program_files import read
from mou.check import Problem, check, check_calendar
from mou.check_shape import shaped
from mou.program import Program

SOURCE = read(Path(__file__).parents[2] / "programs" / "ca-mx")


def tree() -> Any:
    """Return a fresh copy of the sample program's tree."""
    return deepcopy(SOURCE.tree)


def said(changed: object) -> str:
    """Return all problems as lines."""
    return "\n".join(f"{'.'.join(map(str, one.path))}: {one.what} — {one.mend}" for one in check(changed))


def test_the_sample_program_has_no_problem() -> None:
    """Program and calendars of the sample are right."""
    assert check(tree()) == ()
    assert all(check_calendar(page.tree, code) == () for code, page in SOURCE.calendars.items())


MISTAKES: list[tuple[tuple[str | int, ...], object, str]] = [
    (("groups", 0, "nmae"), "x", "there is no field `nmae` here — did you mean 'name'?"),
    (("policy", "opens"), "ten", "`opens` expects a whole number, found the text 'ten'"),
    (("policy", "opens"), True, "`opens` expects a whole number, found true"),
    (("groups",), {"code": "x"}, "`groups` expects a list, found a block of fields"),
    (("groups", 1), "air", "line 2 of `groups` expects a block of fields, found the text 'air'"),
    (("name",), None, "`name` expects a block of fields, found nothing"),
    (("name", "es"), " ", "the text is empty in: es"),
    (("span", "last"), "2026-02-30", "`last` expects a date, found the text '2026-02-30' — write it like 2026-03-31"),
    (("policy", "due_time"), 1020, "`due_time` expects a time of day, found 1020 — write it in quotes"),
    (("groups", 1, "code"), "climate-change", "the group code 'climate-change' is used twice"),
    (("groups", 1, "code"), "Air Quality", "'Air Quality' is no group code — use small letters"),
    (("groups", 1, "items", 0, "code"), "CC-1", "the item code 'CC-1' is used twice"),
    (("groups", 1, "items", 0, "code"), "aq1", "'aq1' is no item code"),
    (("people", 1, "id"), "p01", "the person id 'p01' is used twice"),
    (("people", 1, "address"), "MARGARET.okafor@calepa.example", "is already the address of p01"),
    (("people", 1, "address"), "daniel at calepa", "'daniel at calepa' is no e-mail address"),
    (("people", 1, "address"), "a@b.example\nBcc: c@d.example", "is no e-mail address"),
    (("contact",), "nobody", "'nobody' is no e-mail address"),
    (("parties", 0, "coordinator", "holder"), "p99", "there is no person 'p99'"),
    (("parties", 0, "coordinator", "alternate"), "p01", "the alternate is the holder"),
    (("parties", 0, "coordinator", "holder"), "p03", "p03 reads 'es', but california works in 'en'"),
    (("groups", 0, "leads"), {"california": {"holder": "p05"}}, "climate-change has no lead for mexico"),
    (("groups", 0, "leads", "mexcio"), {"holder": "p07"}, "there is no party 'mexcio' — did you mean 'mexico'?"),
    (("groups", 0, "items", 0, "owed_by"), ["canada"], "there is no party 'canada'"),
    (("groups", 0, "items"), [], "climate-change has no plan item"),
    (("groups", 0, "name"), {"en": "Climate"}, "`name` is not said in 'es' — add `es:`"),
    (("parties", 0, "zone"), "America/Los_Angles", "no time zone 'America/Los_Angles' — did you mean 'America/Los_Angeles'?"),
    (("parties", 0, "calendar"), "californa", "'californa' is not among the program's `calendars` — did you mean"),
    (("parties", 0, "locale"), "es_MX", "the locale 'es_MX' does not go with the language 'en'"),
    (("parties",), [], "the agreement has no party"),
    (("policy", "reminders"), [-9], "comes no later than the form itself — write more than -9"),
    (("policy", "reminders"), [12], "the reminder on day 12 is not before the report closes (10)"),
    (("policy", "reminders"), [4], "on the day of the escalation"),
    (("policy", "reminders"), [2, 2], "the reminder on day 2 is planned twice"),
    (("policy", "escalation"), 10, "`escalation` (10) is not before the report closes (10)"),
    (("policy", "cut"), 0, "`cut` cannot be 0 business days"),
    (("policy", "due"), 1, "reports are due before the form is sent"),
    (("policy", "review", "reminders"), [5], "the review reminder on day 5 is not between request and escalation"),
    (("policy", "annual", "embargo"), 5, "`embargo` (5) is not after the annual cut (5)"),
    (("policy", "letter_time"), "18:00", "letters (18:00) do not go out before the day's deadline (17:00)"),
    (("span", "last"), "2024-01-01", "the term ends (2024-01-01) before it begins (2025-01-01)"),
    (("span", "first"), "0025-01-01", "0025-01-01 is no year of an agreement"),
]  # fmt: skip


def planted(where: Any, path: tuple[str | int, ...], value: object) -> Any:
    """Put a value at a path of a tree."""
    inside = where
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return where


@pytest.mark.parametrize(("path", "value", "sentence"), MISTAKES, ids=lambda value: str(value)[:40])
def test_each_mistake_has_its_sentence(path: tuple[str | int, ...], value: object, sentence: str) -> None:
    """One mistake in the sample program is told in words, with how to mend it."""
    assert sentence in said(planted(tree(), path, value))


def test_a_missing_field_is_told_where_it_belongs() -> None:
    """A person without an address is found by path."""
    changed = tree()
    del changed["people"][3]["address"]
    assert check(changed) == (Problem(path=("people", 3, "address"), what="`address` is missing", mend="add `address:` here"),)


def test_every_problem_is_told_at_once() -> None:
    """Wrong shapes do not hide broken rules."""
    changed = tree()
    for path, value, _ in (MISTAKES[0], MISTAKES[1], MISTAKES[9], MISTAKES[15], MISTAKES[26]):
        planted(changed, path, value)
    assert len(check(changed)) == 5


def test_dates_as_yaml_reads_them_are_understood() -> None:
    """A tree with real dates is as good as one with written ones."""
    changed = planted(tree(), ("span", "first"), date(2025, 1, 1))
    assert check(changed) == ()
    program, _ = shaped(Program, changed)
    assert program is not None
    assert program.span.first == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("rules", 0, "kind"), "fixd", "line 1 of `rules` has an unknown kind 'fixd'"),
        (("rules", 0), {"name": "x"}, "line 1 of `rules` has no `kind`"),
        (("rules", 0, "month"), 13, "`month`: input should be less than or equal to 12, found 13"),
        (("rules", 0, "day"), 32, "`day`: input should be less than or equal to 31"),
        (("rules", 0), {"kind": "fixed", "name": "x", "month": 2, "day": 30}, "month 2 has no day 30"),
        (("rules", 0), {"kind": "fixed", "name": "x", "month": 2}, "`day` is missing — add `day:` here"),
        (("rules", 0, "mouth"), 2, "there is no field `mouth` here — did you mean 'month'?"),
        (("rules", 0, "every"), 4, "`every` counts years from `since`"),
        (("rules", 0, "moves"), {"sonday": 1}, "`sonday` cannot be the text 'sonday' — use one of: 'monday'"),
        (("weekend",), ["saturday", "sontag"], "line 2 of `weekend` cannot be the text 'sontag'"),
        (("overlays",), [{"day": "2026-05-01", "through": "2026-04-01", "name": "x", "source": "y"}], "is before `day`"),
        (("overlays",), [{"day": "2026-05-01", "name": "x"}], "`source` is missing"),
        (("code",), "other", "the calendar is called 'other' inside"),
    ],
)
def test_calendars_are_checked_too(path: tuple[str | int, ...], value: object, sentence: str) -> None:
    """One mistake in a calendar is told in words, at its place in the file."""
    found = check_calendar(planted(deepcopy(SOURCE.calendars["california"].tree), path, value), "california")
    assert sentence in "\n".join(f"{one.what} — {one.mend}" for one in found)
    assert all("fixed" not in one.path for one in found)


KEYS = st.one_of(
    st.sampled_from(["code", "name", "parties", "people", "groups", "policy", "leads", "items"]), st.text(max_size=4)
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.dates(), st.binary(max_size=3))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(KEYS, st.none(), st.integers()), inner, max_size=5)
    ),
    max_leaves=15,
)


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_no_tree_breaks_the_check(anything: object) -> None:
    """Whatever stands in the file, the answer is problems."""
    assert check(anything)
    assert check_calendar(anything, "california")


PATHS = [path for path in SOURCE.lines if path]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), TREES)
def test_no_damage_to_the_sample_breaks_the_check(path: tuple[str | int, ...], anything: object) -> None:
    """Anything in any place of a good program is taken or told, and what is told can be shaped into no program."""
    changed = planted(tree(), path, anything)
    problems = check(changed)
    program, _ = shaped(Program, changed)
    assert problems or program is not None


def test_a_circle_does_not_break_the_check() -> None:
    """A tree that contains itself is told as wrong."""
    circle: dict[str, object] = {}
    circle["groups"] = circle
    assert check(circle)
