"""What a reply says, piece by piece, before it becomes entries."""

from dataclasses import dataclass, replace

from mou.reply import words
from mou.reply.lines import key

TOP, QUOTED = "top", "quoted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something written: under which item ("" is none) and field, verbatim, how deep in quotes, and in which part of the mail.

    `doubt` is the reason code when it must not be filed although it stands somewhere. `age` is how many mails ago it was
    written (0 is now); `round_` in which quoted message it stands, 0 being the newest.
    """

    item: str
    field: str
    text: str
    depth: int
    part: str
    doubt: str = ""
    age: int = 0
    round_: int = 0


def per_item(items: tuple[str, ...], piece: Piece) -> list[Piece]:
    """Return the piece under each of the items; one answer to several is sure only where it says "no change"."""
    if len(items) > 1 and not words.NO_CHANGE.fullmatch(key(piece.text)):
        return [replace(piece, doubt=piece.doubt or "several-items")]
    return [replace(piece, item=item) for item in items or ("",)]
