"""Program files on disk: `programs/<code>/` with program.yaml, calendars/*.yaml and glossary.csv."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from pathlib import Path

from adapters import glossary_file
from adapters.yaml_page import Page, page
from mou import check_glossary
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
    dated = sorted((folder / "calendars").glob("*.yaml"))
    contents = {each: _bytes(each) for each in (file, *dated, *folder.glob(GLOSSARY))}
    digest = sha256()
    for each, content in contents.items():
        digest.update(f"{each.name} {len(content)}\n".encode() + content)
    calendars = {each.stem: page(each, contents[each]) for each in dated}
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
    """Return the rows of glossary.csv: a text per language tag and the columns of `mou.glossary.FIELDS`; none without a file.

    Raises Invalid with file and line for every row that cannot be used.
    """
    file = folder / GLOSSARY
    return glossary_rows(file) if file.is_file() else ()


def glossary_rows(file: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a glossary wherever it is; raise Invalid with file and line for every one that cannot be used."""
    read_ = glossary_file.read(file)
    if found := _in_glossary(file, read_, check_glossary.problems(read_.rows)):
        raise Invalid("\n".join(str(one) for one in found))
    return read_.rows


def glossary_problems(folder: Path, languages: Sequence[str]) -> tuple[Found, ...]:
    """Return every problem of glossary.csv for a program of these languages, by line; raise Invalid for one that is no CSV."""
    file = folder / GLOSSARY
    if not file.is_file():
        return ()
    read_ = glossary_file.read(file)
    both = (*check_glossary.gaps(read_.rows, read_.columns, languages), *check_glossary.problems(read_.rows))
    return _in_glossary(file, read_, both)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror}): look at its permissions"
        raise Invalid(message) from None


def _in_glossary(file: Path, read_: glossary_file.GlossaryFile, problems: Iterable[Problem]) -> tuple[Found, ...]:
    """Return problems of rows with their lines; those of a whole column stand in the first line."""
    lines: dict[str | int, int] = dict(enumerate(read_.lines))
    found = [Found(file=file, line=lines.get(one.path[0], 1), what=one.what, mend=one.mend) for one in problems]
    return tuple(sorted(found, key=lambda one: one.line))


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
