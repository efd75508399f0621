"""Editions of the annual report as the record keeps them, and the port that does."""

from datetime import datetime
from typing import Protocol

from mou.model import Model
from mou.steps import Accepted


class EditionRow(Model):
    """A revision of an edition, its tree stored under `blob`."""

    id: str
    revision: int
    edition: int
    hash: str
    blob: str
    status: str
    assembled_on: datetime


class Editions(Protocol):
    """Editions of the annual report on record."""

    async def put(self, row: EditionRow, *, program: str, year: int) -> EditionRow:
        """Put a revision on record once; return the row as it stands."""
        ...

    async def get(self, edition: str, revision: int | None = None) -> EditionRow:
        """Return a revision (the newest) or raise Unknown."""
        ...

    async def of(self, program: str, year: int) -> tuple[EditionRow, ...]:
        """Return every revision of every edition of a year, oldest first."""
        ...

    async def note_outcome(self, edition: str, version: int, accepted: Accepted) -> bool:
        """Note a decision on an edition with its approval; False when it was noted before."""
        ...

    async def approvals(self, edition: str, hash_: str) -> tuple[tuple[str, str, datetime], ...]:
        """Return (party, person, agreement instant) of the approvals of exactly this hash."""
        ...

    async def published(self, edition: str, revision: int, *, on: datetime) -> None:
        """Note a publication, once."""
        ...
