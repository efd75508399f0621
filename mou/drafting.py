"""Drafting, the same for every engine: mask, ask, unmask, repair; what one engine cannot do the next one does, or a person.

An engine is asked in small batches, and what it made of each is kept before the next: whoever dies between two of them, or
tries again, pays for no sentence twice.
"""

import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from hashlib import sha256

from mou.agreement import agreeing
from mou.engines import Drafts, Engine
from mou.errors import MouError, Refused
from mou.glossary import Glossary
from mou.masks import Masked, mask, unmask
from mou.model import Model
from mou.repair import repaired, uncapitalised
from mou.segments import Direction, Draft

LOG = logging.getLogger(__name__)
BATCH = 10
"""Sentences of one call: as many are at most asked for twice when a worker dies."""


class Trouble(Model):
    """An engine that did not do all it was asked: which, and why (a code)."""

    engine: str
    code: str


class Drafted(Model):
    """A draft per source, in order; an empty one is a person's to write. `troubles` says where an engine was done without."""

    drafts: tuple[Draft, ...]
    troubles: tuple[Trouble, ...] = ()


class Drafting:
    """The engines, in the order in which they are asked; none at all means that people translate."""

    def __init__(self, engines: Sequence[Engine], drafts: Drafts) -> None:
        """Keep the engines, and the place where their drafts are kept."""
        self.engines = tuple(engines)
        self._drafts = drafts

    async def draft(self, sources: Sequence[str], direction: Direction, glossary: Glossary, *, patient: bool = False) -> Drafted:
        """Draft each source. The patient get an engine's error and come again; the others what the next engine makes."""
        masked = dict(_masked(sources, direction, glossary))
        done = {source: Draft(text=unmask(one, one.text)) for source, one in masked.items() if not _worded(one)}
        troubles: list[Trouble] = []
        for engine in self.engines:
            left = {source: one for source, one in masked.items() if source not in done}
            keys = {source: _key(engine, direction, glossary, one.text) for source, one in left.items()}
            try:
                async for made in self._made(
                    engine, {keys[source]: one.text for source, one in left.items()}, direction, glossary
                ):
                    done |= _usable({source: made[key] for source, key in keys.items() if key in made}, left, direction, glossary)
            except _Failed as failed:
                if patient and not isinstance(failed.problem, Refused):
                    raise failed.problem from None
                troubles.append(_trouble(engine, failed.problem))
            else:
                troubles += [Trouble(engine=engine.name, code="unusable")] if any(one not in done for one in left) else []
        return Drafted(drafts=tuple(done.get(source, Draft(text="")) for source in sources), troubles=tuple(troubles))

    async def close(self) -> None:
        """Let go of the engines."""
        for engine in self.engines:
            await engine.close()

    async def _made(
        self, engine: Engine, texts: Mapping[str, str], direction: Direction, glossary: Glossary
    ) -> AsyncIterator[Mapping[str, Draft]]:
        """Yield an engine's drafts by key, those made before first and then batch by batch."""
        known = await self._drafts.known(tuple(texts))
        yield known
        new = [key for key in texts if key not in known]
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            said = await _asked(engine, [texts[key] for key in batch], direction, glossary)
            name = f"{engine.name} {engine.version}".strip()
            made = {key: one.model_copy(update={"engine": name}) for key, one in zip(batch, said, strict=True)}
            await self._drafts.keep(made)
            yield made


class _Failed(Exception):
    """What an engine raised, told apart from what keeping its drafts may raise."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(str(problem))
        self.problem = problem


async def _asked(engine: Engine, texts: Sequence[str], direction: Direction, glossary: Glossary) -> Sequence[Draft]:
    try:
        said = await engine.draft(texts, direction, glossary)
    except Exception as problem:  # whatever a vendor's library raises, people must get their text
        raise _Failed(problem) from problem
    if len(said) != len(texts):
        wrong = f"{engine.name} gave {len(said)} drafts for {len(texts)} sentences."
        raise _Failed(Refused(wrong, where=f"{engine.name}/count"))
    return said


def _masked(sources: Sequence[str], direction: Direction, glossary: Glossary) -> Iterator[tuple[str, Masked]]:
    """Yield what an engine may see of each source; one that cannot be masked is left to people."""
    for source in sources:
        try:
            yield source, mask(source, direction, terms=glossary.terms, names=glossary.people)
        except ValueError as problem:
            LOG.info("a sentence is left to people: %s", problem)


def _worded(masked: Masked) -> bool:
    """Whether anything is left to translate once the masks are taken out."""
    return any(letter.isalpha() for letter in masked.pattern.sub("", masked.text))


def _usable(
    made: Mapping[str, Draft], masked: Mapping[str, Masked], direction: Direction, glossary: Glossary
) -> Mapping[str, Draft]:
    """Return the drafts that kept every mask, with what was masked put back and mended around."""
    drafts = {source: _unmasked(one, masked[source], direction, glossary) for source, one in made.items()}
    return {source: one for source, one in drafts.items() if one.text}


def _unmasked(draft: Draft, masked: Masked, direction: Direction, glossary: Glossary) -> Draft:
    mended = agreeing(masked, uncapitalised(masked, draft.text, direction), direction, glossary.genders)
    words = unmask(masked, mended)
    return draft.model_copy(update={"text": repaired(re.sub(r"[ \t]{2,}", " ", words).strip(), direction)})


def _key(engine: Engine, direction: Direction, glossary: Glossary, masked: str) -> str:
    """Return under which key a draft is kept: it changes with everything that may change the draft."""
    parts = (engine.name, engine.version, direction.source, direction.target, glossary.version, " ".join(masked.split()))
    return sha256("\x1f".join(parts).encode()).hexdigest()


def _trouble(engine: Engine, problem: Exception) -> Trouble:
    LOG.warning("the engine %s is done without: %s", engine.name, problem, exc_info=not isinstance(problem, MouError))
    code = (problem.where.rpartition("/")[2] or problem.code) if isinstance(problem, MouError) else "broken"
    return Trouble(engine=engine.name, code=code)
