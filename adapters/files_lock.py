"""One server per folder: a lock that the kernel lets go when the last process that holds it ends."""

import fcntl
import os
from pathlib import Path

LOCK = ".lock"


def locked(folder: Path) -> int | None:
    """Return an open file that holds the folder's lock, or None when another process holds it."""
    opened = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def is_locked(folder: Path) -> bool:
    """Whether a process holds the folder's lock."""
    if not (folder / LOCK).exists():
        return False
    opened = locked(folder)
    if opened is not None:
        os.close(opened)
    return opened is None
