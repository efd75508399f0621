"""The port `Stories` without Temporal: each story is its Course, so it takes and refuses by the real rules."""

from collections.abc import Mapping

from pydantic import BaseModel

from mou.attributes import Attribute
from mou.course import Course
from mou.errors import Refused, Unavailable, Unknown
from mou.stories import DECIDE, FILE_READING, SETTLE_HELD, DecisionOffer, ReadingOffer, Taken


class FakeStories:
    """Stories that answer at once. `away` makes every call fail as a Temporal that cannot be reached."""

    def __init__(self) -> None:
        self.courses: dict[str, Course] = {}
        self.started: list[str] = []
        self.updates: list[tuple[str, str, BaseModel]] = []
        self.away = False
        self.settled: set[str] = set()
        self._answers: dict[str, Taken] = {}

    async def start(
        self,
        workflow: str,
        story: str,
        start: BaseModel,
        *,
        attributes: Mapping[Attribute, str],
        summary: str,
        again: bool = False,
    ) -> bool:
        """Begin a course; False when it is there."""
        del start, attributes, summary, again
        self._reachable()
        if story in self.courses:
            return False
        self.started.append(f"{workflow} {story}")
        self.courses[story] = Course()
        return True

    async def update(self, story: str, name: str, message: BaseModel, *, update: str, answer: type[BaseModel]) -> BaseModel:
        """Take or refuse by the course's rules; the same update id is answered as before."""
        del answer
        self._reachable()
        if story not in self.courses:
            raise Unknown(f"no story {story}", where=story)
        if update not in self._answers:
            if name == SETTLE_HELD and story in self.settled:
                raise Refused("no word is awaited", where="not-held")
            self.settled |= {story} if name == SETTLE_HELD else set()
            self._answers[update] = self._take(self.courses[story], name, message)
            self.updates.append((story, name, message))
        return self._answers[update]

    def hold(self, story: str) -> None:
        """Let a mail's story wait for a word, as it does when it is held (again)."""
        self.courses.setdefault(story, Course())
        self.settled.discard(story)

    def _take(self, course: Course, name: str, message: BaseModel) -> Taken:
        if name == FILE_READING and isinstance(message, ReadingOffer):
            _refuse(course.reading_objection(message))
            return course.file(message)
        if name == DECIDE and isinstance(message, DecisionOffer):
            _refuse(course.decision_objection(message))
            return course.decide(message)
        return course.note()

    def _reachable(self) -> None:
        if self.away:
            raise Unavailable("Temporal is away", where="temporal")


def _refuse(objection: str) -> None:
    if objection:
        raise Refused(objection, where=objection)
