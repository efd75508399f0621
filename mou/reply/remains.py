"""What programs leave behind in a quoted letter: the rest of rewritten web addresses, and ruled lines."""

from collections.abc import Sequence

from mou.reply.lines import MailLine

_SHORTEST, _SHORTEST_RULE = 12, 5
_LOOKS_BACK = 6


def link_goes_on(rows: Sequence[MailLine], at: int) -> bool:
    """Whether this row is the rest of a long address that a mail program cut into lines: no spaces, right below its start."""
    if not _one_word(rows[at]):
        return False
    for before in range(at - 1, max(-1, at - 1 - _LOOKS_BACK), -1):
        if "://" in "".join(rows[before].text.split()[-1:]):
            return True
        if not _one_word(rows[before]):
            return False
    return False


def rule(row: MailLine) -> bool:
    """Whether this row is only a line drawn across the page."""
    text = row.text.strip()
    return len(text) >= _SHORTEST_RULE and not text.strip("-_=*~—–")


def _one_word(row: MailLine) -> bool:
    text = row.text.strip()
    return len(text) >= _SHORTEST and " " not in text and not text.isalpha()
