"""Translations, read by Babel straight from the .po files, so that nothing has to be built. A missing msgid fails."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mou.errors import Invalid

SOURCE_LANGUAGE = "en"
"""The language the msgids are written in: its catalog is the code itself."""


class _Strict(NullTranslations):
    """What stands behind a catalog: it translates nothing, it names what is missing."""

    def __init__(self, language: str, domain: str) -> None:
        super().__init__()
        self._language = language
        self._domain = domain

    def gettext(self, message: str) -> str:
        self._refuse(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - gettext's own signature
        self._refuse(msgid1)

    def _refuse(self, msgid: str) -> NoReturn:
        message = (
            f"No translation into {self._language!r} of {msgid!r}. Add it to locales/{_place(self._language, self._domain)}."
        )
        raise Invalid(message, where=f"catalog/{self._language}")


@cache
def catalog(locales: Path, language: str, *domains: str) -> NullTranslations:
    """Return a language's messages, the first domain's before the next one's; raise Invalid when a domain is not there."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    first, *others = [_read(locales / _place(language, domain), language, domain) for domain in domains]
    for one in (*others, _Strict(language, domains[0])):
        first.add_fallback(one)
    return first


def _read(path: Path, language: str, domain: str) -> GNUTranslations:
    if not path.is_file():
        message = f"No words in {language!r}: locales/{_place(language, domain)} is missing. Add the catalog."
        raise Invalid(message, where=f"catalog/{language}")
    compiled = BytesIO()
    with path.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _place(language: str, domain: str) -> str:
    return f"{language}/LC_MESSAGES/{domain}.po"
