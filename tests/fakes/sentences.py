"""Sentences that say the same in both languages and hold nothing to mask: 24 for each group and each language."""

from itertools import product

_PLACES = {
    "air-quality": ("in the harbor", "en el puerto"),
    "climate-change": ("in the orchard", "en el huerto"),
    "clean-vehicles": ("in the library", "en la biblioteca"),
    "wildfires": ("in the museum", "en el museo"),
    "other-cooperation": ("in the market", "en el mercado"),
}
_WHO = {
    "en": (("The carpenters", "Los carpinteros"), ("The students", "Los estudiantes"), ("The engineers", "Los ingenieros")),
    "es": (("The neighbors", "Los vecinos"), ("The painters", "Los pintores"), ("The gardeners", "Los jardineros")),
}
_WHAT = (
    ("repaired the old door", "repararon la puerta vieja"),
    ("cleaned the windows", "limpiaron las ventanas"),
    ("painted the tables", "pintaron las mesas"),
    ("opened the kitchen", "abrieron la cocina"),
    ("visited the garden", "visitaron el jardín"),
    ("measured the rooms", "midieron los cuartos"),
    ("closed the gates", "cerraron los portones"),
    ("drew a map", "dibujaron un mapa"),
)
GROUPS, LANGUAGES = tuple(_PLACES), tuple(_WHO)


def _pairs(group: str, language: str) -> list[tuple[str, str]]:
    """Return what is written in this language, each as (English, Spanish)."""
    at = _PLACES[group]
    return [(f"{a[0]} {b[0]} {at[0]}.", f"{a[1]} {b[1]} {at[1]}.") for a, b in product(_WHO[language], _WHAT)]


def written(group: str, language: str) -> list[str]:
    """Return the sentences a group's lead writes in this language, in order; no other group or language has one of them."""
    return [english if language == "en" else spanish for english, spanish in _pairs(group, language)]


def _spoken() -> dict[str, str]:
    both = [pair for group, language in product(GROUPS, LANGUAGES) for pair in _pairs(group, language)]
    return {**dict(both), **{spanish: english for english, spanish in both}}


SPOKEN = _spoken()
"""Each sentence, in either language, to its translation."""
