"""A press for pages only: the real templates and catalogs, strict about every message and every value."""

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mou.errors import Invalid
from mou.letters.blocks import TN, Letter, T
from mou.model import Wording
from mou.ports import Reader, Rendered

ROOT = Path(__file__).parent.parent.parent
SOURCE = "en"


@cache
def catalog(language: str) -> dict[str, str]:
    """Return the messages of the web domain in a language; empty for the source language."""
    path = ROOT / "locales" / language / "LC_MESSAGES" / "web.po"
    if language == SOURCE:
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {str(one.id): str(one.string) for one in messages if one.id and one.string and not one.fuzzy}


class FakePress:
    """Renders pages in one environment per reader; a message without translation is an error, as in the real one."""

    def letter(self, letter: Letter, reader: Reader, *, reply_to: str = "") -> Rendered:
        """Return a letter with nothing but its subject."""
        del reply_to
        subject = _Words(reader).say(letter.subject)
        return Rendered(subject=subject, text=subject, html=subject, hash=sha256(subject.encode()).hexdigest())

    def page(self, template: str, reader: Reader, **context: object) -> str:
        """Render `templates/web/<template>`."""
        words = _Words(reader)
        environment = Environment(
            loader=FileSystemLoader(ROOT / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["_"] = words.gettext
        environment.filters.update(say=words.say, when=words.when, day=words.day, number=words.number)
        return environment.get_template(f"web/{template}").render(**context)


class _Words:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def gettext(self, msgid: str) -> str:
        if self.reader.language == SOURCE:
            return msgid
        try:
            return catalog(self.reader.language)[msgid]
        except KeyError:
            raise Invalid(f"no translation into {self.reader.language}: {msgid!r}") from None

    def say(self, words: T | TN | Wording) -> str:
        if isinstance(words, Wording):
            return words.in_(self.reader.language)
        if isinstance(words, TN):
            return self.gettext(words.one if words.n == 1 else words.many) % {"n": words.n, **self._said(words.values)}
        return self.gettext(words.msgid) % self._said(words.values)

    def _said(self, values: dict[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        if isinstance(value, T | TN | Wording):
            return self.say(value)
        return self.when(value) if isinstance(value, datetime) else value

    def when(self, instant: datetime) -> str:
        local = instant.astimezone(ZoneInfo(self.reader.zone))
        return str(format_datetime(local, "long", tzinfo=local.tzinfo, locale=self.reader.locale))

    def day(self, day: date) -> str:
        on = day.astimezone(ZoneInfo(self.reader.zone)).date() if isinstance(day, datetime) else day
        return str(format_date(on, "long", locale=self.reader.locale))

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.reader.locale))
