"""The rules that bind a program's parts together: codes, people and roles, texts in every language, addresses, places."""

import re
from collections.abc import Iterable, Iterator, Mapping

from mou.calendar import zones
from mou.problem import Fields, Path, Problem, block, get, near, rows, word, words

_CODE = (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "small letters, digits and hyphens, like 'air-quality'")
_ITEM = (re.compile(r"[A-Z][A-Z0-9]*-[0-9]+"), "capitals, a hyphen and a number, like 'AQ-2'")
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

Texts = Iterator[tuple[Path, str]]


def problems(tree: object) -> Iterator[Problem]:
    """Yield every broken rule; parts with a wrong shape are passed over."""
    yield from _codes(tree)
    yield from _parties(tree)
    yield from _people(tree)
    yield from _roles(tree)
    yield from _groups(tree)
    yield from _wordings(tree)


def _column(tree: object, name: str, *path: str | int) -> Texts:
    return (((*where, name), word(row, name)) for where, row in rows(tree, *path) if word(row, name))


def _items(tree: object) -> Iterator[tuple[Path, Fields]]:
    for group, _ in rows(tree, "groups"):
        yield from rows(tree, *group, "items")


def _codes(tree: object) -> Iterator[Problem]:
    items = [((*where, "code"), word(row, "code")) for where, row in _items(tree) if word(row, "code")]
    lists: list[tuple[str, Iterable[tuple[Path, str]], tuple[re.Pattern[str], str]]] = [
        ("party code", _column(tree, "code", "parties"), _CODE),
        ("group code", _column(tree, "code", "groups"), _CODE),
        ("person id", _column(tree, "id", "people"), _CODE),
        ("calendar", words(tree, "calendars"), _CODE),
        ("item code", items, _ITEM),
        ("program code", [(("code",), word(block(tree), "code"))] if word(block(tree), "code") else [], _CODE),
    ]
    lists += [("indicator code", _column(tree, "code", *where, "indicators"), _CODE) for where, _ in _items(tree)]
    for what, found, form in lists:
        yield from _unique(what, found, form)


