"""Program files on disk: `programs/<code>/` with program.yaml, calendars/*.yaml and glossary.csv."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from pathlib import Path

from adapters.yaml_page import Page, page
from mou.check import Problem, check, check_calendar
from mou.check_shape import shaped
from mou.closed_days import Calendar
from mou.errors import Invalid, Unknown
from mou.model import Model
from mou.problem import Path as TreePath
from mou.problem import get
from mou.program import Program

PROGRAM = "program.yaml"
GLOSSARY = "glossary.csv"


@dataclass(frozen=True, slots=True)
class Source:
    """A program as written: the tree of program.yaml, the line of each path, its text, its calendars, and their hash."""

    page: Page
    calendars: Mapping[str, Page]
    sha: str

    @property
    def tree(self) -> object:
        """The tree of program.yaml."""
        return self.page.tree

    @property
    def lines(self) -> Mapping[TreePath, int]:
        """The line of each path of the tree, counted from 1."""
        return self.page.lines

    @property
    def text(self) -> str:
        """The text of program.yaml."""
        return self.page.text


@dataclass(frozen=True, slots=True)
class Found:
    """A problem where it is: `str()` gives `file:line: what — mend`."""

    file: Path
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} — {self.mend}"


class Loaded(Model):
    """A checked program with its calendars by code; `sha` names this version of the files, `text` is program.yaml."""

    program: Program
    calendars: dict[str, Calendar]
    sha: str
    text: str


def folder_of(code_or_path: str | Path) -> Path:
    """Return the program's folder: the path if there is one, else `programs/<code>`; raise Unknown with a suggestion."""
    path = Path(code_or_path)
    with suppress(OSError):  # a name too long for a path is no path
        if path.is_dir():
            return path
        if path.name == PROGRAM and path.is_file():
            return path.parent
    known = {folder.name: folder for folder in _folders()}
    if str(code_or_path) in known:
        return known[str(code_or_path)]
    near = get_close_matches(path.name, known, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    message = f"there is no program {str(code_or_path)!r}.{hint} There are: {', '.join(sorted(known)) or 'none'}."
    raise Unknown(message)


def read(folder: Path) -> Source:
    """Read a program's files as they are; raise Unknown when the folder has no program.yaml."""
    file = folder / PROGRAM
    if not file.is_file():
        message = f"{folder} has no {PROGRAM}: name a program's code or its folder"
        raise Unknown(message)
    files = (file, *sorted((folder / "calendars").glob("*.yaml")))
    contents = {each: _bytes(each) for each in files}
    digest = sha256()
    for each, content in contents.items():
        digest.update(f"{each.name} {len(content)}\n".encode() + content)
    calendars = {each.stem: page(each, contents[each]) for each in files[1:]}
    return Source(page=page(file, contents[file]), calendars=calendars, sha=digest.hexdigest())


def problems(source: Source) -> tuple[Found, ...]:
    """Return every problem of a program's files, file by file in the order of their lines."""
    found = [*_located(source.page, check), *_without_file(source)]
    found.sort(key=lambda one: one.line)
    for code in _named(source):
        if code in source.calendars:
            its = _located(source.calendars[code], partial(check_calendar, code=code))
            found += sorted(its, key=lambda one: one.line)
    return tuple(found)


def load(folder: Path) -> Loaded:
    """Return a checked program; raise Invalid listing every problem with file and line, or Unknown."""
    source = read(folder)
    if found := problems(source):
        raise Invalid("\n".join(str(one) for one in found))
    program, _ = shaped(Program, source.tree)
    calendars = {code: shaped(Calendar, source.calendars[code].tree)[0] for code in _named(source)}
    return Loaded.model_validate({"program": program, "calendars": calendars, "sha": source.sha, "text": source.text})


def glossary(folder: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of glossary.csv, one dict per term with a text per language tag and its kind; empty without a file.

    Raises Invalid with file and line for a row with an empty or missing column.
    """
    file = folder / GLOSSARY
    if not file.is_file():
        return ()
    rows = csv.DictReader(_bytes(file).decode("utf-8", "replace").splitlines())
    try:
        return tuple(_term(file, rows.line_num, row) for row in rows)
    except csv.Error as error:
        message = f"{file}:{rows.line_num}: this is no CSV ({error}) — look at the quotes of this line"
        raise Invalid(message) from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror}): look at its permissions"
        raise Invalid(message) from None


def _term(file: Path, line: int, row: Mapping[str | None, object]) -> dict[str, str]:
    term = {column: text.strip() for column, text in row.items() if column and isinstance(text, str)}
    empty = [str(column) for column in row if not column or not term.get(column)]
    if empty or "kind" not in term:
        what = f"wrong or empty: {', '.join(empty)}" if empty else "no column `kind`"
        message = f"{file}:{line}: {what} — write one text per column of the first line, in quotes where it has a comma"
        raise Invalid(message)
    return term


def _folders() -> Iterator[Path]:
    """Yield the folders of the programs that came with the product, in the repo's layout or the wheel's."""
    root = Path(__file__).resolve().parents[1]
    for shelf in (root / "programs", root / "mou" / "programs"):
        yield from sorted(file.parent for file in shelf.glob(f"*/{PROGRAM}"))


def _named(source: Source) -> tuple[str, ...]:
    named = get(source.tree, "calendars")
    return tuple(dict.fromkeys(code for code in named if isinstance(code, str))) if isinstance(named, list) else ()


def _located(its: Page, checked: Callable[[object], tuple[Problem, ...]]) -> list[Found]:
    """Return a page's problems with their lines; what is no YAML has no tree to check."""
    found = its.problems if its.unread else (*its.problems, *checked(its.tree))
    return [Found(file=its.file, line=its.line(one.path), what=one.what, mend=one.mend) for one in found]


def _without_file(source: Source) -> Iterator[Found]:
    folder = source.page.file.parent / "calendars"
    for number, code in enumerate(_named(source)):
        if code not in source.calendars:
            what = f"the calendar {code!r} has no file"
            yield Found(source.page.file, source.page.line(("calendars", number)), what, f"add {folder / f'{code}.yaml'}")
