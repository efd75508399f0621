"""Drafts by Apertium, where its Debian packages are installed (`apertium-eng-spa` for English and Spanish).

Rule-based: it loses negations and translates surnames, so names, numbers and dates are masked before it sees a sentence,
and nothing it drafts is ever published unread.
"""

import asyncio
import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import permutations
from pathlib import Path

from adapters.apertium_chain import Chain, runnable, stages
from mou.errors import Unavailable
from mou.masks import Masked, mask, unmask
from mou.model import Wording
from mou.repair import repaired, uncapitalised
from mou.segments import Direction, Draft

MODES = Path("/usr/share/apertium/modes")
# Apertium names languages by ISO 639-3, we by the shorter tags of the web.
CODES = {"ca": "cat", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "gl": "glg", "it": "ita", "pt": "por"}
SPOKEN = tuple(CODES)
"""The languages it may be asked for; which directions are installed it finds out."""
_UNKNOWN = re.compile(r"[*@#](?=\w)")


class Apertium:
    """The port Translator by Apertium: one pipeline per direction, started when first needed and again when it died."""

    def __init__(
        self,
        languages: Sequence[str],
        *,
        modes: Path = MODES,
        within: float = 10.0,
        terms: Sequence[Wording] = (),
        names: Sequence[str] = (),
    ) -> None:
        """Translate between `languages`; a sentence may take `within` seconds; `terms` and `names` go around the engine."""
        self.name = "apertium"
        self._modes = modes
        self._within = within
        self._terms = terms
        self._names = names
        self._chains: dict[Path, Chain] = {}
        self._one_at_a_time = asyncio.Lock()
        self._pairs = [self._mode(Direction(source=one, target=other)) for one, other in permutations(languages, 2)]
        self.version = _version([mode for mode in self._pairs if runnable(mode)])

    def available(self) -> bool:
        """Whether at least one of the directions can be drafted on this machine."""
        return any(runnable(mode) for mode in self._pairs)

    async def draft(self, sources: Sequence[str], direction: Direction) -> Sequence[Draft]:
        """Draft each source, in order; empty where the engine has no such direction or lost something on the way.

        Raise Unavailable when Apertium is not there, hangs or dies twice at the same sentence.
        """
        if not self.available():
            raise Unavailable(
                "Apertium is not installed: install its language pair (apertium-eng-spa) or let people translate.",
                where=self.name,
            )
        mode = self._mode(direction)
        if not runnable(mode):
            return [Draft(text="") for _ in sources]
        async with self._one_at_a_time:
            return [await self._drafted(mode, source, direction) for source in sources]

    async def close(self) -> None:
        """End the pipelines; a later draft starts them again."""
        async with self._one_at_a_time:
            for mode in list(self._chains):
                self._drop(mode)

    async def _drafted(self, mode: Path, source: str, direction: Direction) -> Draft:
        try:
            masked = mask(source, direction, terms=self._terms, names=self._names)
        except ValueError:
            return Draft(text="")
        if not any(letter.isalpha() for letter in masked.pattern.sub("", masked.text)):
            return Draft(text=unmask(masked, masked.text))
        return _draft(masked, await self._asked(mode, masked.text), direction)

    async def _asked(self, mode: Path, text: str) -> str:
        """Ask, once more in a fresh pipeline if the one there died; a cancelled question leaves none behind."""
        for again in (True, False):
            try:
                return await (await self._chain(mode)).ask(text, within=self._within)
            except (TimeoutError, EOFError, OSError, asyncio.LimitOverrunError) as problem:
                self._drop(mode)
                if isinstance(problem, TimeoutError) or not again:
                    how = "does not answer" if isinstance(problem, TimeoutError) else "ended at a sentence"
                    raise Unavailable(f"Apertium ({mode.stem}) {how}; it is started again.", where=mode.stem) from problem
            except BaseException:
                self._drop(mode)
                raise
        raise AssertionError

    async def _chain(self, mode: Path) -> Chain:
        if mode in self._chains and not self._chains[mode].alive:
            self._drop(mode)
        if mode not in self._chains:
            self._chains[mode] = await Chain.started(mode)
        return self._chains[mode]

    def _drop(self, mode: Path) -> None:
        if chain := self._chains.pop(mode, None):
            chain.close()

    def _mode(self, direction: Direction) -> Path:
        source, target = (CODES.get(one, one) for one in (direction.source, direction.target))
        return self._modes / f"{source}-{target}.mode"


def _draft(masked: Masked, said: str, direction: Direction) -> Draft:
    """Take the engine's marks off, count its unknown words (a mask is none), and put the masked things back."""
    plain = re.sub(rf"[*@#]+(?={masked.prefix}\d{{3}})", "", said)
    words = uncapitalised(masked, _UNKNOWN.sub("", plain))
    text = repaired(re.sub(r"[ \t]{2,}", " ", unmask(masked, words)).strip(), direction)
    return Draft(text=text, unknown=len(_UNKNOWN.findall(plain)) if text else 0)


def _version(modes: Sequence[Path]) -> str:
    """Return a digest of the language data itself: it changes exactly when drafts may."""
    digest = sha256()
    files = {Path(word) for mode in modes for stage in stages(mode) for word in stage if word.startswith("/")}
    for file in sorted(files):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12] if files else "absent"
