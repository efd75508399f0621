"""A desk over values kept in memory: the record's views without a record."""

from collections.abc import Mapping, Sequence

from mou.errors import Unavailable, Unknown
from mou.program import Program
from mou.record import LetterLine, ThreadLine, Whereabouts


class FakeDesk:
    """Answers from what it was given; with `silent` set it is away, as a record is that does not run."""

    def __init__(
        self,
        *,
        programs: Sequence[Program] = (),
        places: Mapping[tuple[str, int], tuple[Whereabouts, ...]] | None = None,
        threads: Mapping[str, tuple[ThreadLine, ...]] | None = None,
        lines: Sequence[LetterLine] = (),
        letters: Mapping[str, bytes] | None = None,
        mails: Mapping[str, bytes] | None = None,
    ) -> None:
        self.kept = {program.code: program for program in programs}
        self.places = dict(places or {})
        self.threads = dict(threads or {})
        self.lines = list(lines)
        self.sent = dict(letters or {})
        self.mails = dict(mails or {})
        self.silent = False

    def _awake(self) -> None:
        if self.silent:
            raise Unavailable("the record does not answer")

    async def program(self, code: str) -> Program:
        self._awake()
        if code not in self.kept:
            raise Unknown(f"no program {code!r} on record")
        return self.kept[code]

    async def programs(self) -> tuple[str, ...]:
        self._awake()
        return tuple(self.kept)

    async def cycles(self, program: str) -> tuple[int, ...]:
        self._awake()
        return tuple(sorted((year for code, year in self.places if code == program), reverse=True))

    async def whereabouts(self, program: str, year: int) -> tuple[Whereabouts, ...]:
        self._awake()
        return self.places.get((program, year), ())

    async def thread(self, report: str) -> tuple[ThreadLine, ...]:
        self._awake()
        return self.threads.get(report, ())

    async def letters(self, *, report: str = "", person: str = "", after: int = 0, most: int = 200) -> tuple[LetterLine, ...]:
        self._awake()
        fit = [line for line in self.lines if line.seq > after and report in {"", line.report} and person in {"", line.person}]
        return tuple(sorted(fit, key=lambda line: -line.seq)[:most])

    async def letter(self, ref: str) -> bytes:
        self._awake()
        if ref not in self.sent:
            raise Unknown(f"no letter {ref!r} on record")
        return self.sent[ref]

    async def mail(self, digest: str) -> bytes:
        self._awake()
        if digest not in self.mails:
            raise Unknown(f"no mail {digest!r} on record")
        return self.mails[digest]
