"""Every template renders for every locale of the sample agreement: letters by the press, pages by the desk, reports."""

from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from jinja2 import BaseLoader, Environment, FileSystemLoader

from adapters import program_files
from adapters.press import JinjaPress
from adapters.resources import resource
from adapters.signature import SigningKey, verifier
from commands.sample_letters import sample_letter
from mou.letters.blocks import Kind
from mou.ports import Reader
from tests.fakes.desk import FakeDesk
from tests.fakes.edition import published
from tests.fakes.mailroom import FakeMailroom
from tests.fakes.review import FakeReviews
from tests.fakes.sample_report import sample
from tests.house.sources import ROOT
from tests.web.sample import REPORT, desk, program
from web.app import create
from web.confirmations import Waiting
from web.webhook import delivery

PROGRAM = program_files.load(program_files.folder_of("ca-mx")).program
READERS = {party.code: Reader(language=party.language, locale=party.locale, zone=party.zone) for party in PROGRAM.parties}
LANGUAGES = sorted(PROGRAM.languages())
NOWHERE = "/none/such/page"
DECIDING = ("/confirm/token", "/confirm/held", "/review/token")
PAGES = ("/", "/ca-mx/2026", f"/{REPORT}", "/mailbox", "/mailbox/L1", "/mailbox/L2", *DECIDING, NOWHERE)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Collect (language, path below templates/) of whatever Jinja opens; each environment opens a template once."""
    found: set[tuple[str, str]] = set()
    original = FileSystemLoader.get_source

    def noted(self: BaseLoader, environment: Environment, template: str) -> object:
        source = original(self, environment, template)  # type: ignore[arg-type] # patched in for that very class
        path = Path(str(source[1])).relative_to(ROOT / "templates")
        found.add((str(environment.globals.get("lang", "")).partition("-")[0], str(path)))
        return source

    monkeypatch.setattr(FileSystemLoader, "get_source", noted)
    return found


def templates(folder: str, pattern: str) -> set[str]:
    """Return the templates of a folder, as paths below templates/."""
    return {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates" / folder).glob(pattern)}


@pytest.mark.parametrize("party", READERS)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_letter_renders_for_every_locale(kind: Kind, party: str) -> None:
    """Both parts are there, in the reader's language, and no placeholder is left."""
    letter = JinjaPress().letter(sample_letter(kind, sample(party)), READERS[party])
    assert letter.subject
    assert f'lang="{READERS[party].language}' in letter.html
    for part in (letter.subject, letter.text, letter.html):
        assert "%(" not in part
        assert "{{" not in part


def test_every_letter_template_is_used_in_every_language(rendered: set[tuple[str, str]]) -> None:
    """A template that no letter opens is dead: remove it, or give it its letter."""
    press = JinjaPress()
    for party, reader in READERS.items():
        press.letter(sample_letter(Kind.RECEIPT, sample(party)), reader)
    assert rendered == {(language, path) for language in LANGUAGES for path in templates("email", "*.j2")}


async def test_every_page_template_renders_in_every_language(rendered: set[tuple[str, str]], tmp_path: Path) -> None:
    """The real press and catalogs, every page of the sample year, and no template of the web left out."""
    for shown, paths in ((desk(), PAGES), (FakeDesk(programs=[program()]), PAGES[:1])):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app(shown, tmp_path)), base_url="http://desk.example") as web:
            for path, language in product(paths, LANGUAGES):
                answer = await web.get(path, params={"lang": language})
                assert answer.status_code == (404 if path == NOWHERE else 200), f"{path}: {answer.text}"
            form = {"shown": (await FakeReviews().review("token")).shown, "action": "approve"}
            for language in LANGUAGES if paths is PAGES else ():
                assert (await web.get("/review/gone", params={"lang": language})).status_code == 404
            for action, language in product(("approve", "return", "back-1"), LANGUAGES if paths is PAGES else ()):
                answer = await web.post("/review/token", params={"lang": language}, data={**form, "action": action})
                assert answer.status_code == (422 if action == "return" else 200)  # without a reason
    wanted = {(language, path) for language in LANGUAGES for path in templates("web", "*.html")}
    assert sorted(wanted - rendered) == [], "no page of this test opens these: add a page, or remove the template"


class Confirming:
    """A held message behind every token."""

    async def waiting(self, token: str) -> Waiting:
        """Return it."""
        return Waiting(
            coordinator=token == "held", whose="", reason="disowned", subject="Re: it", sender="a@b.example", text=token,
            arrived=datetime(2026, 4, 8, tzinfo=UTC), open=True,
        )  # fmt: skip

    async def settle(self, token: str, *, mine: bool) -> None:
        """Nothing presses the buttons here."""
        raise AssertionError((token, mine))


def app(shown: FakeDesk, folder: Path) -> FastAPI:
    """Return the web application with the real press over a sample desk."""
    key, mailroom = SigningKey.generate(), FakeMailroom()
    checks = verifier(key.public_pem)
    return create(
        desk=shown, mailroom=mailroom, press=JinjaPress(), verify=checks, mailbox=True, published=folder,
        domain="reports.example", deliver=delivery(mailroom=mailroom, verify=checks, sign=key.sign),
        confirming=Confirming(), reviewing=FakeReviews(),
    )  # fmt: skip


def test_the_edition_has_a_page_and_a_pdf_in_every_language_from_every_template() -> None:
    """The report's own templates: each is opened by an adapter, and each language comes out as a page and a PDF."""
    files = published()
    for language in LANGUAGES:
        assert b"</html>" in files[f"{language}/index.html"]
        assert files[f"report-{language}.pdf"].startswith(b"%PDF")
    assert b"</html>" in files["index.html"]
    opened = "".join(path.read_text(encoding="utf-8") for path in [*ROOT.glob("adapters/*.py"), *ROOT.glob("templates/report/*")])
    names = {path.name for path in resource("templates").glob("report/*")}
    assert sorted(name for name in names if name not in opened) == []
