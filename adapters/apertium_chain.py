"""Apertium's own programs, kept running as one pipeline per direction and asked one sentence at a time.

They are GPL and run as processes of their own; nothing of theirs is linked or imported. Starting a pipeline costs about
twenty milliseconds and a sentence two; a call of the `apertium` script costs a hundred, most of it starting programs.
When our process dies, however it dies, the first program reads the end of its input and the others follow.
"""

import asyncio
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from mou.errors import Unavailable

_ESCAPED = re.compile(r"([\\^$/<>{}\[\]@~])")
_STOPS = (".", "!", "?", "…")
# What Apertium's own formatters append: it makes the tagger see the sentence's end, and comes back untouched.
_END = "[][\n]"


def stages(mode: Path) -> tuple[tuple[str, ...], ...]:
    """Return the command lines of a mode file, told to mark unknown words and to answer after every NUL."""
    lines = [shlex.split(stage) for stage in mode.read_text(encoding="utf-8").strip().split("|")]
    return tuple((line[0], "-z", *("-g" if word == "$1" else word for word in line[1:] if word != "$2")) for line in lines)


def runnable(mode: Path) -> bool:
    """Whether a mode file is there with every program it names."""
    return mode.is_file() and all(shutil.which(stage[0]) for stage in stages(mode))


class Chain:
    """One running pipeline. After any failure it is closed and never used again: its state would be unknown."""

    def __init__(
        self,
        programs: Sequence[subprocess.Popen[bytes]],
        entry: asyncio.WriteTransport,
        exit_: asyncio.ReadTransport,
        answers: asyncio.StreamReader,
    ) -> None:
        """Keep the programs, first to last, and both ends of the pipeline."""
        self._programs = programs
        self._entry = entry
        self._exit = exit_
        self._answers = answers

    @classmethod
    async def started(cls, mode: Path) -> "Chain":
        """Start the programs of a mode; raise Unavailable when one cannot be."""
        programs: list[subprocess.Popen[bytes]] = []
        try:
            for stage in stages(mode):
                programs.append(_program(stage, programs))
        except OSError as problem:
            _end(programs)
            message = f"Apertium's programs for {mode.stem} cannot be started ({problem}): install its language pair again."
            raise Unavailable(message, where=mode.stem) from problem
        loop, answers = asyncio.get_running_loop(), asyncio.StreamReader(limit=2**20)
        entry, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, programs[0].stdin)
        exit_, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(answers), programs[-1].stdout)
        return cls(programs, entry, exit_, answers)

    @property
    def alive(self) -> bool:
        """Whether every program still runs."""
        return all(program.poll() is None for program in self._programs)

    async def ask(self, text: str, *, within: float) -> str:
        """Return the draft of one sentence, marks and all; raise TimeoutError or EOFError when none comes."""
        stop = "" if text.rstrip().endswith(_STOPS) else "."
        line = _ESCAPED.sub(r"\\\1", text.replace("\0", "")) + stop + _END + "\0"
        async with asyncio.timeout(within):
            self._entry.write(line.encode())
            answer = await self._answers.readuntil(b"\0")
        said = answer[:-1].decode(errors="replace")
        if not said.endswith(_END):
            raise EOFError  # the last words of a dying pipeline, never an answer
        said = said.removesuffix(_END).rstrip().removesuffix(stop)
        return re.sub(r"\\(.)", r"\1", said).strip()

    def close(self) -> None:
        """End the programs by their ids, and close both ends."""
        _end(self._programs)
        if not self._entry.is_closing():  # it closes itself when a program dies
            self._entry.abort()
        self._exit.close()


def _program(stage: tuple[str, ...], before: Sequence[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """Start one program behind the one before; a session of its own keeps a terminal's Ctrl-C from it."""
    source = before[-1].stdout if before else subprocess.PIPE
    program = subprocess.Popen(  # noqa: S603 - the command line is the installed package's own
        stage, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    if before and before[-1].stdout is not None:
        # Only the next program may hold it, or the end of input would never get through.
        before[-1].stdout.close()
    return program


def _end(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    """Kill and wait: they hold nothing worth saving, and a hung one would not notice the end of its input."""
    for program in programs:
        program.kill()
    for program in programs:
        program.wait()
