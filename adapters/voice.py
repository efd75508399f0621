"""How a reader is spoken to: messages in their language, dates in their zone, numbers by their locale."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from adapters.catalogs import catalog
from mou.errors import Invalid
from mou.letters.blocks import TN, T
from mou.letters.phrases import Day, Tongue
from mou.model import Wording
from mou.ports import Reader

# Narrow spaces that the locale data puts before "PM": mail programs show them as boxes, replies lose them.
_NARROW = str.maketrans({"\u202f": " ", "\u00a0": " "})


class Voice:
    """One reader's words and formats. Every method returns plain text; the templates escape it."""

    def __init__(self, reader: Reader, locales: Path, *, domains: tuple[str, ...]) -> None:
        """Open the reader's catalogs; raise Invalid when there is none."""
        self.reader = reader
        self._catalog = catalog(locales, reader.language, *domains)
        self._zone = ZoneInfo(reader.zone)

    @property
    def tag(self) -> str:
        """Return the page's language tag, with the region when the locale is the language's own ("es-MX")."""
        locale = self.reader.locale.replace("_", "-")
        return locale if locale.split("-")[0] == self.reader.language else self.reader.language

    def say(self, words: object) -> str:
        """Return words or a value as the reader reads it; raise Invalid for one that is missing or cannot be shown."""
        match words:
            case T():
                return self._filled(self._catalog.gettext(words.msgid), words.values)
            case TN():
                text = self._catalog.ngettext(words.one, words.many, words.n)
                return self._filled(text, {"n": words.n, **words.values})
            case Wording():
                return self._worded(words)
            case str():
                return str(words)
        return self._value(words)

    def text(self, msgid: str, /, **values: object) -> str:
        """Return a message of a template: `_("Due %(due)s", due=instant)`."""
        return self.say(T(msgid, **values))

    def when(self, instant: datetime) -> str:
        """Return weekday, long date, time and zone of an aware instant."""
        local = self._local(instant)
        words = T(
            "%(weekday)s, %(day)s, %(time)s (%(zone)s)",
            weekday=format_date(local.date(), "EEEE", locale=self.reader.locale),
            day=format_date(local.date(), "long", locale=self.reader.locale),
            time=format_time(local, "short", locale=self.reader.locale).translate(_NARROW),
            zone=get_timezone_name(self._zone, locale=self.reader.locale),
        )
        return self.say(words)

    def day(self, value: date | datetime) -> str:
        """Return a long date; of an instant, the reader's calendar day."""
        day = self._local(value).date() if isinstance(value, datetime) else value
        return format_date(day, "long", locale=self.reader.locale)

    def number(self, value: int | Decimal) -> str:
        """Return a number grouped by locale, never rounded."""
        exact = Decimal(value)
        return format_decimal(exact, locale=self.reader.locale, decimal_quantization=False)

    def _value(self, value: object) -> str:
        match value:
            case datetime():
                return self.when(value)
            case date():
                return self.day(value)
            case Day():
                return self.day(value.at)
            case Tongue():
                return self._tongue(value.tag)
            case bool() | None | float():
                pass
            case int() | Decimal():
                return self.number(value)
        # str(), not repr(): a template's undefined value raises here, naming itself.
        message = f"A {type(value).__name__} ({value!s}) cannot be shown in a text. Give words, a number or an instant."
        raise Invalid(message, where="voice")

    def _filled(self, text: str, values: dict[str, object]) -> str:
        shown = {name: self.say(value) for name, value in values.items()}
        try:
            return text % shown
        except (KeyError, ValueError, TypeError) as error:
            message = f"The message {text!r} lacks the value {error}. Given: {', '.join(values) or 'none'}."
            raise Invalid(message, where=f"catalog/{self.reader.language}") from error

    def _worded(self, words: Wording) -> str:
        try:
            return words.in_(self.reader.language)
        except LookupError as error:
            raise Invalid(str(error.args[0]), where=f"wording/{self.reader.language}") from error

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            message = f"{instant.isoformat()} has no time zone. Give an aware instant."
            raise Invalid(message, where="voice")
        return instant.astimezone(self._zone)

    def _tongue(self, tag: str) -> str:
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.reader.locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag
