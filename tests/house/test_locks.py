"""The lock: every dependency with its hashes, in step with pyproject.toml, and no address of an index."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
RELOCK = "lock again, as CONTRIBUTING.md says"
BLOCKS = {
    canonicalize_name(found[1]): found
    for found in re.finditer(
        r"^([\w.-]+)==([\w.+!-]+)(?: ;[^\\\n]*)?((?: \\\n\s+--hash=sha256:[0-9a-f]{64})*)\n((?:\s+#.*\n)*)", LOCK, re.MULTILINE
    )
}
DIRECT = {
    "pyproject.toml": PROJECT["project"]["dependencies"],
    "pyproject.toml:dev": PROJECT["dependency-groups"]["dev"],
}


def test_every_locked_package_has_its_hashes() -> None:
    """Nothing is installed that was not seen when it was locked."""
    pinned = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(pinned) == len(set(pinned)) > len(PROJECT["project"]["dependencies"])
    assert [name for name in pinned if not BLOCKS[canonicalize_name(name)][3]] == []


def test_the_lock_names_no_address() -> None:
    """Where packages come from is the installing machine's affair."""
    assert re.findall(r"^.*(?:://|--index|--extra-index|--find-links|--trusted-host).*$", LOCK, re.MULTILINE) == []


@pytest.mark.parametrize(("where", "wanted"), [(where, one) for where, some in DIRECT.items() for one in some])
def test_every_direct_dependency_is_locked_as_it_is_asked_for(where: str, wanted: str) -> None:
    """The version fits what pyproject.toml says, and the lock knows who asked."""
    asked = Requirement(wanted)
    locked = BLOCKS.get(canonicalize_name(asked.name))
    assert locked, f"{asked.name} is not locked: {RELOCK}"
    assert asked.specifier.contains(locked[2], prereleases=True), f"{locked[0].splitlines()[0]} is not {wanted}: {RELOCK}"
    assert f"mou-reporting ({where})" in locked[4], RELOCK


def test_nothing_is_locked_for_a_dependency_that_is_gone() -> None:
    """Who left pyproject.toml leaves the lock."""
    asked = {canonicalize_name(Requirement(one).name) for some in DIRECT.values() for one in some}
    assert {name for name, block in BLOCKS.items() if "mou-reporting (" in block[4]} == asked, RELOCK
