"""The words of the published report in one language: its own gettext domain `report`, read from the .po file itself.

Message ids are English with named values. `say` and `count` are the Babel keywords of this domain. Dates, numbers and
percentages follow the locale of the party whose language it is.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unicodedata import category
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from adapters.catalogs import catalog
from mou.report.rates import Rate

DOMAIN = "report"


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """Return somebody's words with every sign shown that would act instead: control signs, and turns of the direction.

    A turn could make the printed words read otherwise than what was approved; the data files keep it as it came.
    """

    def acts(sign: str) -> bool:
        return sign in _TURNS or (category(sign) == "Cc" and sign not in "\n\t")

    return "".join(f"[U+{ord(sign):04X}]" if acts(sign) else sign for sign in text.replace("\r\n", "\n"))


class Words:
    """One language's words and formats. `locale` is like "es_MX"."""

    def __init__(self, *, locales: Path, language: str, locale: str) -> None:
        """Read the catalog; raise Invalid when the language has none."""
        self.language = language
        self.locale = locale
        self._catalog = catalog(locales, language, DOMAIN)

    def say(self, msgid: str, /, **values: object) -> str:
        """Return the message with its values put in as they are."""
        text = self._catalog.gettext(msgid)
        return text % values if values else text

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the message in the plural form of `n`, which is also available as `%(n)s`."""
        return self._catalog.ngettext(one, many, n) % {"n": self.number(n), **values}

    def number(self, value: int | Decimal) -> str:
        """Return a number as the locale writes it."""
        return format_decimal(value, locale=self.locale)

    def day(self, when: date | datetime, zone: str = "") -> str:
        """Return a long date, of an instant as its `zone` had it."""
        local = when.astimezone(ZoneInfo(zone)).date() if isinstance(when, datetime) else when
        return format_date(local, "long", locale=self.locale)

    def instant(self, when: datetime, zone: str) -> str:
        """Return a long date and the time, without the zone's name."""
        local = when.astimezone(ZoneInfo(zone))
        return f"{format_date(local.date(), 'long', locale=self.locale)}, {format_datetime(local, 'HH:mm', locale=self.locale)}"

    def rate(self, rate: Rate) -> str:
        """Return "92% (81 of 88)", rounded down so that only a whole is ever 100%."""
        if rate.share is None:
            return self.say("nothing was owed")
        percent = self.percent(rate.share)
        return self.say("%(percent)s (%(met)s of %(of)s)", percent=percent, met=self.number(rate.met), of=self.number(rate.of))

    def percent(self, share: Fraction) -> str:
        """Return a whole percentage, rounded down."""
        return format_percent(Decimal(int(share * 100)) / 100, locale=self.locale)

    def listed(self, names: Iterable[str]) -> str:
        """Return "a, b": commas only, which need no grammar."""
        return ", ".join(names)

    def name_of(self, language: str) -> str:
        """Return what a language is called in this one ("Spanish", "español")."""
        return Locale.parse(language).get_display_name(self.locale) or language

    @property
    def region(self) -> str:
        """Return the locale's region ("MX"), or "" when it has none."""
        return Locale.parse(self.locale).territory or ""
