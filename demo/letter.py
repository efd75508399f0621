"""A letter as it lies in the mailbox, read the way its reader sees it: the text part, line by line."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cached_property
from typing import Any

from demo.words import PARTIES

_HEAD = re.compile(r"\[([A-Z]+-\d+)\]")
_END = re.compile(r"\[(END|FIN)\]\s*")
_STATUS = ("Status", "Estado")
_PROGRESS = ("Progress:", "Avance:")


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a form: which of the letter's lines are its labels (indexes), and the indicators' labels."""

    code: str
    status: int
    numbers: tuple[int, ...]
    progress: int


@dataclass(frozen=True)
class Letter:
    """A line of the mailbox's index with the message it points to."""

    seq: int
    ref: str
    to: str
    kind: str
    report: str
    language: str
    on: str
    message: EmailMessage

    @classmethod
    def read(cls, line: dict[str, Any], raw: bytes) -> "Letter":
        """Join an index line and the letter's RFC 5322 bytes."""
        message = message_from_bytes(raw, policy=policy.default)
        kept = {name: line[name] for name in ("seq", "ref", "to", "kind", "report", "language", "on")}
        return cls(**kept, message=message)

    @property
    def tongue(self) -> str:
        """Return the language without its region: "es" for "es-MX"."""
        return self.language.partition("-")[0]

    @property
    def party(self) -> str:
        """Return the party whose language the letter is in."""
        return PARTIES[self.tongue]

    @property
    def quarter(self) -> str:
        """Return the quarter of the letter's report ("2026-Q1"), or "" for an annual one."""
        return str(self.message.get("X-MOU-Quarter") or self._part(1))

    @property
    def group(self) -> str:
        """Return the working group of the letter's report, or ""."""
        return self._part(2)

    @property
    def topic(self) -> str:
        """Return the report without its version: `ca-mx/2026-Q1/air-quality`."""
        return "/".join(self.report.split("/")[:3])

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the text part's lines."""
        body = self.message.get_body(("plain",))
        return tuple(body.get_content().splitlines()) if body else ()

    @property
    def reply_to(self) -> str:
        """Return the bare address an answer goes to."""
        return parseaddr(str(self.message.get("Reply-To") or self.message["From"]))[1]

    @property
    def sent(self) -> datetime:
        """Return when it was sent, as the letter itself says."""
        header = self.message["Date"]
        return header.datetime if header else datetime.fromisoformat(self.on)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the form's items, in order; empty when the letter holds no form."""
        heads = [at for at, line in enumerate(self.lines) if _HEAD.match(line)]
        ends = [at for at, line in enumerate(self.lines) if _END.fullmatch(line)] or [len(self.lines)]
        spans = zip(heads, [*heads[1:], ends[-1]], strict=False)
        return tuple(found for start, end in spans if (found := self._question(start, end)))

    def label(self, at: int) -> str:
        """Return the label on a line, without its colon and what follows."""
        return self.lines[at].partition(":")[0]

    def _question(self, start: int, end: int) -> Question | None:
        within = range(start + 1, end)
        status = next((at for at in within if self.lines[at].startswith(_STATUS) and ":" in self.lines[at]), None)
        progress = next((at for at in within if self.lines[at].startswith(_PROGRESS)), None)
        if status is None or progress is None:
            return None
        numbers = tuple(at for at in range(status + 1, progress) if ":" in self.lines[at])
        return Question(self.lines[start][1:].partition("]")[0], status, numbers, progress)

    def _part(self, place: int) -> str:
        parts = self.report.split("/")
        return parts[place] if len(parts) > place else ""
