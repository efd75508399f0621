"""The embedded servers come up, keep their state, share a machine, and end with whoever started them."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg  # type: ignore[import-untyped]  # the driver ships no types
import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from adapters import embedded_postgres, embedded_temporal, files_lock, postgres_place
from adapters.loopback import free_port, is_free
from mou.errors import Invalid, Unavailable

ROOT = Path(__file__).parents[2]


@workflow.defn
class Waiting:
    """A story that never ends by itself."""

    @workflow.run
    async def run(self) -> None:
        """Wait for ever."""
        await workflow.wait_condition(lambda: False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that another user may pass: as root, PostgreSQL runs as one."""
    made = Path(tempfile.mkdtemp(prefix="mou-test-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


async def ask(url: str, *statements: str) -> object:
    """Run statements, and return the last one's value."""
    parts = urlsplit(url)
    connection = await asyncpg.connect(user=parts.username, database="postgres", host=parse_qs(parts.query)["host"][0])
    try:
        for statement in statements:
            answer = await connection.fetchval(statement)
    finally:
        await connection.close()
    return answer


def eventually(true: threading.Event, check: object, within: float = 30) -> bool:
    """Whether something outside this process becomes so within some seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if callable(check) and check():
            return True
        true.wait(0.05)
    return False


async def test_postgres_keeps_its_rows_over_restarts(folder: Path) -> None:
    """What was written is there after a stop and a start, and the URL is SQLAlchemy's for asyncpg."""
    server = embedded_postgres.start(folder)
    with closing(server_stop(server)):
        assert server.url.startswith("postgresql+asyncpg://mou@/postgres?host=")
        await ask(server.url, "create table kept (word text)", "insert into kept values ('año')")
    again = embedded_postgres.start(folder)
    with closing(server_stop(again)):
        assert await ask(again.url, "select word from kept") == "año"
        assert await ask(again.url, "show timezone") == "UTC"
        assert await ask(again.url, "show server_encoding") == "UTF8"


async def test_two_postgres_in_two_folders(folder: Path) -> None:
    """Two run at once and know nothing of each other; one listens on no port."""
    one, other = embedded_postgres.start(folder / "one"), embedded_postgres.start(folder / "other")
    with closing(server_stop(one)), closing(server_stop(other)):
        await ask(one.url, "create table here (n int)")
        assert await ask(other.url, "select to_regclass('here')") is None
        assert await ask(one.url, "show listen_addresses") == ""


async def test_who_comes_second_shares_the_first_ones_postgres(folder: Path) -> None:
    """A folder has one server: the second start joins it, and its stop does not end it."""
    assert embedded_postgres.running(folder) is None
    server = embedded_postgres.start(folder)
    with closing(server_stop(server)):
        second = embedded_postgres.start(folder)
        assert second.shared
        assert second.url == server.url == embedded_postgres.running(folder)
        second.stop()
        assert await ask(server.url, "select 1") == 1
    assert embedded_postgres.running(folder) is None


async def test_a_folder_with_a_long_or_odd_path_works(folder: Path) -> None:
    """A socket's path has a limit of about a hundred bytes; the folder's has none."""
    deep = folder / ("a long name, año " * 4) / ("x" * 90)
    server = embedded_postgres.start(deep)
    with closing(server_stop(server)):
        assert await ask(server.url, "select 1") == 1
    shutil.rmtree(postgres_place.socket_folder(deep.resolve()))


async def test_a_killed_postgres_starts_again(folder: Path) -> None:
    """Lock files of a killed server do not stop the next one, even when its id has become another process's."""
    server = embedded_postgres.start(folder)
    await ask(server.url, "create table kept (n int)")
    pid_file = folder / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGKILL)
    server.stop()
    pid_file.write_text(f"{os.getpid()}\n" + pid_file.read_text().split("\n", 1)[1])
    again = embedded_postgres.start(folder)
    with closing(server_stop(again)):
        assert await ask(again.url, "select count(*) from kept") == 0


def test_postgres_that_cannot_start_says_why(folder: Path) -> None:
    """The message holds the end of the server's own log, and the folder is free again."""
    embedded_postgres.start(folder).stop()
    (folder / "data" / "postgresql.conf").write_text("no such setting = 1\n")
    with pytest.raises(Unavailable, match=r"postgresql\.conf"):
        embedded_postgres.start(folder)
    assert not files_lock.is_locked(folder)


def test_data_that_was_left_half_made_is_made_again(folder: Path) -> None:
    """A set-up that was killed in the middle leaves nothing that looks whole."""
    (folder / "data.new").mkdir()
    (folder / "data.new" / "PG_VERSION").write_text("18")
    embedded_postgres.start(folder).stop()
    assert not (folder / "data.new").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another user")
def test_as_root_it_runs_as_somebody_else(folder: Path) -> None:
    """PostgreSQL never runs as root, and nobody else may enter its data."""
    embedded_postgres.start(folder).stop()
    data = (folder / "data").stat()
    assert data.st_uid != 0
    assert data.st_mode & 0o077 == 0


SCRIPT = """
import asyncio, sys, time
from pathlib import Path
from adapters import embedded_postgres, embedded_temporal
if sys.argv[1] == "postgres":
    server = embedded_postgres.start(Path(sys.argv[2]))
else:
    server = asyncio.run(embedded_temporal.start(Path(sys.argv[2]), attributes={}, ui=False))
print("up", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("kind", ["postgres", "temporal"])
def test_a_server_does_not_outlive_a_killed_owner(folder: Path, kind: str) -> None:
    """When the process that started a server is killed outright, the server ends, and its folder is free for the next."""
    owner = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", SCRIPT, kind, str(folder)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"up\n"
    assert files_lock.is_locked(folder)
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert eventually(threading.Event(), lambda: not files_lock.is_locked(folder))
    if kind == "postgres":
        embedded_postgres.start(folder).stop()


async def test_temporal_keeps_its_stories_and_attributes_over_restarts(folder: Path) -> None:
    """A story started before a restart is there after it; an attribute that came later is registered too."""
    phase, due = SearchAttributeKey.for_keyword("MouPhase"), SearchAttributeKey.for_keyword_list("MouWaitingOn")
    server = await embedded_temporal.start(folder, attributes={"MouPhase": "Keyword"}, ui=False)
    try:
        assert server.ui_url == ""
        assert embedded_temporal.running(folder) == (server.address, "")
        attributes = TypedSearchAttributes([SearchAttributePair(phase, "collecting")])
        client = await Client.connect(server.address)
        await client.start_workflow(Waiting.run, id="a/1", task_queue="none", search_attributes=attributes)
    finally:
        await server.stop()
    assert embedded_temporal.running(folder) is None
    later = {"MouPhase": "Keyword", "MouWaitingOn": "KeywordList"}
    again = await embedded_temporal.start(folder, attributes=later, ui=False)
    try:
        client = await Client.connect(again.address)
        described = await client.get_workflow_handle("a/1").describe()
        assert described.typed_search_attributes[phase] == "collecting"
        attributes = TypedSearchAttributes([SearchAttributePair(due, ["mexico"])])
        await client.start_workflow(Waiting.run, id="a/2", task_queue="none", search_attributes=attributes)
    finally:
        await again.stop()


async def test_two_temporals_with_their_pages(folder: Path) -> None:
    """Two run at once on ports of their own, each with its UI; a second in the same folder is refused."""
    one, other = await asyncio.gather(
        *(embedded_temporal.start(folder / name, attributes={}, ui=True) for name in ("one", "other"))
    )
    try:
        assert one.address != other.address
        for server in (one, other):
            page = urlsplit(server.ui_url)
            reader, writer = await asyncio.open_connection(page.hostname, page.port)
            writer.write(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            assert b" 200 " in await reader.readline()
            writer.close()
            await writer.wait_closed()
        with pytest.raises(Unavailable, match="already"):
            await embedded_temporal.start(folder / "one", attributes={})
    finally:
        await asyncio.gather(one.stop(), other.stop())


async def test_a_port_taken_in_the_last_moment_is_asked_for_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A free port that somebody else takes first costs a second try, never a wrong server."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        offered = iter([taken.getsockname()[1]])
        monkeypatch.setattr(embedded_temporal, "free_port", lambda: next(offered, None) or free_port())
        server = await embedded_temporal.start(folder, attributes={}, ui=False)
        try:
            assert next(offered, "asked") == "asked"
            assert server.address != f"127.0.0.1:{taken.getsockname()[1]}"
        finally:
            await server.stop()


async def test_a_port_given_that_is_in_use_is_refused(folder: Path) -> None:
    """A setting that cannot be kept is told before anything starts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not is_free(taken.getsockname()[1])
        with pytest.raises(Invalid, match="in use"):
            await embedded_temporal.start(folder, attributes={}, port=taken.getsockname()[1])
    assert not files_lock.is_locked(folder)


async def test_temporal_that_cannot_start_says_why(folder: Path) -> None:
    """The message holds the end of the server's own log, and the folder is free again."""
    (folder / "temporal.db").write_bytes(b"this is no database " * 100)
    with pytest.raises(Unavailable, match="not a database"):
        await embedded_temporal.start(folder, attributes={}, ui=False)
    assert not files_lock.is_locked(folder)


async def test_an_attribute_of_no_known_type_is_refused(folder: Path) -> None:
    """A wrong type is a mistake of ours, told by name, and nothing stays running."""
    with pytest.raises(Invalid, match="Keywords"):
        await embedded_temporal.start(folder, attributes={"MouPhase": "Keywords"}, ui=False)
    assert not files_lock.is_locked(folder)


class server_stop:  # noqa: N801 - reads as what it does
    """Lets `closing` stop a server."""

    def __init__(self, server: embedded_postgres.Server) -> None:
        self.close = server.stop
