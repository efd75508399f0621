"""Every error this product raises: one root, few leaves, and whether trying again helps is in the type.

A message says what is wrong, where, and what to do. `code` and `where` hold codes and ids only (never a name, an address
or a text), because they may enter a workflow's history; the message is for the person at the door and stays out of it.
"""

from datetime import timedelta
from typing import ClassVar


class MouError(Exception):
    """The root. `retryable` says whether the same call may succeed later without anybody changing anything.

    `after` is how long whoever is away asked us to wait before that; None: they did not say.
    """

    retryable: ClassVar[bool] = False
    after: timedelta | None = None
    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, where: str = "") -> None:
        """Keep the message for the person and `where` (codes and ids only) for histories and logs."""
        super().__init__(message)
        self.message = message
        self.where = where


class Invalid(MouError, ValueError):
    """What was given cannot be right, now or later: mend the input."""

    code = "invalid"


class Unknown(MouError, LookupError):
    """No such program, cycle, report, person or letter: the message names the nearest ones."""

    code = "unknown"


class Refused(MouError, PermissionError):
    """A rule of the agreement says no: closed report, author approving, somebody else's letter."""

    code = "refused"


class Unavailable(MouError, ConnectionError):
    """A service of ours or a vendor's is away; nothing was changed; try again, not sooner than `after` where it said so."""

    retryable = True
    code = "unavailable"

    def __init__(self, message: str, *, where: str = "", after: timedelta | None = None) -> None:
        """Keep how long to wait as well."""
        super().__init__(message, where=where)
        self.after = after


class OutcomeUnknown(MouError, TimeoutError):
    """A vendor may or may not have acted (a hang after the request left): never ask again blindly."""

    code = "outcome-unknown"


class Held(MouError):
    """The thing is kept safe and waits for a person's decision."""

    code = "held"