def _unique(what: str, found: Iterable[tuple[Path, str]], form: tuple[re.Pattern[str], str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, code in found:
        if not form[0].fullmatch(code):
            yield Problem(path=path, what=f"{code!r} is no {what}", mend=f"use {form[1]}")
        if code in seen:
            yield Problem(path=path, what=f"the {what} {code!r} is used twice", mend="give each its own; codes are never reused")
        seen.add(code)


def _parties(tree: object) -> Iterator[Problem]:
    calendars = {code for _, code in words(tree, "calendars")}
    for path, party in rows(tree, "parties"):
        zone, calendar = word(party, "zone"), word(party, "calendar")
        locale, language = word(party, "locale"), word(party, "language")
        if zone and zone not in zones():
            yield Problem(path=(*path, "zone"), what=f"there is no time zone {zone!r}", mend=_near_zone(zone))
        if calendar and calendar not in calendars:
            what = f"the calendar {calendar!r} is not among the program's `calendars`"
            yield Problem(path=(*path, "calendar"), what=what, mend=near(calendar, calendars))
        if locale and not (_LOCALE.fullmatch(locale) and locale.split("_")[0] == language):
            what = f"the locale {locale!r} does not go with the language {language!r}"
            yield Problem(path=(*path, "locale"), what=what, mend=f"write language and country, like '{language or 'es'}_MX'")
    if not any(True for _ in rows(tree, "parties")) and get(tree, "parties") is not None:
        yield Problem(path=("parties",), what="the agreement has no party", mend="add each government that signed")


def _near_zone(zone: str) -> str:
    hint = near(zone, zones())
    return hint if hint.startswith("did") else "write area and city, like 'America/Mexico_City'"


def _people(tree: object) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, person in rows(tree, "people"):
        address, who = word(person, "address"), word(person, "id") or "somebody"
        if first := seen.get(address.casefold()):
            what = f"{address!r} is already the address of {first}"
            yield Problem(path=(*path, "address"), what=what, mend="give each person their own: replies are known by it")
        if address:
            yield from _address((*path, "address"), address)
            seen.setdefault(address.casefold(), who)
    if contact := word(block(tree), "contact"):
        yield from _address(("contact",), contact)


def _address(path: Path, address: str) -> Iterator[Problem]:
    if not _ADDRESS.fullmatch(address):
        yield Problem(path=path, what=f"{address!r} is no e-mail address", mend="write it like 'name@agency.example'")


def _held(tree: object) -> Iterator[tuple[Path, Fields, str]]:
    """Yield every role: its path, its fields, and the party it belongs to."""
    for path, party in rows(tree, "parties"):
        for role in ("coordinator", "reviewer"):
            yield (*path, role), block(party, role), word(party, "code")
    for path, group in rows(tree, "groups"):
        for code in block(group, "leads"):
            yield (*path, "leads", code), block(group, "leads", code), code


def _roles(tree: object) -> Iterator[Problem]:
    people = {word(person, "id"): person for _, person in rows(tree, "people")}
    languages = {word(party, "code"): word(party, "language") for _, party in rows(tree, "parties")}
    for path, role, party in _held(tree):
        for part in ("holder", "alternate"):
            who = word(role, part)
            if who and who not in people:
                yield Problem(path=(*path, part), what=f"there is no person {who!r}", mend=near(who, people))
            elif who:
                yield from _speaks((*path, part), people[who], party, languages.get(party, ""))
        if word(role, "holder") and word(role, "holder") == word(role, "alternate"):
            what = "the alternate is the holder"
            yield Problem(path=(*path, "alternate"), what=what, mend="name somebody else, or leave the alternate out")


def _speaks(path: Path, person: Fields, party: str, language: str) -> Iterator[Problem]:
    spoken = word(person, "language")
    if spoken and language and spoken != language:
        what = f"{word(person, 'id')} reads {spoken!r}, but {party} works in {language!r}"
        yield Problem(path=path, what=what, mend="name somebody of that party, or mend the person's `language`")


def _groups(tree: object) -> Iterator[Problem]:
    parties = [word(party, "code") for _, party in rows(tree, "parties") if word(party, "code")]
    for path, group in rows(tree, "groups"):
        leads, name = block(group, "leads"), word(group, "code") or "the group"
        for party in parties:
            if isinstance(group.get("leads"), Mapping) and party not in leads:
                yield Problem(
                    path=(*path, "leads"), what=f"{name} has no lead for {party}", mend=f"add `{party}:` with a `holder`"
                )
        for party in leads:
            if party not in parties:
                yield Problem(path=(*path, "leads", party), what=f"there is no party {party!r}", mend=near(party, parties))
        if group.get("items") == []:
            yield Problem(path=(*path, "items"), what=f"{name} has no plan item", mend="add at least one")
    for path, _ in _items(tree):
        for where, party in words(tree, *path, "owed_by"):
            if party not in parties:
                yield Problem(path=where, what=f"there is no party {party!r}", mend=near(party, parties))


def _worded(tree: object) -> Iterator[Path]:
    yield from ((name,) for name in ("name", "short", "about"))
    yield from ((*path, "name") for path, _ in (*rows(tree, "parties"), *rows(tree, "groups")))
    for path, _ in _items(tree):
        yield (*path, "title")
        yield from ((*where, "name") for where, _ in rows(tree, *path, "indicators"))


def _wordings(tree: object) -> Iterator[Problem]:
    spoken = dict.fromkeys(word(party, "language") for _, party in rows(tree, "parties") if word(party, "language"))
    for path in _worded(tree):
        if isinstance(get(tree, *path), Mapping):
            for language in spoken:
                if language not in block(tree, *path):
                    what = f"`{path[-1]}` is not said in {language!r}"
                    yield Problem(path=path, what=what, mend=f"add `{language}:`, every party reads it in its own language")
