"""Articles beside what was put back: they agree with the term, and nothing else of a draft is touched."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.agreement import agreeing
from mou.glossary import Glossary
from mou.masks import mask, unmask
from mou.segments import Direction

ES, EN = Direction(source="en", target="es"), Direction(source="es", target="en")
SAID = {
    "EPA": ("EPA", "f"),
    "CARB": ("CARB", "f"),
    "SEMARNAT": ("SEMARNAT", "f"),
    "INECC": ("INECC", "m"),
    "ASEA": ("ASEA", "f"),
    "Board": ("Junta", "f"),
    "air quality": ("calidad del aire", "f"),
    "greenhouse gases": ("gases de efecto invernadero", "mp"),
    "stations": ("estaciones", "fp"),
    "water": ("agua", "f"),
    "waters": ("aguas", "fp"),
    "area": ("área", "f"),
    "audit": ("auditoría", "f"),
    "action": ("acción", "f"),
    "overdue": ("vencido", ""),
}
ROWS = [{"en": english, "es": spanish, "kind": "term", "gender": gender} for english, (spanish, gender) in SAID.items()]
GLOSSARY = Glossary.of(ROWS)


def mended(draft: str, term: str) -> str:
    """Return a draft in which {} stands for one term, mended and with the term put back."""
    masked = mask(term, ES, terms=GLOSSARY.terms)
    return unmask(masked, agreeing(masked, draft.format(masked.text), ES, GLOSSARY.genders))


@pytest.mark.parametrize(
    ("draft", "term", "said"),
    [
        ("El {} revisó.", "EPA", "La EPA revisó."),
        ("Informe del {}.", "CARB", "Informe de la CARB."),
        ("Enviado al {}.", "SEMARNAT", "Enviado a la SEMARNAT."),
        ("Hay un {}.", "Board", "Hay una Junta."),
        ("Mejoran los {}.", "air quality", "Mejoran la calidad del aire."),
        ("Datos de la {}.", "INECC", "Datos del INECC."),
        ("Enviado a la {}.", "INECC", "Enviado al INECC."),
        ("De los {}.", "INECC", "Del INECC."),
        ("Del {} bajó.", "greenhouse gases", "De los gases de efecto invernadero bajó."),
        ("Midieron el {}.", "stations", "Midieron las estaciones."),
        ("Unos {}.", "stations", "Unas estaciones."),
        ("La {} bajó.", "water", "El agua bajó."),
        ("De la {}.", "water", "Del agua."),
        ("Una {}.", "area", "Un área."),
        ("El {} suben.", "waters", "Las aguas suben."),
        ("El {}.", "ASEA", "La ASEA."),
        ("El {}.", "audit", "La auditoría."),
        ("El {}.", "action", "La acción."),
        ("La {}.", "CARB", "La CARB."),
        ("El {}.", "overdue", "El vencido."),
        ("Papel {}.", "EPA", "Papel EPA."),
        ("El plan {}.", "EPA", "El plan EPA."),
        ("Él, {}.", "EPA", "Él, EPA."),
    ],
)
def test_an_article_agrees_with_the_term_after_it(draft: str, term: str, said: str) -> None:
    """Gender, number, contraction and capital are right; a stressed a keeps "el", a short form does not."""
    assert mended(draft, term) == said


def test_only_what_was_masked_is_looked_at() -> None:
    """The same words written by the engine, or into another language, stay as they are."""
    masked = mask("It met.", ES, terms=GLOSSARY.terms)
    assert agreeing(masked, "El EPA y el agua.", ES, GLOSSARY.genders) == "El EPA y el agua."
    there = mask("La EPA.", EN, terms=GLOSSARY.terms)
    assert agreeing(there, f"El {there.prefix}001.", EN, GLOSSARY.genders) == f"El {there.prefix}001."
    assert agreeing(there, f"el {there.prefix}777 y el {there.prefix}000", ES, GLOSSARY.genders).count("el ") == 2


WORDS = st.sampled_from(
    ["el", "La", "del", "al", "De", "a", "la", "los", "un", "unas", "casa", "3", "XQ", "XQ001", "XQ002", ",", "."]
)


@given(st.lists(WORDS, max_size=30), st.lists(st.sampled_from(sorted(SAID)), min_size=2, max_size=2))
def test_no_repair_adds_drops_or_alters_what_is_protected(words: list[str], terms: list[str]) -> None:
    """Masks and every word but articles and their prepositions stay, in their order, and what is put back is the same."""
    masked = mask(" and ".join(terms), ES, terms=GLOSSARY.terms)
    draft = " ".join(words)
    after = agreeing(masked, draft, ES, GLOSSARY.genders)
    article = re.compile(r"\b(?:el|la|los|las|un|una|unos|unas|del|al|de|a)\b", re.IGNORECASE)
    assert article.sub("", after).split() == article.sub("", draft).split()
    assert bool(unmask(masked, after)) == bool(unmask(masked, draft))
    assert agreeing(masked, after, ES, GLOSSARY.genders) == after


@pytest.mark.parametrize("hostile", ["el " * 100_000, "de la " * 60_000, "a" + " " * 200_000, "el XQ" * 50_000])
def test_no_draft_hangs_it(hostile: str) -> None:
    """Hostile drafts cost no more than their length."""
    assert agreeing(mask("EPA", ES, terms=GLOSSARY.terms), hostile, ES, GLOSSARY.genders) == hostile
