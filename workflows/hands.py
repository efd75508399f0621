"""How a story asks its hands: by name, one activity per step, with a summary ops can read and no text in any input."""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel

    from activities.names import PATIENT
    from mou.attributes import Attribute
    from mou.course import Course
    from mou.details import details, languages_waited_on, waiting_on
    from mou.stories import Moment

Answer = TypeVar("Answer")

PHASE = SearchAttributeKey.for_keyword(Attribute.PHASE)
WAITING_ON = SearchAttributeKey.for_keyword_list(Attribute.WAITING_ON)
LANGUAGE = SearchAttributeKey.for_keyword_list(Attribute.LANGUAGE)
DUE = SearchAttributeKey.for_datetime(Attribute.DUE)


async def ask(name: str, given: BaseModel, answer: type[Answer], *, summary: str) -> Answer:
    """Execute the activity `name` and return its answer; whatever is away is waited for."""
    answered: Answer = await workflow.execute_activity(
        name,
        given,
        result_type=answer,
        start_to_close_timeout=timedelta(minutes=5),
        heartbeat_timeout=timedelta(seconds=6),
        retry_policy=PATIENT,
        summary=summary,
    )
    return answered


class Board:
    """Where ops read how a submission stands: an upsert only when it changes (each is an event), the note at every step."""

    def __init__(self) -> None:
        self._here: tuple[str, int] | None = None
        self._said: tuple[object, ...] = ()

    def show(self, course: Course, *, upcoming: Moment | None) -> None:
        """Show where this course stands and what comes next."""
        if self._here != (course.phase, course.round):
            self._here, course.since = (course.phase, course.round), workflow.now()
        holders, languages = waiting_on(course), languages_waited_on(course)
        said = (course.phase, holders, languages, upcoming and upcoming.at)
        if said != self._said:
            due = DUE.value_set(upcoming.at) if upcoming else DUE.value_unset()
            held = WAITING_ON.value_set(list(holders)), LANGUAGE.value_set(list(languages))
            workflow.upsert_search_attributes([PHASE.value_set(course.phase), *held, due])
            self._said = said
        workflow.set_current_details(details(course, upcoming=upcoming, now=workflow.now()))
