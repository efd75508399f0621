"""The published reports, read-only."""

from pathlib import Path

import httpx
import pytest

from tests.web.conftest import House


@pytest.fixture
def year(house: House) -> Path:
    """Return a year's folder with what the annual report publishes, and a secret beside the public folder."""
    folder = house.published / "ca-mx" / "2026"
    for path in ("en/index.html", "es/index.html", "report-en.pdf", "data/entries.csv", "data/entries.json"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    (house.published.parent / "secret.txt").write_text("secret")
    (folder / "leak.txt").symlink_to(house.published.parent / "secret.txt")
    return folder


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("en/", "text/html"),
        ("en/index.html", "text/html"),
        ("report-en.pdf", "application/pdf"),
        ("data/entries.csv", "text/csv"),
        ("data/entries.json", "application/json"),
    ],
)
async def test_files_come_with_their_types_and_their_own_policy(house: House, path: str, kind: str) -> None:
    """A report may carry its own styles, never a script."""
    answer = await house.web.get(f"/public/ca-mx/2026/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "style-src 'self' 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "ca-mx/..%2f..%2fsecret.txt",
        "ca-mx/%2e%2e/%2e%2e/secret.txt",
        "%2fetc/passwd",
        "//etc/passwd",
        "ca-mx/2026/leak.txt",
        "ca-mx%00/x",
        "x" * 5000,
        "..%5csecret.txt",
        "",
        "ca-mx/",
    ],
)
async def test_nothing_outside_the_folder_can_be_read(house: House, path: str) -> None:
    """No spelling of a path, and no link, leads out of the folder; folders are not listed."""
    url = httpx.URL("http://desk.example").copy_with(raw_path=f"/public/{path}".encode())
    answer = await house.web.send(house.web.build_request("GET", url))
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")


async def test_before_the_first_publication_there_is_nothing(house: House) -> None:
    """The folder may come later than the process."""
    assert (await house.web.get("/public/ca-mx/2026/en/")).status_code == 404
    assert "Nothing of this year is published yet." in (await house.web.get("/ca-mx/2026")).text


@pytest.mark.usefixtures("year")
async def test_the_status_page_links_to_what_is_published(house: House) -> None:
    """Every published file, and only those, is linked, and each link opens."""
    page = (await house.web.get("/ca-mx/2026")).text
    assert 'href="/public/ca-mx/2026/en/"' in page
    assert "report-es.pdf" not in page
    for path in ("en/", "es/", "report-en.pdf", "data/entries.csv", "data/entries.json"):
        assert f'href="/public/ca-mx/2026/{path}"' in page
        assert (await house.web.get(f"/public/ca-mx/2026/{path}")).status_code == 200


async def test_the_folder_is_read_only(house: House, year: Path) -> None:
    """Nothing can be put into it."""
    assert (await house.web.put("/public/ca-mx/2026/report-en.pdf", content=b"x")).status_code == 405
    assert (year / "report-en.pdf").read_text() == "report-en.pdf"
