"""What a mail program puts around an answer: attribution lines, header blocks, signatures, banners, disclaimers."""

import re
from collections.abc import Callable, Sequence

from mou.reply import frame_words
from mou.reply.lines import MailLine, joined, key
from mou.reply.remains import rule

Stop = Callable[[int], bool]
_LONGEST_SIGNATURE = 10
_LONGEST_LINE = 100
_LONGEST_ATTRIBUTION, _LONGEST_WRAP = 400, 4
_LONGEST_SEPARATOR, _LONGEST_FOOTER, _LONGEST_COURTESY = 120, 200, 160
_LONGEST_HEADER, _SURE, _GAP = 14, 3, 2
_SHORTEST_BANNER = 20
_TITLES, _SHORTEST_NAME = 3, 3
_SEPARATORS = 3
_DELIMITER = re.compile(r"--\s*")


def attribution(rows: Sequence[MailLine], at: int) -> int:
    """Return how many rows from `at` are "On …, … wrote:" in either language; 0 when none are.

    Of the rows that could begin one the last is taken: what stands right above may be an answer.
    """
    length = 0
    for count in range(1, min(_LONGEST_WRAP, len(rows) - at) + 1):
        row = rows[at + count - 1]
        length += len(row.text)
        if row.blank or row.depth != rows[at].depth or length > _LONGEST_ATTRIBUTION:
            return 0
        if row.key.endswith(":"):
            return count if _begins_attribution(rows, at, at + count) == at else 0
    return 0


def _begins_attribution(rows: Sequence[MailLine], at: int, end: int) -> int:
    """Return the last row from `at` that begins an attribution ending before `end`; -1 when none does."""
    said = {start: key(joined(rows, start, end - start)) for start in range(at, end)}
    dated = [start for start, line in said.items() if frame_words.ATTRIBUTION.fullmatch(line)]
    named = [start for start, line in said.items() if frame_words.ATTRIBUTION_BY_NAME.fullmatch(line)]
    return max(dated or named, default=-1)


def header_block(rows: Sequence[MailLine], at: int) -> int:
    """Return how many rows from `at` are a quoted message's header ("From: … Sent: … Subject: …"), separators included."""
    count, said = 0, False
    for _ in range(_SEPARATORS):
        if at + count >= len(rows) or not (rule(rows[at + count]) or _separates(rows[at + count])):
            break
        said = said or _separates(rows[at + count])
        count += next((n for n in range(1, 4) if at + count + n < len(rows) and not rows[at + count + n].blank), 1)
    fields = _fields(rows, at + count) if at + count < len(rows) else 0
    return count + fields if fields or said else 0


def _separates(row: MailLine) -> bool:
    return len(row.text) <= _LONGEST_SEPARATOR and bool(frame_words.SEPARATOR.fullmatch(row.key))


def _fields(rows: Sequence[MailLine], at: int) -> int:
    """A name alone before the colon and two more such lines are a header; an answer has its "De: 40 a 60" and goes on."""
    found = frame_words.HEADER.fullmatch(rows[at].key)
    if not found or found["name"] not in frame_words.HEADER_FROM:
        return 0
    fields, last = 1, 1
    for count, row in enumerate(rows[at + 1 : at + _LONGEST_HEADER], start=2):
        if frame_words.HEADER.fullmatch(row.key):
            fields, last = fields + 1, count
        elif count - last >= _GAP or (row.blank and fields >= _SURE):
            break
    return last if fields >= _SURE else 0


def signature(rows: Sequence[MailLine], at: int, *, sender: str, stop: Stop) -> int:
    """Return how many rows from `at` are a signature or a closing; 0 when none are.

    It begins with "-- ", a closing phrase or the sender's own name, and runs to `stop`, the end or a change of quoting. Only the
    first row counts when what follows is too long for a signature or begins a postscript: that must be asked about.
    """
    said = rows[at].key
    named = bool(sender) and len(said) < _LONGEST_LINE and _is_name(said, key(sender))
    if not (_DELIMITER.fullmatch(said) or (len(said) < _LONGEST_LINE and frame_words.SIGN_OFF.fullmatch(said)) or named):
        return 0
    end, written = at + 1, 0
    while end < len(rows) and rows[end].depth == rows[at].depth and not stop(end) and not _disclaims(rows[end]):
        row = rows[end]
        written += not row.blank
        if written > _LONGEST_SIGNATURE or len(row.text) > _LONGEST_LINE or frame_words.POSTSCRIPT.match(row.key):
            return 1
        end += 1
    return end - at


def _is_name(said: str, sender: str) -> bool:
    """The writer's name, or the part of it that they sign with; offices and degrees may follow the whole of it."""
    own, written = set(re.findall(r"\w+", sender)), re.findall(r"\w+", said)
    mine = [word for word in written if word in own]
    whole = len(own) > 1 and own <= set(written) and len(written) <= len(own) + _TITLES
    return whole or (bool(mine) and len(mine) == len(written) and len(max(mine, key=len)) >= _SHORTEST_NAME)


def _disclaims(row: MailLine) -> bool:
    return bool(frame_words.DISCLAIMER.match(row.key))


def disclaimer(rows: Sequence[MailLine], at: int, *, stop: Stop) -> int:
    """Return how many rows from `at` are a confidentiality notice, to `stop` or a change of quoting; 0 when none are."""
    if not _disclaims(rows[at]):
        return 0
    end = at + 1
    while end < len(rows) and rows[end].depth == rows[at].depth and not stop(end):
        end += 1
    return end - at


def banner(row: MailLine) -> bool:
    """Whether this row was put in by a mail program or gateway ("Sent from my iPhone", "CAUTION: external")."""
    if len(row.text) < _LONGEST_FOOTER and frame_words.DEVICE.fullmatch(row.key):
        return True
    return len(row.key) > _SHORTEST_BANNER and bool(frame_words.BANNER.match(row.key))


def courtesy(line: str) -> bool:
    """Whether this line only greets, says where the answers are or heads a column of them."""
    if len(line) > _LONGEST_COURTESY:
        return False
    said = key(line)
    return any(words.fullmatch(said) for words in (frame_words.GREETING, frame_words.INTRO, frame_words.COLUMN))
