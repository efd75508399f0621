"""Words beside what was masked: mended after it was put back, and nothing else of a draft touched."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.masks import mask
from mou.quantities import quantities
from mou.repair import repaired, uncapitalised
from mou.segments import Direction

ES, EN = Direction(source="en", target="es"), Direction(source="es", target="en")


@pytest.mark.parametrize(
    ("draft", "mended"),
    [
        ("Firmaron en 18 de marzo de 2026.", "Firmaron el 18 de marzo de 2026."),
        ("El permiso de 5 de agosto venció.", "El permiso del 5 de agosto venció."),
        ("De 5 de mayo a 8 de mayo.", "Del 5 de mayo al 8 de mayo."),
        ("antes de 30 de junio", "antes del 30 de junio"),
        ("No recibió el 12 camiones.", "No recibió los 12 camiones."),
        ("Ninguno del 11 rellenos.", "Ninguno de los 11 rellenos."),
        ("El 7 áreas y al 3 cartas.", "Las 7 áreas y a las 3 cartas."),
        ("Renovó 6 de su 20 contratos.", "Renovó 6 de sus 20 contratos."),
        ("Costó 48 millones pesos.", "Costó 48 millones de pesos."),
        ("Costó 48 millones de pesos.", "Costó 48 millones de pesos."),
        ("Vive en 18 casas de marzo.", "Vive en 18 casas de marzo."),
        ("El 1 taller.", "El 1 taller."),
        ("A partir del 2026 las emisiones bajan.", "A partir del 2026 las emisiones bajan."),
        ("Del 2026 los datos", "Del 2026 los datos"),
        ("El 31 de marzo.", "El 31 de marzo."),
        ("Unos 3 millones más que antes.", "Unos 3 millones más que antes."),
    ],
)
def test_spanish_is_mended(draft: str, mended: str) -> None:
    """Dates take an article, figures above one a plural, millions their "de"."""
    assert repaired(draft, ES) == mended


@pytest.mark.parametrize(
    ("draft", "mended"),
    [
        ("They signed the March 18, 2026.", "They signed on March 18, 2026."),
        ("The May 4, 2025 they met.", "On May 4, 2025 they met."),
        ("before the June 30", "before June 30"),
        ("The permit of the August 5, 2025 ended .", "The permit of August 5, 2025 ended."),
        ("The CARB and the SEMARNAT met the EPA.", "CARB and SEMARNAT met the EPA."),
        ("48 kilometres, 3 litres and 2 tonnes of sulphur", "48 kilometers, 3 liters and 2 tons of sulfur"),
        ("It cost US$95 millions and 1.5 billion of pesos.", "It cost US$95 million and 1.5 billion pesos."),
        ("The May 5 workshop is over.", "The May 5 workshop is over."),
        ("The March 2026 report is ready.", "The March 2026 report is ready."),
        ("The march of 3 people may grow.", "The march of 3 people may grow."),
        ("See a.example .com and 3 .5", "See a.example .com and 3 .5"),
    ],
)
def test_english_is_mended(draft: str, mended: str) -> None:
    """Dates lose their article, units are spelled as in California."""
    assert repaired(draft, EN) == mended


def test_a_word_after_a_leading_mask_keeps_no_capital() -> None:
    """An engine takes the mask for a sentence's first word and the next for another's; a name in the source is left alone."""
    source = mask("CARB sent it.", ES)
    assert uncapitalised(source, f"{source.prefix}001 Envió lo.", ES) == f"{source.prefix}001 envió lo."
    named = mask("CARB met Ana.", ES)
    assert uncapitalised(named, f"{named.prefix}001 Ana encontró.", ES) == f"{named.prefix}001 Ana encontró."
    plain = mask("It was sent.", ES)
    assert uncapitalised(plain, "Fue Enviado.", ES) == "Fue Enviado."
    count = mask("12 funcionarios mexicanos y 3 camiones", EN)
    assert uncapitalised(count, f"{count.prefix}001 Mexican officials", EN) == f"{count.prefix}001 Mexican officials"
    assert uncapitalised(count, f"{count.prefix}001 Trucks came", EN) == f"{count.prefix}001 trucks came"


@given(
    st.text(alphabet=st.sampled_from("el del 12 3 marzo de the of May pesos millones su .,"), max_size=200),
    st.sampled_from([ES, EN]),
)
def test_repair_changes_no_figure(text: str, direction: Direction) -> None:
    """Whatever is mended, digits stay as they were and in their order, and mean the same."""
    after = repaired(text, direction)
    assert re.findall(r"\d+", after) == re.findall(r"\d+", text)
    assert quantities(direction.target, after).numbers == quantities(direction.target, text).numbers


@pytest.mark.parametrize(
    "hostile", ["el 1" * 50_000, "the " * 100_000, " " * 200_000 + ".", "del " * 100_000 + "3 as", "millones " * 50_000]
)
@pytest.mark.parametrize("direction", [ES, EN])
def test_no_text_hangs_it(hostile: str, direction: Direction) -> None:
    """Hostile drafts cost no more than their length."""
    assert repaired(hostile, direction)
