"""What must agree between a sentence and its translation, and the masks that keep it so."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.bare_amounts import bare_amounts
from mou.checks import flags
from mou.figures import value
from mou.glossary import Glossary
from mou.masks import mask
from mou.model import Wording
from mou.quantities import quantities
from mou.segments import Direction

AGREE = [
    ("Both governments met 3 times.", "Ambos gobiernos se reunieron 3 veces."),
    ("Three workshops were held.", "Se realizaron tres talleres."),
    ("Three workshops were held.", "Se realizaron 3 talleres."),
    ("We held 1 workshop.", "Realizamos un taller."),
    ("One station was audited.", "Se auditó una estación."),
    ("Twenty-five people were trained.", "Se capacitó a veinticinco personas."),
    ("Two hundred thirty-two people came.", "Asistieron doscientas treinta y dos personas."),
    ("Thirty-one trees.", "Treinta y un árboles."),
    ("It serves 1,234.5 and 12,000 people.", "Atiende a 1 234,5 y a 12 000 personas."),
    ("It serves 1.5 billion people.", "Atiende a 1.5 mil millones de personas."),
    ("It serves 1.5 billion people.", "Atiende a 1,500 millones de personas."),
    ("One million trees.", "Un millón de árboles."),
    ("A thousand trees.", "Mil árboles."),
    ("The workshop was on March 31, 2026.", "El taller fue el 31 de marzo de 2026."),
    ("It ran March 3-5, 2026.", "Se realizó del 3 al 5 de marzo de 2026."),
    ("Due 2026-03-31.", "Vence el 31 de marzo de 2026."),
    ("It begins on May 1.", "Empieza el 1.º de mayo."),
    ("The 3rd quarter was quiet.", "El tercer trimestre fue tranquilo."),
    ("Costs were $1.2 million.", "El costo fue de 1.2 millones de dólares."),
    ("Costs were US$5,000.", "El costo fue de USD 5,000."),
    ("Costs were U.S. $5,000.", "El costo fue de US$5,000."),
    ("Costs were US $5,000.", "El costo fue de $5,000 USD."),
    ("Costs were MXN 5,000.", "El costo fue de $5,000.00 M.N."),
    ("Costs were MX$5,000.", "El costo fue de $5,000 (moneda nacional)."),
    ("Costs were US$5 million.", "El costo fue de $5 millones de dólares."),
    ("Costs were 300 pesos.", "El costo fue de $300."),
    ("Emissions fell 12% over 5 km.", "Las emisiones bajaron 12 % en 5 kilómetros."),
    ("Emissions fell 12 percent.", "Las emisiones bajaron 12 por ciento."),
    ("A 5-year plan.", "Un plan de 5 años."),
    ("Levels of 12.5 µg/m³.", "Niveles de 12.5 μg/m3."),
    ("2 million hectares burned.", "Se quemaron 2 millones de hectáreas."),
    ("See https://a.example/x?y=1.", "Véase https://a.example/x?y=1"),
    ("Write to a.b@c.example.", "Escriba a a.b@c.example."),
    ("CARB and EPA measured PM2.5 and CO₂.", "CARB y EPA midieron PM2.5 y CO2."),
    ("GHG in the U.S. fell.", "Los GEI en EE. UU. bajaron."),
    ("NGOs took part.", "Participaron ONG."),
    ("In Q1 we met under AQ-2.", "En T1 nos reunimos conforme a AQ-2."),
    ("None of the 3 monitors failed.", "Ninguno de los 3 monitores falló."),
    ("It didn't work.", "No funcionó."),
    ("Report no later than day 5.", "Informe a más tardar el día 5."),
    ("However, it works.", "No obstante, funciona."),
    ("However, it works.", "Sin embargo, funciona."),
    ("Work is pending.", "El trabajo no se ha hecho."),
    ("They failed to comply.", "No cumplieron."),
    ("Non-compliance is rare.", "El incumplimiento es raro."),
    ("See No. 4.", "Véase el núm. 4."),
    ("SEMARNAT", "SEMARNAT"),
]

DISAGREE = [
    ("The 3 monitors failed.", "Los 4 monitores fallaron.", "numbers"),
    ("The 3 monitors failed.", "Los monitores fallaron.", "numbers"),
    ("Twelve audits.", "Catorce auditorías.", "numbers"),
    ("1,234 people.", "1.234 personas.", "numbers"),
    ("Two and two.", "Dos.", "numbers"),
    ("1.5 billion people.", "1.5 billones de personas.", "numbers"),
    ("On March 31.", "El 31 de mayo.", "dates"),
    ("On March 31.", "El Marcha 31.", "dates"),
    ("Due 03/04/2026.", "Vence el 03/04/2026.", "dates"),
    ("It cost $5.", "Costó $5.", "money"),
    ("It cost 5 dollars.", "Costó 5 pesos.", "money"),
    ("It cost $1.2 million.", "Costó 1.2 dólares.", "money"),
    ("Over 5 miles.", "Más de 5 kilómetros.", "units"),
    ("Fell 5%.", "Bajó 5.", "units"),
    ("See https://a.example/x.", "Véase https://a.example/y.", "urls"),
    ("See https://a.example/x.", "Véase.", "urls"),
    ("CARB met.", "EPA se reunió.", "acronyms"),
    ("CAL FIRE met.", "CAL FUEGO se reunió.", "acronyms"),
    ("PM2.5 fell.", "PM10 bajó.", "acronyms"),
    ("None of the monitors failed.", "Los monitores fallaron.", "negation"),
    ("Nobody attended.", "Todos asistieron.", "negation"),
    ("It works.", "No funciona.", "negation"),
    ("We went without delay.", "Fuimos con demora.", "negation"),
    ("The report is ready.", "The report is ready.", "untranslated"),
    ("The report is ready.", " ", "empty"),
]


@pytest.mark.parametrize(("english", "spanish"), AGREE)
def test_what_agrees_is_not_flagged(english: str, spanish: str) -> None:
    """A faithful translation passes both ways, whatever way its numbers, dates and denials are written; a bare "$" is shown."""
    bare = {language: ("currency",) * bool(bare_amounts(language, text)) for language, text in (("en", english), ("es", spanish))}
    assert flags("en", english, "es", spanish) == bare["en"]
    assert flags("es", spanish, "en", english) == bare["es"]


@pytest.mark.parametrize(("english", "spanish", "code"), DISAGREE)
def test_what_disagrees_is_flagged(english: str, spanish: str, code: str) -> None:
    """Every kind of disagreement is flagged by its own code."""
    assert code in flags("en", english, "es", spanish)


@pytest.mark.parametrize(
    ("source", "engine", "code"),
    [
        ("Ninguno de los 3 monitores falló.", "Any of the 3 monitors failed.", "negation"),
        ("Nadie asistió.", "Anybody assisted.", "negation"),
        ("Costó un billón de pesos.", "It cost one trillion weights.", "money"),
    ],
)
def test_what_engines_were_seen_to_lose_is_flagged(source: str, engine: str, code: str) -> None:
    """The meaning errors measured on a real engine are flagged."""
    assert code in flags("es", source, "en", engine)


def test_a_programs_own_names_agree_in_their_own_language() -> None:
    """An acronym or agency of the glossary answers its counterpart, mixed case and spaces included, and nothing else."""
    names = (
        Wording({"en": "MOU", "es": "MdE"}),
        Wording({"en": "CalEPA", "es": "CalEPA"}),
        Wording({"en": "California Air Resources Board", "es": "Junta de Recursos del Aire de California"}),
    )
    glossary = Glossary(names=names)
    english = "The MOU names CalEPA and the California Air Resources Board."
    spanish = "El MdE nombra a CalEPA y a la Junta de Recursos del Aire de California."
    assert flags("en", english, "es", spanish, glossary=glossary) == ()
    assert flags("es", spanish, "en", english, glossary=glossary) == ()
    assert flags("en", english, "es", spanish.replace("MdE", "acuerdo"), glossary=glossary) == ("acronyms",)
    assert flags("en", english, "es", spanish.replace("del Aire", "del Agua"), glossary=glossary) == ("acronyms",)


def test_a_language_without_a_table_still_has_its_digits_compared() -> None:
    """Numbers, URLs and acronyms need no word list."""
    assert flags("pt", "São 3 da ONU em www.a.example/b", "fr", "Ce sont 3 de la ONU sur www.a.example/b") == ()
    assert flags("pt", "São 3.", "fr", "Ce sont 4.") == ("numbers",)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "A", "a-", "A-", "AA-", "1.", "1 ", "111 ", "A.", "a.", "AB ", "two ", "$", "@", "1", "a1-", "http://", "no "),
        *("-", "$1 (", "$1 de ", "1/1/", "1.111 "),
    ],
)
def test_a_hostile_sentence_is_checked_in_no_time(unit: str) -> None:
    """A long sentence of one thing over and over costs its length and not its square, for the checks and the masks."""
    text, begun = unit * (30_000 // len(unit)), time.perf_counter()
    flags("en", text, "es", text)
    with suppress(ValueError):
        mask(text, Direction(source="en", target="es"))
    assert time.perf_counter() - begun < 3


@given(st.integers(0, 10**9), st.sampled_from(["{:,}", "{:_}", "{}"]))
@settings(max_examples=60, deadline=None)
def test_a_number_is_the_same_however_its_thousands_are_marked(number: int, style: str) -> None:
    """Commas, spaces and nothing between thousands give the same value, and a changed digit is flagged."""
    written = style.format(number).replace("_", "\u202f")
    assert value(written) == number
    assert flags("en", f"We saw {number} birds.", "es", f"Vimos {written} aves.") == ()
    assert "numbers" in flags("en", f"We saw {number} birds.", "es", f"Vimos {number + 7} aves.")


@given(st.decimals(0, 99999, places=2), st.sampled_from(["{:,.2f}", "{:.2f}"]))
@settings(max_examples=40, deadline=None)
def test_decimals_survive(number: Decimal, style: str) -> None:
    """Two decimal places are read with a point and, after spaced thousands, with a comma."""
    assert value(style.format(number)) == number
    assert value(f"{number:,.2f}".replace(",", " ").replace(".", ",")) == number


@given(st.text(max_size=60), st.sampled_from(["en", "es", "pt"]))
@settings(max_examples=60, deadline=None)
def test_any_text_agrees_with_itself(text: str, language: str) -> None:
    """Within one language nothing is ever flagged against itself, and no text breaks the checks."""
    assert flags(language, text, language, text) in ((), ("empty",))
    assert quantities(language, text) == quantities(language, text)
