"""`mou doctor` on the engines: which are asked in which order, and whether DeepL and LibreTranslate would draft now."""

from collections.abc import Sequence
from itertools import permutations

from adapters.deepl_engine import DeepL
from adapters.libretranslate_engine import LibreTranslate
from commands.doctor_findings import Finding, note, well, wrong
from engines import engines
from mou.engines import Engine
from mou.errors import MouError
from mou.tongues import TONGUES
from settings import Settings

ENGINES = "engines"


async def drafters(settings: Settings, *, within: float = 5.0) -> list[Finding]:
    """Return who will be asked for drafts, and what is found of those that are asked over the net, each `within` seconds."""
    try:
        found = engines(settings, within=within)
    except MouError as error:
        return [wrong(ENGINES, error.message)]
    findings = [_order(found, settings)]
    for engine in found:
        try:
            if isinstance(engine, DeepL):
                findings.append(_quota(await engine.usage()))
            if isinstance(engine, LibreTranslate):
                findings.append(_installed(await engine.directions()))
        except MouError as error:
            findings.append(wrong(engine.name, error.message))
        finally:
            await engine.close()
    return findings


def _order(engines: Sequence[Engine], settings: Settings) -> Finding:
    if engines:
        return well(ENGINES, f"asked in this order: {', '.join(one.name for one in engines)}; then people")
    if settings.translation == "human":
        return well(ENGINES, "none, as MOU_TRANSLATION=human says: reviewers write every translation")
    return note(ENGINES, "none, so reviewers write every translation: `make setup` installs Apertium; README names others")


def _quota(usage: tuple[int, int] | None) -> Finding:
    if usage is None:
        return well("deepl", "answers; no limit of characters")
    used, limit = usage
    told = f"{used:,} of {limit:,} characters used in this billing period"
    if used >= limit:
        return wrong("deepl", f"{told}, none left: raise the limit in the DeepL account, or let the next engine draft until then")
    return well("deepl", f"answers; {told}, {limit - used:,} left")


def _installed(directions: frozenset[tuple[str, str]]) -> Finding:
    missing = [f"{source} to {target}" for source, target in permutations(TONGUES, 2) if (source, target) not in directions]
    if missing:
        return wrong("libretranslate", f"answers, but does not translate {', '.join(missing)}: install these languages there")
    return well("libretranslate", "answers")
