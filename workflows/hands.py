"""How a story asks its hands: by name, one activity per step, with a summary ops can read and no text in any input."""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey

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


async def ask(name: str, given: BaseModel, answer: type[Answer], *, summary: str, retry: RetryPolicy = PATIENT) -> Answer:
    """Execute the activity `name` and return its answer; a vendor away is waited for, a rule broken raises ActivityError."""
    answered: Answer = await workflow.execute_activity(
        name,
        given,
        result_type=answer,
        start_to_close_timeout=timedelta(minutes=5),
        heartbeat_timeout=timedelta(seconds=6),
        retry_policy=retry,
        summary=summary,
    )
    return answered


def show(course: Course, *, upcoming: Moment | None, phase_is_new: bool = True) -> None:
    """Tell ops where a submission stands: an upsert once per phase (each is an event), the note as often as it changes."""
    if phase_is_new:
        due = DUE.value_set(upcoming.at) if upcoming else DUE.value_unset()
        waiting = WAITING_ON.value_set(list(waiting_on(course)))
        reading = LANGUAGE.value_set(list(languages_waited_on(course)))
        workflow.upsert_search_attributes([PHASE.value_set(course.phase), waiting, reading, due])
    workflow.set_current_details(details(course, upcoming=upcoming, now=workflow.now()))
