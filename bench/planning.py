"""How fast the pure rules are: a year planned over both calendars, texts cut into sentences, translations checked."""

from collections.abc import Iterator

from bench.figures import Figure, rate
from mou.calendar import plan_cycle
from mou.checks import flags
from mou.cutting import cut
from tests.fakes.calendars import LOADED

TEXT = "Three workshops were held. The audit of 12 stations, at 3.5 t of PM2.5, ended on April 3. No station failed."
TEXTO = "Se celebraron tres talleres. La auditoría de 12 estaciones, con 3.5 t de PM2.5, terminó el 3 de abril. Ninguna falló."


def measure() -> Iterator[Figure]:
    """Yield the figures."""
    yield Figure("years planned", rate(lambda: plan_cycle(LOADED.program, 2026, LOADED.calendars)), "/s")
    yield Figure("texts of three sentences cut", rate(lambda: cut(TEXT)), "/s")
    yield Figure("translations checked", rate(lambda: flags("en", TEXT, "es", TEXTO)), "/s")
