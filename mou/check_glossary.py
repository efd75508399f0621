"""Check the rows of a glossary: every problem at once.

A problem's path is the row's number, from 0, and its column; or a column alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mou.glossary import FIELDS, GENDERED, GENDERS, KINDS, PARTS, Row, forbidden, texts
from mou.problem import Problem, near

_CHOICES: Mapping[str, Sequence[str]] = {"kind": KINDS, "part_of_speech": PARTS, "gender": GENDERS}
_NOUNS = frozenset({"noun", "proper noun"})


def problems(rows: Sequence[Row]) -> tuple[Problem, ...]:
    """Return what makes rows unusable: unknown words, forbidden forms that cannot be told, terms translated in two ways."""
    each = (problem for number, row in enumerate(rows) for problem in (*_choices(number, row), *_forbidden(number, row)))
    return (*each, *_twice(rows))


def gaps(rows: Sequence[Row], columns: Sequence[str], languages: Sequence[str]) -> tuple[Problem, ...]:
    """Return what a program's glossary lacks: columns for its languages, and the genders that articles must agree with."""
    return (*_columns(columns, languages), *_genderless(rows))


def _columns(columns: Sequence[str], languages: Sequence[str]) -> Iterator[Problem]:
    for language in languages:
        if language not in columns:
            what = f"there is no column for the program's language {language!r}"
            yield Problem(path=(language,), what=what, mend=f"add a column {language}, with every term in that language")
    for column in columns:
        if column not in languages and column not in FIELDS:
            mend = near(column, (*languages, *FIELDS))
            yield Problem(path=(column,), what=f"the column {column!r} is no language of the program", mend=mend)


def _choices(number: int, row: Row) -> Iterator[Problem]:
    for column, known in _CHOICES.items():
        said = row.get(column, "")
        if said and said not in known:
            named = column.replace("_", " ")
            yield Problem(path=(number, column), what=f"the {named} {said!r} is unknown", mend=near(said, known))


def _forbidden(number: int, row: Row) -> Iterator[Problem]:
    path = (number, "forbidden")
    try:
        ruled_out = forbidden(row)
    except ValueError as piece:
        yield Problem(
            path=path, what=f"the forbidden form {str(piece)!r} has no language", mend="write it like `es: one | other`"
        )
        return
    for language, forms in ruled_out.items():
        agreed = texts(row).get(language)
        if agreed is None:
            mend = near(language, texts(row))
            yield Problem(path=path, what=f"forms are forbidden in {language!r}, which has no column", mend=mend)
        elif agreed.casefold() in map(str.casefold, forms):
            what = f"{agreed!r} is both the term and forbidden"
            yield Problem(path=path, what=what, mend="remove it from the forbidden forms, or correct the term")


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield the rows that say of a term, in any of its languages, something else than a row before, or the same again."""
    seen = dict[tuple[str, str], int]()
    for number, row in enumerate(rows):
        for language, text in texts(row).items():
            first = seen.setdefault((language, text.casefold()), number)
            if first != number:
                yield _second(number, language, row, rows[first])
                break


def _second(number: int, language: str, row: Row, first: Row) -> Problem:
    what = f"{row[language]!r} stands in a row before"
    others = [f"{first[other]!r}" for other in texts(row) if _other(first, other) != _other(row, other)]
    if not others:
        return Problem(path=(number, language), what=what, mend="remove one of the two rows")
    what = f"{what}, translated as {', '.join(others)}"
    return Problem(path=(number, language), what=what, mend="keep the row that was agreed; the other form may be forbidden there")


def _other(row: Row, language: str) -> str:
    return row.get(language, "").casefold()


def _genderless(rows: Iterable[Row]) -> Iterator[Problem]:
    for number, row in enumerate(rows):
        if GENDERED in row and row.get("part_of_speech") in _NOUNS and row["kind"] != "place" and not row.get("gender"):
            what = f"the noun {row[GENDERED]!r} has no gender"
            yield Problem(path=(number, "gender"), what=what, mend=f"write one of: {', '.join(GENDERS)}")
