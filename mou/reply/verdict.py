"""The reviewer's own words: an approval, a return with its reason, or something to ask about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mou.reading import Unclear
from mou.reply import frame, verdict_words
from mou.reply.lines import MailLine, beyond, key, paragraphs
from mou.stories import Verb

_NAME_WORDS = frozenset(["de", "del", "la", "las", "los", "y", "e", "of", "and", "the", "da", "do", "van", "von"])
_NAME = re.compile(r"[^\W\d_][\w.'’-]*,?")
_SIGNATURE_LINES, _NAME_LENGTH = 4, 7


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided; `attempted` says that words of deciding were there, clear or not."""

    verb: Verb | None = None
    because: str = ""
    unclear: tuple[Unclear, ...] = ()
    ignored: tuple[str, ...] = ()
    attempted: bool = False


def verdict(rows: Sequence[str], *, corrected: bool, wrapped: bool = False) -> Verdict:
    """Read the typed rows.

    `corrected` says that the reply also holds corrections, which an approval may refer to; `wrapped` that the writer's
    program cut paragraphs into lines.
    """
    polite = tuple(row for row in rows if frame.courtesy(row))
    own = [row for row in rows if not frame.courtesy(row)]
    signed = _name_lines(own)
    said = [row for row in own[: len(own) - len(signed)] if row.strip()]
    ignored = (*polite, *(row for row in signed if row.strip()))
    if not said:
        return Verdict(ignored=ignored)
    first = key(said[0])
    if found := verdict_words.RETURN.fullmatch(first):
        return _returned(said, _because(said[0], own[: len(own) - len(signed)], found["reason"], wrapped=wrapped), ignored)
    approved = verdict_words.APPROVE.fullmatch(first) or (corrected and verdict_words.APPROVE_CORRECTED.fullmatch(first))
    if approved and len(said) == 1:
        return Verdict(Verb.APPROVE, ignored=ignored, attempted=True)
    text = "\n".join(said)
    attempted = bool(verdict_words.DECISION_WORD.search(key(text)))
    return Verdict(unclear=(Unclear(text=text, reason=_why(said, attempted=attempted)),), ignored=ignored, attempted=attempted)


def _name_lines(rows: Sequence[str]) -> list[str]:
    """Return the rows at the end that only give a name and an office, as people sign a short mail."""
    end = next((at for at in range(len(rows) - 1, -1, -1) if rows[at].strip()), 0)
    last = next((at for at in range(end, 0, -1) if not rows[at].strip()), 0)
    block = list(rows[last:]) if last else []
    written = [row for row in block if row.strip()]
    return block if written and len(written) <= _SIGNATURE_LINES and all(_is_name(row) for row in written) else []


def _is_name(row: str) -> bool:
    parts = row.split()
    called = all(_NAME.fullmatch(part) and (part[0].isupper() or part in _NAME_WORDS) for part in parts)
    decides = (
        verdict_words.DECISION_WORD.search(key(row))
        or verdict_words.CONDITION.search(key(row))
        or verdict_words.NEGATED.search(key(row))
    )
    return called and len(parts) <= _NAME_LENGTH and not decides


def _because(first: str, rows: Sequence[str], folded: str, *, wrapped: bool) -> str:
    """The reason is the rest of the first line and everything after it, as written."""
    rest = beyond(first, len(key(first)) - len(folded.strip())) if folded.strip() else ""
    following = rows[rows.index(first) + 1 :]
    reason = [MailLine(0, rest, cut=len(first) - len(rest)), *(MailLine(0, row) for row in following)]
    return paragraphs(reason, wrapped=wrapped)


def _returned(said: Sequence[str], because: str, ignored: tuple[str, ...]) -> Verdict:
    if any(verdict_words.APPROVE.fullmatch(key(row)) for row in said[1:]):
        return Verdict(unclear=(Unclear(text="\n".join(said), reason="both"),), ignored=ignored, attempted=True)
    if not because:
        return Verdict(unclear=(Unclear(text=said[0], reason="no-reason"),), ignored=ignored, attempted=True)
    return Verdict(Verb.RETURN, because=because, ignored=ignored, attempted=True)


def _why(said: Sequence[str], *, attempted: bool) -> str:
    text = key(" ".join(said))
    approves, returns = verdict_words.APPROVAL_WORD.search(text), verdict_words.RETURN_WORD.search(text)
    if approves and returns:
        return "both"
    if attempted and verdict_words.CONDITION.search(text):
        return "conditional"
    if attempted and verdict_words.NEGATED.search(text):
        return "negated"
    return "not-clear" if attempted else "comment"
