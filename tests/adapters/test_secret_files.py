"""Secrets of our own making."""

from pathlib import Path
from stat import S_IMODE

from adapters.secret_files import kept


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    """The folder is made with it; the same file answers the same for ever, and nothing else is left beside it."""
    file = tmp_path / "state" / "secret"
    assert kept(file, lambda: b"first") == kept(file, lambda: b"second") == b"first"
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_of_two_that_begin_at_once_one_secret_counts(tmp_path: Path) -> None:
    """Whoever comes second takes the first one's, whole."""
    file = tmp_path / "secret"
    assert kept(file, lambda: kept(file, lambda: b"the other's") and b"ours") == b"the other's"
