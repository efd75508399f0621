"""What engines were seen to get wrong (numbers, names, negations): each is right in our draft, or it is flagged."""

import pytest

from adapters.apertium import SPOKEN, Apertium
from adapters.no_drafts import NoDrafts
from adapters.program_files import folder_of, glossary
from mou.checks import flags
from mou.drafting import Drafting
from mou.glossary import Glossary
from mou.segments import Direction, Draft
from tests.fakes.needs import needs_apertium

SAMPLE = Glossary.of(glossary(folder_of("ca-mx")))

WRONG = [
    ("es", "Ninguno de los 3 monitores falló.", "Any of the 3 monitors failed.", "negation"),
    ("es", "Nadie asistió a la reunión.", "Anybody assisted to the meeting.", "negation"),
    ("en", "The report is due on March 31.", "El informe vence el Marcha 31.", "dates"),
    ("en", "12 audits were done.", "Se hicieron 14 auditorías.", "numbers"),
    ("es", "Se midieron 1.234,5 toneladas.", "1,234 tons were measured.", "numbers"),
    ("es", "Costó 1.5 mil millones de pesos.", "It cost 1.5 million pesos.", "money"),
    ("es", "Costó un billón de pesos.", "It cost one billion pesos.", "money"),
    ("en", "The line is 136 miles (219 km) long.", "La línea mide 136 millas (233 km).", "numbers"),
    ("en", "The line is 219 km long.", "La línea mide 219 millas.", "units"),
    ("en", "CARB met SEMARNAT.", "La CARB se reunió con la EPA.", "acronyms"),
    ("en", "It cost $5,000.", "Costó $5,000.", "money"),
]
RIGHT = [
    ("es", "Se midieron 1.234,5 toneladas.", "1,234.5 tons were measured."),
    ("es", "Costó 1.5 mil millones de pesos.", "It cost 1.5 billion pesos."),
    ("es", "Costó un billón de pesos.", "It cost one trillion pesos."),
    ("en", "The line is 136 miles (219 km) long.", "La línea mide 136 millas (219 km)."),
    ("es", "Ninguno de los 3 monitores falló.", "None of the 3 monitors failed."),
]
DRAFTED = [
    ("es", "Baja California presentó el informe.", "Baja California"),
    ("es", "Sonora y Ensenada enviaron sus datos.", "Sonora and Ensenada"),
    ("es", "Se reunieron en Sacramento.", "Sacramento"),
    ("en", "The report is due on March 31, 2026.", "el 31 de marzo de 2026"),
    ("en", "The third quarter was quiet.", "tercer trimestre"),
    ("en", "CAL FIRE sent 3 crews.", "CAL FIRE"),
    ("en", "See https://a.example/air/x?y=1 for the list.", "https://a.example/air/x?y=1"),
    ("es", "Costó 1.5 mil millones de pesos.", "1.5 billion pesos"),
    ("en", "It cost $5,000.", "US$5,000"),
    ("es", "Costó $5,000 USD.", "$5,000 USD"),
    ("es", "Se midieron 1.234,5 toneladas.", "1,234.5 "),
    ("es", "El taller fue el 03/04/2026.", "on April 3, 2026"),
    ("en", "The workshop was on 03/04/2026.", "el 4 de marzo de 2026"),
]


@pytest.mark.parametrize(("language", "source", "target", "code"), WRONG)
def test_a_known_mistake_is_flagged(language: str, source: str, target: str, code: str) -> None:
    """Whoever makes it."""
    assert code in flags(language, source, other(language), target, glossary=SAMPLE)


@pytest.mark.parametrize(("language", "source", "target"), RIGHT)
def test_its_correction_is_not(language: str, source: str, target: str) -> None:
    """The same sentence translated well passes."""
    assert flags(language, source, other(language), target, glossary=SAMPLE) == ()


@needs_apertium
@pytest.mark.parametrize(("language", "source", "kept"), DRAFTED)
async def test_our_draft_keeps_it(language: str, source: str, kept: str) -> None:
    """The embedded engine, with our masks, glossary and repairs around it, has names, dates and amounts right."""
    draft = await drafted(source, Direction(source=language, target=other(language)))
    assert kept in draft.text


@needs_apertium
@pytest.mark.parametrize("source", [source for language, source, *_ in WRONG if language == "es"])
async def test_a_draft_of_it_is_right_or_flagged(source: str) -> None:
    """Where the embedded engine itself loses a negation, our checks say so."""
    draft = await drafted(source, Direction(source="es", target="en"))
    denies = source.split(maxsplit=1)[0] in {"Ninguno", "Nadie"}
    right = any(word in draft.text.lower() for word in ("none", "nobody", "no one", "not")) if denies else True
    assert right or "negation" in flags("es", source, "en", draft.text, glossary=SAMPLE)


async def drafted(source: str, direction: Direction) -> Draft:
    """Return the embedded engine's draft through the whole pipeline."""
    drafting = Drafting([Apertium(SPOKEN)], NoDrafts())
    try:
        made = await drafting.draft([source], direction, SAMPLE)
    finally:
        await drafting.close()
    return made.drafts[0]


def other(language: str) -> str:
    """Return the other language."""
    return "es" if language == "en" else "en"
