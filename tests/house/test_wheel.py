"""The wheel: built without a network, installed where the repository is not, and working there."""

import email
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from email import policy
from pathlib import Path

import pytest
from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.house.sources import PROCESSES, ROOMS, ROOT, tracked

MOVED = ("templates", "locales", "programs")
"""Folders that lie beside the rooms here and under `mou/` in the wheel."""
LABELS = {"california": ("en", "Status (on track / delayed"), "mexico": ("es", "Estado (en curso / con retraso")}
MIGRATE = "import asyncio, sys; from adapters.postgres.engine import engine, migrate; asyncio.run(migrate(engine(sys.argv[1])))"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, without this repository on its path; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MOU_"))}
    words = list(map(str, command))
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the work tree."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment of its own, which borrows the packages of this one but not this repository."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    offline = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, wheel, cwd=folder)
    own = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # A path in a .pth file is searched, but .pth files found there are not read: the editable install stays out of sight.
    (Path(own) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def mou(installed: Path, *arguments: str) -> str:
    """Run the installed command in a folder that is not the repository."""
    return run(installed / "venv" / "bin" / "mou", *arguments, cwd=installed)


def test_everything_in_the_rooms_is_in_the_wheel(wheel: Path) -> None:
    """No template, catalog, program, migration or script of the demo is left behind, and no test comes along."""
    wanted = {
        str(Path("mou") / path if path.parts[0] in MOVED else path)
        for path in tracked()
        if path.parts[0] in {*ROOMS, *MOVED} or str(path) in PROCESSES
    }
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert sorted(wanted ^ held) == [], "mend [tool.hatch.build.targets.wheel] in pyproject.toml"


def test_it_runs_without_the_repository(installed: Path) -> None:
    """What is imported is what was installed."""
    where = run(installed / "venv" / "bin" / "python", "-c", "import mou, cli; print(mou.__file__, cli.__file__)", cwd=installed)
    assert str(ROOT) not in where
    assert where.count(str(installed)) == 2
    assert "letter" in mou(installed, "--help")


def test_it_knows_its_sample_agreement(installed: Path) -> None:
    """Programs and calendars came along."""
    assert "ca-mx" in mou(installed, "check", "ca-mx")
    plan = json.loads(mou(installed, "plan", "ca-mx", "2026", "--json"))
    assert plan


@pytest.mark.parametrize("party", LABELS)
def test_it_writes_a_letter_in_each_language(installed: Path, party: str) -> None:
    """Templates and catalogs came along."""
    mou(installed, "letter", "invitation", "ca-mx", "2026-Q1", "air-quality", "--party", party, "-o", f"{party}.eml")
    letter = email.message_from_bytes((installed / f"{party}.eml").read_bytes(), policy=policy.default)
    language, label = LABELS[party]
    assert str(letter["Content-Language"]).startswith(language)
    body = letter.get_body(preferencelist=("plain",))
    assert body is not None
    assert label in body.get_content()


async def test_it_brings_a_database_up_to_date(installed: Path, postgres: str) -> None:
    """Migrations came along, with what Alembic needs beside them."""
    url = make_url(postgres).set(database="from_the_wheel")
    await answer(make_url(postgres), "CREATE DATABASE from_the_wheel")
    run(installed / "venv" / "bin" / "python", "-c", MIGRATE, url.render_as_string(hide_password=False), cwd=installed)
    assert await answer(url, "SELECT count(*) FROM reports") == [0]
    await answer(make_url(postgres), "DROP DATABASE from_the_wheel")


async def answer(url: URL, statement: str) -> list[object]:
    """Return the first column of what a statement gives, over a connection of its own."""
    database = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with database.connect() as connection:
        found = await connection.execute(text(statement))
        return list(found.scalars()) if found.returns_rows else []
