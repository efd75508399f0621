"""Bytes under a path: a folder today, S3, Google Cloud Storage or Azure by another URL, through obstore."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, from_url

from mou.errors import Invalid, Unavailable, Unknown


class ObstoreBlobs:
    """The port Blobs on any store obstore knows: `file:///…`, `s3://bucket/prefix`, `gs://…`, `az://…`, `memory:///`."""

    def __init__(self, url: str) -> None:
        """Open the store; a folder is made when it is not there. Raise Invalid for a URL no store understands."""
        try:
            self._folder = _folder(url)
            self._store = LocalStore(self._folder) if self._folder else from_url(url)
        except (BaseError, ValueError, OSError) as problem:
            message = f"{url!r} is no place to keep files ({problem}): give a folder (file:///…) or a bucket (s3://…)."
            raise Invalid(message, where="blobs") from problem

    async def put(self, path: str, content: bytes) -> bool:
        """Store once; return False and change nothing when the path is taken. Raise Invalid or Unavailable."""
        try:
            await obstore.put_async(self._store, _safe(path), content, mode="create", use_multipart=False)
            await self._kept(path)
        except AlreadyExistsError:
            return False
        except (BaseError, OSError) as problem:
            raise _away(path) from problem
        return True

    async def replace(self, path: str, content: bytes) -> None:
        """Store, replacing what was there at once: a reader sees the old bytes or the new. Raise Invalid or Unavailable."""
        try:
            await obstore.put_async(self._store, _safe(path), content, mode="overwrite", use_multipart=False)
            await self._kept(path)
        except (BaseError, OSError) as problem:
            raise _away(path) from problem

    async def get(self, path: str) -> bytes:
        """Return the bytes; raise Unknown, Invalid or Unavailable."""
        try:
            got = await obstore.get_async(self._store, _safe(path))
            return bytes(await got.bytes_async())
        except FileNotFoundError:
            raise Unknown(f"there is no stored file {path!r}", where=path) from None
        except (BaseError, OSError) as problem:
            raise _away(path) from problem

    async def _kept(self, path: str) -> None:
        """Wait until a folder's disk has the bytes and the name: a mail is acknowledged on the strength of this."""
        if self._folder:
            await asyncio.to_thread(_flush, self._folder / path, (self._folder / path).parent)

    async def list(self, prefix: str) -> AsyncIterator[str]:
        """Yield the paths under a folder ("" for all), sorted. Raise Invalid or Unavailable."""
        under = _safe(prefix.rstrip("/")) if prefix else None
        try:
            found = [one["path"] async for batch in obstore.list(self._store, under) for one in batch]
        except (BaseError, OSError) as problem:
            raise _away(prefix) from problem
        for path in sorted(found):
            yield path


def _folder(url: str) -> Path | None:
    """Return the folder a file URL names, made if it is not there; None for a bucket."""
    if urlsplit(url).scheme != "file":
        return None
    folder = Path(url2pathname(urlsplit(url).path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _flush(*paths: Path) -> None:
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _safe(path: str) -> str:
    """Return the path, or raise Invalid for one that could leave the store or hide in it."""
    parts = path.split("/")
    if not path or any(part in {"", ".", ".."} for part in parts) or "\\" in path or not path.isprintable():
        raise Invalid(f"{path!r} is no path for a stored file: plain names with single slashes between them", where="blobs")
    return path


def _away(path: str) -> Unavailable:
    return Unavailable(f"the file store cannot be reached for {path!r}: check its place, rights and free space", where=path)
