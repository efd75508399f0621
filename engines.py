"""Settings to the engines that draft: which are asked, and in which order. Like `wiring`, for the processes alone."""

from adapters.apertium import SPOKEN, Apertium
from adapters.deepl_engine import DeepL
from adapters.libretranslate_engine import LibreTranslate
from mou.engines import Engine
from mou.errors import Invalid
from settings import Settings


def engines(settings: Settings, *, within: float = 30.0) -> tuple[Engine, ...]:
    """Return the engines that draft, in the order in which they are asked: the chosen one, then Apertium where it is installed.

    Those that are asked over the net may take `within` seconds each time. Raise Invalid for a chosen one that cannot be there.
    """
    if settings.translation == "human":
        return ()
    there = {"deepl": settings.deepl_api_key, "libretranslate": settings.libretranslate_url}
    chosen = [name for name in there if there[name]] if settings.translation == "auto" else [settings.translation]
    if "apertium" not in chosen and Apertium(SPOKEN).available():
        chosen.append("apertium")
    return tuple(engine_named(name, settings, within=within) for name in chosen)


def engine_named(name: str, settings: Settings, *, within: float = 30.0) -> Engine:
    """Return the engine deepl, libretranslate or apertium; raise Invalid where what it needs is not there."""
    if name == "deepl" and settings.deepl_api_key:
        return DeepL(settings.deepl_api_key, server_url=settings.deepl_server_url, within=within)
    if name == "libretranslate" and settings.libretranslate_url:
        return LibreTranslate(settings.libretranslate_url, api_key=settings.libretranslate_api_key, within=within)
    if name == "apertium" and (apertium := Apertium(SPOKEN)).available():
        return apertium
    needs = {
        "deepl": "DeepL needs DEEPL_API_KEY: set it",
        "libretranslate": "LibreTranslate needs LIBRETRANSLATE_URL: set it",
        "apertium": "Apertium is not installed: run `make setup`",
    }
    raise Invalid(f"{needs[name]}, or choose another engine (MOU_TRANSLATION, --engine).", where="settings")
