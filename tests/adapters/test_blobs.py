"""Files in a folder and in memory behave alike."""

import asyncio
from pathlib import Path

import pytest

from adapters.blobs import ObstoreBlobs
from mou.errors import Invalid, Unavailable, Unknown
from mou.ports import Blobs


@pytest.fixture(params=["folder", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """An empty store of each kind."""
    folder = tmp_path / "a folder, año"
    return ObstoreBlobs(folder.as_uri() if request.param == "folder" else "memory:///")


def files(folder: Path) -> list[str]:
    """Return the names of all files under a folder."""
    return [path.name for path in folder.rglob("*") if path.is_file()]


async def listed(blobs: Blobs, prefix: str) -> list[str]:
    """Return all paths under a prefix."""
    return [path async for path in blobs.list(prefix)]


async def test_what_was_put_is_got(blobs: Blobs) -> None:
    """Bytes come back as they were, empty ones too."""
    assert await blobs.put("a/b.eml", b"\x00one\xff")
    assert await blobs.put("a/empty", b"")
    assert await blobs.get("a/b.eml") == b"\x00one\xff"
    assert await blobs.get("a/empty") == b""


async def test_a_path_is_put_once(blobs: Blobs) -> None:
    """The second put of a path says no and changes nothing."""
    assert await blobs.put("a", b"first")
    assert not await blobs.put("a", b"second")
    assert await blobs.get("a") == b"first"


async def test_of_many_at_once_one_puts(blobs: Blobs) -> None:
    """Twenty callers race for one path: exactly one wins and its bytes stay."""
    won = await asyncio.gather(*(blobs.put("race", bytes([n])) for n in range(20)))
    assert won.count(True) == 1
    assert await blobs.get("race") == bytes([won.index(True)])


async def test_replacing(blobs: Blobs) -> None:
    """Replace stores where nothing was and over what was."""
    await blobs.replace("p/index.html", b"one")
    await blobs.replace("p/index.html", b"two")
    assert await blobs.get("p/index.html") == b"two"


async def test_nothing_there_is_unknown(blobs: Blobs) -> None:
    """A path without bytes raises Unknown and says which."""
    with pytest.raises(Unknown, match="no-such"):
        await blobs.get("no-such")


async def test_listing_is_sorted_and_by_folder(blobs: Blobs) -> None:
    """A prefix is a folder, never half a name; "" is everything."""
    for path in ("b/2", "b/10", "b/1/x", "bb/1", "a"):
        await blobs.put(path, b"")
    assert await listed(blobs, "b") == ["b/1/x", "b/10", "b/2"]
    assert await listed(blobs, "b/") == ["b/1/x", "b/10", "b/2"]
    assert await listed(blobs, "") == ["a", "b/1/x", "b/10", "b/2", "bb/1"]
    assert await listed(blobs, "none") == []


@pytest.mark.parametrize("path", ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/..", "a\\..\\b", "a\nb", "a\x00b", "a/"])
async def test_a_path_never_leaves_the_store(blobs: Blobs, path: str) -> None:
    """Paths that climb, are absolute or hold control characters are refused by every call."""
    with pytest.raises(Invalid):
        await blobs.put(path, b"x")
    with pytest.raises(Invalid):
        await blobs.replace(path, b"x")
    with pytest.raises(Invalid):
        await blobs.get(path)


async def test_a_folder_outlives_the_process_that_filled_it(tmp_path: Path) -> None:
    """A second store on the same folder finds the first one's bytes, and nothing else lies there."""
    await ObstoreBlobs(tmp_path.as_uri()).put("mails/x.eml", b"x")
    assert await ObstoreBlobs(tmp_path.as_uri()).get("mails/x.eml") == b"x"
    assert files(tmp_path) == ["x.eml"]


async def test_a_store_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    """Where a folder is needed and a file stands, the store says so without a traceback of the vendor's."""
    blobs = ObstoreBlobs(tmp_path.as_uri())
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(Unavailable, match="taken/x"):
        await blobs.put("taken/x", b"x")


@pytest.mark.parametrize("url", ["nowhere", "ftp://x.example/a", "s3://"])
def test_a_url_no_store_understands_is_invalid(url: str) -> None:
    """A wrong setting is told at once and by name."""
    with pytest.raises(Invalid, match="no place to keep files"):
        ObstoreBlobs(url)
