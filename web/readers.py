"""For whom a page is rendered: the languages are those of the programs on record, the choice is the reader's."""

from collections.abc import Iterable, Mapping

from mou.ports import Reader
from mou.program import Program

SOURCE = Reader(language="en", locale="en", zone="UTC")
"""The language our messages are written in: for a page that is asked for before any program is on record."""


def readers(programs: Iterable[Program]) -> dict[str, Reader]:
    """Return a reader per language: locale and zone are those of the first party that speaks it."""
    found: dict[str, Reader] = {}
    for program in programs:
        for party in program.parties:
            found.setdefault(party.language, Reader(language=party.language, locale=party.locale, zone=party.zone))
    return found or {SOURCE.language: SOURCE}


def chosen(among: Mapping[str, Reader], *, asked: str, accepts: str) -> Reader:
    """Return the reader asked for by `?lang=`, else the browser's best (Accept-Language), else the first there is."""
    wanted = [asked, *_preferences(accepts)]
    return next((among[tag] for tag in wanted if tag in among), next(iter(among.values())))


def _preferences(accepts: str) -> list[str]:
    """Return primary language tags by falling quality: "es-MX,es;q=0.9,en;q=0.8" gives es, es, en."""
    weighed = [_weighed(part) for part in accepts.split(",")]
    return [tag for quality, tag in sorted(weighed, key=lambda pair: -pair[0]) if quality > 0]


def _weighed(part: str) -> tuple[float, str]:
    tag, _, rest = part.partition(";")
    quality = rest.strip().removeprefix("q=").strip() or "1"
    try:
        weight = float(quality)
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().split("-")[0]
