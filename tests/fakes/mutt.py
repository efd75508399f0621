"""The mail program mutt, used by nobody: it answers the one letter of a mailbox on a terminal of its own."""

import os
import pty
import select
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 20.0
_SETTINGS = """
set from="{sender}" use_from use_envelope_from envelope_from_address="{sender}" hostname=mail.example
set smtp_url="smtp://127.0.0.1:{port}/" ssl_starttls=no ssl_force_tls=no
set folder="{folder}" spoolfile="{folder}/mbox" record="" copy=no postponed="" tmpdir="{folder}" move=no mail_check=0
set editor="sh {folder}/edit.sh %s" autoedit fast_reply include=yes edit_headers reply_to=yes quit=yes wait_key=no
set charset=utf-8 send_charset="us-ascii:utf-8"
"""


def answer(letter: bytes, *, sender: str, port: int, edits: Sequence[str], attach: Path, folder: Path) -> None:
    """Reply to a letter: `edits` are what sed does to the quoted form; `attach` goes with it. Fail when it was not sent."""
    (folder / "mbox").write_bytes(b"From reports Wed Apr  1 16:00:00 2026\n" + letter.replace(b"\r\n", b"\n") + b"\n")
    (folder / "rc").write_text(_SETTINGS.format(sender=sender, port=port, folder=folder), encoding="utf-8")
    script = [*edits, f"1iAttach: {attach}"]
    (folder / "edit.sh").write_text(f'sed -i {" ".join(f"-e {shlex.quote(one)}" for one in script)} "$1"\n', encoding="utf-8")
    ours, its = pty.openpty()
    command = ["mutt", "-n", "-F", str(folder / "rc"), "-f", str(folder / "mbox"), "-e", 'push "<reply>"']
    environment = {**os.environ, "TERM": "xterm", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - a fixed command
        command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True
    ) as mutt:
        try:
            _press(ours, ((b"Mutt: Compose", b"y"), (b"Mail sent", b"q")))
            mutt.wait(PATIENCE)
        finally:
            mutt.kill()
            os.close(its)
            os.close(ours)


def _press(terminal: int, keys: Sequence[tuple[bytes, bytes]]) -> None:
    """Press each key once its words are on the screen; fail with the screen when they do not come."""
    for words, key in keys:
        screen = b""
        while words not in screen:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            assert ready, f"mutt never showed {words!r} but {screen[-500:]!r}"
            screen += os.read(terminal, 65536)
        os.write(terminal, key)
