"""A guard for each embedded server: when we end, however we end, the server ends in good order.

The guard is this file run as a program of its own. It starts the server and holds the other end of a pipe from us: when we
close it, or are killed and the kernel closes it, the guard sends the server its stop signal, waits, and kills it if it must.
It lives in a session of its own, so Ctrl-C in a terminal reaches us alone and servers end after those who use them. (The
kernel's parent-death signal was no choice: it fires when the *thread* that started the child ends.) Only the standard
library, because it runs without our environment.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_GRACE = 20


class Guarded:
    """A server program running under its guard; `pid` is the guard's."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        stop_signal: signal.Signals,
        user: tuple[int, int] | None = None,
        held: int,
    ) -> None:
        """Start a command with its output in `log`, as another (uid, gid) if given.

        `held` is an open file that the server inherits: once we close ours, a lock on it lasts as long as the server.
        """
        uid, gid = user or (-1, -1)
        with log.open("wb") as output:
            self._guard = subprocess.Popen(  # noqa: S603 - this file, and a server of ours
                [sys.executable, "-I", "-S", __file__, str(int(stop_signal)), str(uid), str(gid), str(held), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                pass_fds=(held,),
                start_new_session=True,
            )
        self.pid = self._guard.pid

    def ended(self, within: float = 0) -> bool:
        """Whether the server has ended, or does so within some seconds."""
        try:
            self._guard.wait(within)
        except subprocess.TimeoutExpired:
            return False
        self._let_go()
        return True

    def stop(self) -> None:
        """End the server in good order and wait for it; twice is harmless."""
        self._let_go()
        self._guard.wait(_GRACE + 10)

    def _let_go(self) -> None:
        if self._guard.stdin is not None:
            with suppress(BrokenPipeError):
                self._guard.stdin.close()


def tail(log: Path, lines: int = 12) -> str:
    """Return the last lines of a log, for a person; "" when there is none."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def guard(stop_signal: int, uid: int | None, gid: int | None, held: int, command: Sequence[str]) -> int:
    """Run a command until it ends or our standard input does; return its exit status."""
    server = subprocess.Popen(  # noqa: S603 - the caller's own command
        command,
        stdin=subprocess.DEVNULL,
        pass_fds=(held,),
        cwd="/",
        user=uid,
        group=gid,
        extra_groups=None if uid is None else (),
    )
    over = threading.Event()

    def stop() -> None:
        server.send_signal(stop_signal)
        if not over.wait(_GRACE):
            server.kill()

    def watch() -> None:
        os.read(0, 1)
        stop()

    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(stop_signal))
    threading.Thread(target=watch, daemon=True).start()
    status: int = server.wait()
    over.set()
    return status


if __name__ == "__main__":
    number, user, group, lock = (int(word) for word in sys.argv[1:5])
    switched = user >= 0
    # The watching thread may still read: leave without waiting for it.
    os._exit(guard(number, user if switched else None, group if switched else None, lock, sys.argv[5:]) & 0x7F)
