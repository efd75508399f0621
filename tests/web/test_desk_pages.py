"""The desk's pages: status, threads, errors, in every language."""

import re
from html.parser import HTMLParser

import pytest

from tests.web.conftest import House
from tests.web.sample import MAILS, REPORT, program

PAGES = ["/", "/ca-mx/2026", "/ca-mx/2025", f"/{REPORT}", "/mailbox", "/mailbox/L1", "/mailbox/L3?style=outlook", "/nowhere"]


class _Outline(HTMLParser):
    """What a screen reader needs of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]

    def named(self, *names: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag with one of these names."""
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", PAGES)
async def test_every_page_can_be_read_by_everybody(house: House, path: str, language: str) -> None:
    """Each page says its language, has one h1, landmarks, captions, scopes and labels, no script and no inline style."""
    answer = await house.web.get(path, headers={"accept-language": language})
    outline = _Outline()
    outline.feed(answer.text)
    assert outline.named("html") == [{"lang": language}]
    assert answer.headers["content-language"] == language
    assert len(outline.named("h1")) == len(outline.named("main")) == len(outline.named("title")) == 1
    assert len(outline.named("table")) == len(outline.named("caption"))
    assert all("scope" in head for head in outline.named("th"))
    assert all("title" in frame for frame in outline.named("iframe"))
    assert len(outline.ids) == len(set(outline.ids))
    labelled = {label["for"] for label in outline.named("label")}
    fields = [one for one in outline.named("input", "select", "textarea") if one.get("type") != "hidden"]
    assert {field["id"] for field in fields} == labelled
    referred = {one for _, attrs in outline.tags for one in (attrs.get("aria-labelledby") or "").split()}
    assert referred <= set(outline.ids)
    assert outline.named("script", "style") == []
    assert not any(name == "style" or name.startswith("on") for _, attrs in outline.tags for name in attrs)


async def test_the_status_page_says_who_holds_what(house: House) -> None:
    """Every open report names its phase, holders, since when, the next step and when."""
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", (await house.web.get("/ca-mx/2026")).text))
    for said in ("Collecting replies", "Lead, California to reply", "Lead, Mexico to reply", "October 9, 2026", "Reminder 2"):
        assert said in page
    for said in (
        "Waiting for approval",
        "Reviewer, Mexico to approve",
        "Not reported",
        "Not required",
        "Version 2",
        "An amendment is under way",
        "Agreement time",
    ):
        assert said in page
    assert page.index("Air Quality") < page.index("Climate Change"), "the soonest next step comes first"


async def test_the_newest_year_of_the_only_program_is_home(house: House) -> None:
    """With one program, `/` is its newest year; with more, a choice."""
    assert "Status of the reports, 2026" in (await house.web.get("/")).text
    house.desk.kept["other"] = program("other")
    house.desk.places["other", 2026] = ()
    home = (await house.web.get("/")).text
    assert 'href="/ca-mx/2026"' in home
    assert 'href="/other/2026"' in home


async def test_before_the_first_program_home_says_what_to_do(house: House) -> None:
    """An empty record is not an error."""
    house.desk.kept.clear()
    answer = await house.web.get("/")
    assert answer.status_code == 200
    assert "No program is on record yet" in answer.text


async def test_a_report_in_a_year_without_quarters_is_still_a_page(house: House) -> None:
    """A cycle of which nothing has opened yet says so."""
    assert "No quarter has opened yet." in (await house.web.get("/ca-mx/2025")).text


async def test_a_thread_opens_its_letters_and_mails(house: House) -> None:
    """Letters, mails and decisions stand in order, and each link leads somewhere."""
    page = (await house.web.get(f"/{REPORT}")).text
    thread = page.partition('<ol class="thread">')[2].partition("</ol>")[0]
    links = re.findall(r'href="([^"]+)"', thread)
    assert links == ["/mailbox/L1", "/mailbox/L2", "/mails/d1.eml", "/mailbox/L3", "/mails/d1.eml"]
    for link in links:
        assert (await house.web.get(link)).status_code == 200
    assert (await house.web.get("/mails/d1.eml")).content == MAILS["d1"]
    assert (await house.web.get("/letters/L1.eml")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "accepts", "language"),
    [
        ("es", "en", "es"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "fr, en;q=0.2, es;q=0.7", "es"),
        ("xx", "es;q=0", "en"),
        ("", "es;q=much", "en"),
        ("", "", "en"),
    ],
)
async def test_the_reader_chooses_the_language(house: House, asked: str, accepts: str, language: str) -> None:
    """`?lang=` wins over the browser's preferences, and those over the first party's language."""
    answer = await house.web.get("/", params={"lang": asked} if asked else {}, headers={"accept-language": accepts})
    assert f'<html lang="{language}">' in answer.text


async def test_a_language_chosen_by_hand_stays(house: House) -> None:
    """Links carry the choice on, and the switch leads to the same page."""
    page = (await house.web.get("/mailbox?person=p02&lang=es")).text
    assert 'href="/mailbox/L2?lang=es"' in page
    assert 'href="/mailbox?person=p02&amp;lang=en"' in page
    assert 'name="lang" value="es"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/nowhere/2026", 404),
        ("/ca-mx/1999", 404),
        ("/ca-mx/2026-Q9/air-quality", 404),
        ("/ca-mx/x/air-quality", 404),
        ("/mailbox/none", 404),
        ("/mailbox/none.eml", 404),
        ("/mails/none.eml", 404),
        ("/mailbox/index.json?after=x", 422),
        ("/docs", 404),
        ("/openapi.json", 404),
    ],
)
async def test_errors_are_explained_in_every_language(house: House, path: str, status: int) -> None:
    """A wrong address or value is a page in both languages that leads back."""
    answer = await house.web.get(path, headers={"accept-language": "es"})
    assert answer.status_code == status
    assert "Disculpe" in answer.text
    assert 'lang="en"' in answer.text
    assert "Ir a la página de estado" in answer.text


async def test_a_silent_record_is_said_without_a_traceback(house: House) -> None:
    """When the record is away, pages say 503 in the languages already known, and health says so too."""
    assert (await house.web.get("/health")).status_code == 200
    await house.web.get("/")
    house.desk.silent = True
    answer = await house.web.get("/", headers={"accept-language": "es"})
    assert answer.status_code == 503
    assert "El registro no responde" in answer.text
    assert "Traceback" not in answer.text
    assert (await house.web.get("/health")).status_code == 503


async def test_a_bug_of_ours_is_a_page_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error shows nothing of itself."""

    async def broken(report: str) -> None:
        raise RuntimeError(f"secret of {report}")

    monkeypatch.setattr(house.desk, "thread", broken)
    answer = await house.web.get(f"/{REPORT}")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/", "/static/pages.css", "/nowhere", "/health", "/mailbox/L1.eml"])
async def test_every_answer_is_guarded(house: House, path: str) -> None:
    """The security headers stand on pages, files and errors alike."""
    headers = (await house.web.get(path)).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
