"""Two clocks, one owner: real instants (timers, stored mail) against agreement instants (letters, pages, on-time rates).

In service the two are the same. A demo squeezes a year into a minute: planned instants are anchored to real ones at least
`gap` apart, and everything between is interpolated. The anchors are stored with the cycle, so both clocks can be told for
any instant, ever after.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from mou.model import Model

DAY = timedelta(days=1)


class Anchor(Model):
    """One instant on both clocks (aware datetimes, UTC)."""

    real: datetime
    agreement: datetime


class Pace(Model):
    """A monotone map between the clocks. Without anchors it is the identity."""

    anchors: tuple[Anchor, ...] = ()

    def agreement(self, real: datetime) -> datetime:
        """Return what time it is in the agreement at a real instant."""
        return _map([(one.real, one.agreement) for one in self.anchors], real)

    def real(self, agreement: datetime) -> datetime:
        """Return the real instant at which the agreement's clock shows this."""
        return _map([(one.agreement, one.real) for one in self.anchors], agreement)


def squeeze(
    instants: Iterable[datetime],
    *,
    start: datetime,
    gap: timedelta = timedelta(seconds=1.5),
    per_day: timedelta = timedelta(seconds=0.1),
    longest: timedelta = timedelta(seconds=3),
) -> Pace:
    """Return the pace that plays `instants` from `start` on.

    Consecutive ones are `per_day` apart per agreement day, but never under `gap` nor over `longest`. A day before the
    first and a month after the last are anchored too, so that what happens around the plan has a time.
    """
    ordered = sorted(set(instants))
    if not ordered:
        return Pace()
    anchors = [Anchor(real=start - gap, agreement=ordered[0] - DAY), Anchor(real=start, agreement=ordered[0])]
    for before, after in pairwise(ordered):
        wait = max(gap, min(longest, (after - before) / DAY * per_day))
        anchors.append(Anchor(real=anchors[-1].real + wait, agreement=after))
    anchors.append(Anchor(real=anchors[-1].real + 30 * per_day, agreement=ordered[-1] + 30 * DAY))
    return Pace(anchors=tuple(anchors))


def _map(pairs: list[tuple[datetime, datetime]], at: datetime) -> datetime:
    """Interpolate; outside the anchors keep the distance to the nearest one's slope."""
    if len(pairs) < 2:  # noqa: PLR2004 - a line needs two points
        return at
    index = min(max(bisect_right(pairs, at, key=lambda pair: pair[0]), 1), len(pairs) - 1)
    (left, low), (right, high) = pairs[index - 1], pairs[index]
    return low + (high - low) * ((at - left) / (right - left))
