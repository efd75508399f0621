"""Drafts by Apertium, where its Debian packages are installed (`apertium-eng-spa` for English and Spanish).

Rule-based: it loses negations and translates surnames, so nothing it drafts is ever published unread.
"""

import asyncio
import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import permutations
from pathlib import Path

from adapters.apertium_chain import Chain, runnable, stages
from mou.errors import Unavailable
from mou.glossary import Glossary
from mou.masks import MASK
from mou.segments import Direction, Draft

MODES = Path("/usr/share/apertium/modes")
# Apertium names languages by ISO 639-3, we by the shorter tags of the web.
CODES = {"ca": "cat", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "gl": "glg", "it": "ita", "pt": "por"}
SPOKEN = tuple(CODES)
"""The languages it may be asked for; which directions are installed it finds out."""
_UNKNOWN = re.compile(r"[*@#](?=\w)")


class Apertium:
    """The port Engine by Apertium: one pipeline per direction, started when first needed and again when it died."""

    def __init__(self, languages: Sequence[str], *, modes: Path = MODES, within: float = 10.0) -> None:
        """Translate between `languages`; a sentence may take `within` seconds."""
        self.name = "apertium"
        self._modes = modes
        self._within = within
        self._chains: dict[Path, Chain] = {}
        self._one_at_a_time = asyncio.Lock()
        self._pairs = [self._mode(Direction(source=one, target=other)) for one, other in permutations(languages, 2)]
        self.version = _version([mode for mode in self._pairs if runnable(mode)])

    def available(self) -> bool:
        """Whether at least one of the directions can be drafted on this machine."""
        return any(runnable(mode) for mode in self._pairs)

    async def draft(
        self,
        masked: Sequence[str],
        direction: Direction,
        glossary: Glossary,  # noqa: ARG002 - its terms are masked, and Apertium takes no glossary of ours
    ) -> Sequence[Draft]:
        """Draft each text, in order; empty where Apertium has no such direction.

        Raise Unavailable when Apertium is not there, hangs or dies twice at the same sentence.
        """
        if not self.available():
            raise Unavailable(
                "Apertium is not installed: install its language pair (apertium-eng-spa) or let people translate.",
                where=self.name,
            )
        mode = self._mode(direction)
        if not runnable(mode):
            return [Draft(text="") for _ in masked]
        async with self._one_at_a_time:
            return [_draft(await self._asked(mode, text)) for text in masked]

    async def close(self) -> None:
        """End the pipelines; a later draft starts them again."""
        async with self._one_at_a_time:
            for mode in list(self._chains):
                self._drop(mode)

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


def _draft(said: str) -> Draft:
    """Count the words marked as unknown and take their marks off; a mask is none."""
    plain = re.sub(rf"[*@#]+(?={MASK})", "", said)
    return Draft(text=_UNKNOWN.sub("", plain), unknown=len(_UNKNOWN.findall(plain)))


def _version(modes: Sequence[Path]) -> str:
    """Return a digest of the language data itself: it changes exactly when drafts may."""
    digest = sha256()
    files = {Path(word) for mode in modes for stage in stages(mode) for word in stage if word.startswith("/")}
    for file in sorted(files):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12] if files else "absent"
