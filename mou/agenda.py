"""An agenda: the planned steps that are still to be taken, and which of them counts when several are due at once."""

from datetime import datetime

from mou.model import Model
from mou.stories import Moment

NOT_STEPS = {"open", "due", "cut", "assemble", "embargo"}


class Due(Model):
    """The step to take now, and the earlier ones that nobody needs any more."""

    code: str
    skipped: tuple[str, ...] = ()


class Agenda(Model):
    """Steps by time. Milestones that ask nothing of anybody ("open", "due", "cut") are left out."""

    moments: tuple[Moment, ...] = ()

    @classmethod
    def of(cls, moments: tuple[Moment, ...]) -> "Agenda":
        """Return the agenda of these moments, earliest first."""
        steps = (moment for moment in moments if moment.code not in NOT_STEPS)
        return cls(moments=tuple(sorted(steps, key=lambda moment: moment.at)))

    def next(self) -> Moment | None:
        """Return the next step, or None when nothing is planned any more."""
        return self.moments[0] if self.moments else None

    def due(self, now: datetime) -> Due | None:
        """Return the latest step due by now; those before it are skipped: nobody is told twice after an outage."""
        due = [moment.code for moment in self.moments if moment.at <= now]
        return Due(code=due[-1], skipped=tuple(due[:-1])) if due else None

    def after(self, due: Due) -> "Agenda":
        """Return the agenda once this step (and what it skipped) is done."""
        done = {due.code, *due.skipped}
        return Agenda(moments=tuple(moment for moment in self.moments if moment.code not in done))
