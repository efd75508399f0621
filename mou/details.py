"""What ops read in Temporal's UI about one story: Markdown made of codes, roles and dates only."""

from collections.abc import Iterable
from datetime import datetime

from mou.course import Course
from mou.stories import Moment
from mou.submission import Phase

NEXT = {
    "open": "invitations go out",
    "escalate": "the coordinators are told, alternates are asked",
    "close": "closes with what came, or as *not reported*",
    "review-escalate": "the coordinators are told, alternate reviewers are asked",
    "return-close": "goes back to its reviewers as it is",
    "embargo": "published and announced",
}


def waiting_on(course: Course) -> tuple[str, ...]:
    """Return who holds a submission now, as roles: "lead/mexico", "reviewer/california", "engine"; empty when it ended."""
    if course.phase is Phase.COLLECTING:
        return tuple(dict.fromkeys(f"lead/{pair.partition('/')[2]}" for pair in course.missing()))
    if course.phase is Phase.RETURNED:
        return tuple(f"lead/{party}" for party in course.parties)
    if course.phase is Phase.REVIEWING:
        return tuple(f"reviewer/{party}" for party in course.unconvinced())
    return ("engine",) if course.phase is Phase.TRANSLATING else ()


def languages_waited_on(course: Course) -> tuple[str, ...]:
    """Return the languages of those who hold a submission now."""
    parties = (holder.partition("/")[2] for holder in waiting_on(course))
    return tuple(dict.fromkeys(course.languages[party] for party in parties if party in course.languages))


def details(course: Course, *, upcoming: Moment | None, now: datetime) -> str:
    """Return the current details of a submission: what is late, who holds it, since when, what happens next and when."""
    since = f"{_when(course.since)} UTC" if course.since else "its start"
    lines = [f"**Phase** {course.phase.replace('_', ' ')}, since {since} (round {course.round})"]
    holders = waiting_on(course)
    lines.append(f"**Held by** {', '.join(holders) or 'nobody: it has ended'}")
    if course.phase is Phase.COLLECTING:
        lines.append(f"**Missing** {_listed(course.missing())}")
    if course.phase is Phase.REVIEWING:
        lines += [f"**Not yet approved by {party}** {_listed(course.open_segments(party))}" for party in course.unconvinced()]
    lines.append(_next(upcoming, now))
    return "\n\n".join(lines)


def _next(upcoming: Moment | None, now: datetime) -> str:
    if upcoming is None:
        return "**Next** nothing is planned"
    what = NEXT.get(upcoming.code, "a reminder goes out to whoever is still awaited")
    late = " (**late**)" if upcoming.at < now else ""
    return f"**Next** `{upcoming.code}`: {what}, {_when(upcoming.on)} UTC of the agreement{late}"


def _listed(things: Iterable[object]) -> str:
    return ", ".join(f"`{thing}`" for thing in things) or "nothing"


def _when(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
