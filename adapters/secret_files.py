"""Secrets that the house makes for itself, each in a file that only its owner may read."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """Return the secret kept in a file; made, with its folder, on first use."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-") as new:
            new.write(make())
            new.flush()
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(new.name, file)  # whole or not at all
    return file.read_bytes()
