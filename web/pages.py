"""Every page is made here: in the reader's language, with the links that lead to the same page in the others."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from mou.ports import Desk, Press, Reader
from mou.program import Program
from web.readers import chosen, readers


@dataclass(frozen=True)
class OtherLanguage:
    """A link to this page in one language, named in that language."""

    tag: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What the frame around every page needs. `asked` is the language chosen by hand, which links then carry on."""

    language: str
    asked: str
    languages: tuple[OtherLanguage, ...]
    mailbox: bool
    zone: str
    home: str = "/"

    def to(self, path: str, **query: str) -> str:
        """Return a link to a page of ours that keeps the language chosen by hand; empty query values are left out."""
        given = {name: value for name, value in {**query, "lang": self.asked}.items() if value}
        return quote(path) + (f"?{urlencode(given)}" if given else "")


class Pages:
    """Renders pages through the press. Languages once seen are kept, so that an error page needs no record."""

    def __init__(self, *, desk: Desk, press: Press, mailbox: bool) -> None:
        """Keep the record's views, the press, and whether there is a mailbox to link to."""
        self._desk = desk
        self._press = press
        self._mailbox = mailbox
        self._readers: dict[str, Reader] = readers(())

    async def programs(self) -> tuple[Program, ...]:
        """Return every program on record, and learn its languages."""
        found = tuple([await self._desk.program(code) for code in await self._desk.programs()])
        self._readers = readers(found)
        return found

    async def show(self, request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Return a page in the reader's language. Raise Unavailable when the record is away."""
        await self.programs()
        return self.known(request, template, status=status, **context)

    def known(self, request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Return a page without asking the record: for errors, which may be the record's own."""
        reader = self.reader(request)
        html = self._press.page(template, reader, frame=self.frame(request), **context)
        return HTMLResponse(html, status_code=status, headers={"Content-Language": reader.language, "Vary": "Accept-Language"})

    def reader(self, request: Request) -> Reader:
        """Return for whom this request's page is."""
        return chosen(
            self._readers,
            asked=request.query_params.get("lang", ""),
            accepts=request.headers.get("accept-language", ""),
        )

    def reader_of(self, language: str, default: Reader) -> Reader:
        """Return the reader of a language tag ("es", "es-MX"), or the default when no party speaks it."""
        return self._readers.get(language.partition("-")[0].lower(), default)

    def others(self, request: Request) -> tuple[Reader, ...]:
        """Return the readers of the languages this request did not choose."""
        return tuple(one for one in self._readers.values() if one != self.reader(request))

    def fragment(self, template: str, reader: Reader, **context: object) -> str:
        """Return a piece of HTML in one reader's language, to be put into a page in another."""
        return self._press.page(template, reader, **context)

    def frame(self, request: Request) -> Frame:
        """Return the frame around this request's page."""
        reader = self.reader(request)
        asked = request.query_params.get("lang", "")
        return Frame(
            language=reader.language,
            asked=reader.language if asked == reader.language else "",
            languages=tuple(self._other(request, one, current=one == reader) for one in self._readers.values()),
            mailbox=self._mailbox,
            zone=reader.zone.replace("_", " "),
        )

    def _other(self, request: Request, reader: Reader, *, current: bool) -> OtherLanguage:
        query = {name: value for name, value in request.query_params.items() if name != "lang"}
        path = request.url.path if request.method == "GET" else "/"
        href = f"{quote(path)}?{urlencode({**query, 'lang': reader.language})}"
        name = self._press.page("autonym.html", reader).strip()
        return OtherLanguage(tag=reader.language, name=name, href=href, current=current)
