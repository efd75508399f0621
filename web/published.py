"""The published reports, read-only, from the folder they are published into; and which of them there are."""

import os
from collections.abc import Iterable
from pathlib import Path

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from mou.model import Model
from web.headers import PUBLISHED


class Publication(Model):
    """One published file: which kind ("html", "pdf", "csv", "json"), in which language ("" for data), and its address."""

    kind: str
    language: str
    href: str


class PublishedFolder(StaticFiles):
    """Serves the folder: `index.html` on folders, nothing outside it, and its own rule about styles.

    The folder may appear later than the process: before the first publication there is simply nothing to be found.
    """

    async def check_config(self) -> None:
        """Check nothing: see the class."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the file under the published reports' content security policy."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Content-Security-Policy"] = PUBLISHED
        return response


def folder(published: Path) -> PublishedFolder:
    """Return the application that serves the folder under `/public`."""
    return PublishedFolder(directory=published, html=True, check_dir=False)


def publications(published: Path | None, *, program: str, year: int, languages: Iterable[str]) -> tuple[Publication, ...]:
    """Return what is published of a year, pages first, then PDFs, then data."""
    if published is None:
        return ()
    tags = tuple(languages)
    expected = [
        *(("html", tag, f"{tag}/index.html") for tag in tags),
        *(("pdf", tag, f"report-{tag}.pdf") for tag in tags),
        ("csv", "", "data/entries.csv"),
        ("json", "", "data/entries.json"),
    ]
    year_folder = published / program / str(year)
    return tuple(
        Publication(kind=kind, language=language, href=f"/public/{program}/{year}/{path.removesuffix('index.html')}")
        for kind, language, path in expected
        if (year_folder / path).is_file()
    )
