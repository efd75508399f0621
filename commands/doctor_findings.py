"""What `mou doctor` finds, one thing at a time."""

from mou.model import Model


class Finding(Model):
    """One thing looked at: `state` is "well", "note" (works, but know this) or "wrong"."""

    what: str
    state: str
    words: str


def well(what: str, words: str) -> Finding:
    """Return that a thing is as it should be."""
    return Finding(what=what, state="well", words=words)


def note(what: str, words: str) -> Finding:
    """Return that a thing works, with what one should know of it."""
    return Finding(what=what, state="note", words=words)


def wrong(what: str, words: str) -> Finding:
    """Return that a thing is wrong, with what to do."""
    return Finding(what=what, state="wrong", words=words)
