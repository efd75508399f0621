"""Is a program's timetable possible? Its moments must come in their order, and its term must not end before it begins."""

from collections.abc import Iterator
from datetime import date

from mou.problem import Path, Problem, get, whole

EARLIEST, LATEST = 1900, 2200
MOST_DAYS = 250


def problems(tree: object) -> Iterator[Problem]:
    """Yield every impossibility; what has a wrong shape is passed over."""
    yield from _span(tree)
    yield from _least(tree)
    yield from _quarter(tree)
    yield from _review(tree, ("policy", "review"))
    yield from _review(tree, ("policy", "annual", "review"))
    yield from _annual(tree)
    yield from _hours(tree)


def _span(tree: object) -> Iterator[Problem]:
    days = {name: _date(get(tree, "span", name)) for name in ("first", "last")}
    for name, day in days.items():
        if day and not EARLIEST <= day.year <= LATEST:
            yield Problem(path=("span", name), what=f"{day} is no year of an agreement", mend=f"write {EARLIEST} to {LATEST}")
    if days["first"] and days["last"] and days["last"] < days["first"]:
        what = f"the term ends ({days['last']}) before it begins ({days['first']})"
        yield Problem(path=("span", "last"), what=what, mend="exchange the two, or mend the year")


def _date(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _least(tree: object) -> Iterator[Problem]:
    """Days that count from something before them must move on, and none is a year away."""
    one = [("policy", name) for name in ("opens", "due", "escalation", "closes", "cut", "returned")]
    paths: list[Path] = [*one, ("policy", "review", "escalation"), ("policy", "annual", "cut"), ("policy", "annual", "embargo")]
    paths.append(("policy", "annual", "review", "escalation"))
    for path in paths:
        days = whole(tree, *path)
        if days is not None and not 1 <= days <= MOST_DAYS:
            yield Problem(path=path, what=f"`{path[-1]}` cannot be {days} business days", mend=f"write 1 to {MOST_DAYS}")


def _reminders(tree: object, path: Path) -> list[tuple[Path, int]]:
    found = get(tree, *path)
    listed = enumerate(found if isinstance(found, list | tuple) else ())
    return [((*path, n), days) for n, days in listed if isinstance(days, int) and not isinstance(days, bool)]


def _twice(reminders: list[tuple[Path, int]]) -> Iterator[Problem]:
    for index, (path, days) in enumerate(reminders):
        if days in [other for _, other in reminders[:index]]:
            yield Problem(path=path, what=f"the reminder on day {days} is planned twice", mend="remove one")


def _quarter(tree: object) -> Iterator[Problem]:
    opens, due, escalation, closes = (whole(tree, "policy", name) for name in ("opens", "due", "escalation", "closes"))
    reminders = _reminders(tree, ("policy", "reminders"))
    yield from _twice(reminders)
    if opens is not None and due is not None and due <= opens:
        yield Problem(path=("policy", "due"), what="reports are due before the form is sent", mend=f"write more than {opens}")
    if escalation is not None and closes is not None and escalation >= closes:
        what = f"`escalation` ({escalation}) is not before the report closes ({closes})"
        yield Problem(path=("policy", "escalation"), what=what, mend=f"write less than {closes}")
    for path, days in reminders:
        if opens is not None and due is not None and due + days <= opens:
            what = f"the reminder {days} days from the due day comes no later than the form itself"
            yield Problem(path=path, what=what, mend=f"write more than {opens - due}")
        if closes is not None and days >= closes:
            what = f"the reminder on day {days} is not before the report closes ({closes})"
            yield Problem(path=path, what=what, mend=f"write less than {closes}")
        if days == escalation:
            what = f"the reminder on day {days} is on the day of the escalation"
            yield Problem(path=path, what=what, mend="choose another day: nobody gets two letters at once")


def _review(tree: object, at: Path) -> Iterator[Problem]:
    escalation, reminders = whole(tree, *at, "escalation"), _reminders(tree, (*at, "reminders"))
    yield from _twice(reminders)
    for path, days in reminders:
        if days < 1 or (escalation is not None and days >= escalation):
            what = f"the review reminder on day {days} is not between request and escalation"
            mend = (
                f"write 1 to {escalation - 1}"
                if escalation is not None and escalation > 1
                else "write 1 or more, before the escalation"
            )
            yield Problem(path=path, what=what, mend=mend)


def _annual(tree: object) -> Iterator[Problem]:
    cut, embargo = whole(tree, "policy", "annual", "cut"), whole(tree, "policy", "annual", "embargo")
    if cut is not None and embargo is not None and embargo <= cut:
        what = f"`embargo` ({embargo}) is not after the annual cut ({cut}): both count from the fourth quarter's cut"
        yield Problem(path=("policy", "annual", "embargo"), what=what, mend=f"write more than {cut}")


def _hours(tree: object) -> Iterator[Problem]:
    letter, due = (
        str(get(tree, "policy", name) or standard) for name, standard in (("letter_time", "09:00"), ("due_time", "17:00"))
    )
    if letter[:5] >= due[:5] and all(len(one) >= len("00:00") for one in (letter, due)):
        what = f"letters ({letter}) do not go out before the day's deadline ({due})"
        yield Problem(path=("policy", "letter_time"), what=what, mend="choose an earlier hour")
