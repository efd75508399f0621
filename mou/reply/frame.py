"""What a mail program puts around an answer: attribution lines, header blocks, signatures, banners, disclaimers."""

import re
from collections.abc import Callable, Sequence

from mou.reply import words
from mou.reply.lines import MailLine, joined, key

Stop = Callable[[int], bool]
_LONGEST_SIGNATURE = 10
_LONGEST_LINE = 100
_LONGEST_ATTRIBUTION = 400
_LONGEST_HEADER, _SURE, _GAP = 14, 3, 2
_SHORTEST_BANNER = 20
_DELIMITER = re.compile(r"--\s*")


def attribution(rows: Sequence[MailLine], at: int) -> int:
    """Return how many rows from `at` are "On …, … wrote:" in either language; 0 when none are."""
    for count in range(1, min(4, len(rows) - at) + 1):
        if rows[at + count - 1].blank or rows[at + count - 1].depth != rows[at].depth:
            return 0
        line = joined(rows, at, count)
        if len(line) > _LONGEST_ATTRIBUTION:
            return 0
        if words.ATTRIBUTION.fullmatch(key(line)):
            return count
    return 0


def header_block(rows: Sequence[MailLine], at: int) -> int:
    """Return how many rows from `at` are a quoted message's header ("From: … Sent: … Subject: …"), separators included."""
    if words.SEPARATOR.fullmatch(key(rows[at].text)):
        following = next((n for n in range(at + 1, min(at + 4, len(rows))) if not rows[n].blank), at + 1)
        return following - at + header_block(rows, following) if following < len(rows) else 1
    found = words.HEADER.fullmatch(key(rows[at].text))
    if not found or found["name"] not in words.HEADER_FROM:
        return 0
    fields, last = 1, 1
    for count, row in enumerate(rows[at + 1 : at + _LONGEST_HEADER], start=2):
        if words.HEADER.fullmatch(key(row.text)):
            fields, last = fields + 1, count
        elif count - last >= _GAP or (row.blank and fields >= _SURE):
            break
    return last if fields >= _SURE else 0


def signature(rows: Sequence[MailLine], at: int, *, sender: str, stop: Stop) -> int:
    """Return how many rows from `at` are a signature or a closing; 0 when none are.

    It begins with "-- ", a closing phrase or the sender's own name, and runs to `stop`, the end or a change of quoting. Only the
    first row counts when what follows is too long for a signature or begins a postscript: that must be asked about.
    """
    said = key(rows[at].text)
    named = bool(sender) and " " in sender and said.strip(" .,") == key(sender)
    if not (_DELIMITER.fullmatch(said) or words.SIGN_OFF.fullmatch(said) or named):
        return 0
    end = at + 1
    while end < len(rows) and rows[end].depth == rows[at].depth and not stop(end) and not _disclaims(rows[end]):
        end += 1
    written = [row.text for row in rows[at + 1 : end] if not row.blank]
    long = any(len(line) > _LONGEST_LINE or words.POSTSCRIPT.match(key(line)) for line in written)
    return 1 if long or len(written) > _LONGEST_SIGNATURE else end - at


def _disclaims(row: MailLine) -> bool:
    return bool(words.DISCLAIMER.fullmatch(key(row.text)))


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
    said = key(row.text)
    return bool(words.DEVICE.fullmatch(said) or (words.BANNER.fullmatch(said) and len(said) > _SHORTEST_BANNER))


def courtesy(line: str) -> bool:
    """Whether this line only greets or says where the answers are."""
    said = key(line)
    return bool(words.GREETING.fullmatch(said) or words.INTRO.fullmatch(said))
