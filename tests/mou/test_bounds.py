"""Minus signs, bounds and halves of the day: a figure's digits may agree while its meaning is turned around."""

import pytest

from mou.checks import flags

TURNED = [
    ("Emissions changed by -5 percent.", "Las emisiones cambiaron 5 por ciento."),
    ("It was \u22125 °C at night.", "Hubo 5 °C de noche."),
    ("The level stayed < 5 ppm.", "El nivel se mantuvo > 5 ppm."),
    ("The meeting is at 10:30 a.m.", "La reunión es a las 10:30 p. m."),
    ("At least 5 crews were sent.", "Se enviaron a lo sumo 5 brigadas."),
    ("More than 12 stations report.", "Informan menos de 12 estaciones."),
    ("No more than 3 days were lost.", "Se perdieron al menos 3 días."),
]
SAID = [
    ("Emissions changed by -5 percent.", "Las emisiones cambiaron menos 5 por ciento."),
    ("Emissions changed by -5 percent.", "Las emisiones cambiaron -5 por ciento."),
    ("The level stayed < 5 ppm.", "El nivel se mantuvo por debajo de 5 ppm."),
    ("At least 5 crews were sent.", "Se enviaron por lo menos 5 brigadas."),
    ("No fewer than 5 crews were sent.", "Se enviaron no menos de 5 brigadas."),
    ("Up to 5 crews were sent.", "Se enviaron hasta 5 brigadas."),
    ("The meeting is at 10:30 a.m.", "La reunión es a las 10:30 a. m."),
    ("Between 10-12 days passed.", "Pasaron entre 10-12 días."),
    ("Over the year 5 crews were sent.", "Durante el año se enviaron 5 brigadas."),
    ("It grew by 5 percent over 2025.", "Creció 5 por ciento respecto de 2025."),
]


@pytest.mark.parametrize(("english", "spanish"), TURNED)
def test_what_is_turned_around_is_an_error(english: str, spanish: str) -> None:
    """In both directions."""
    assert "bounds" in flags("en", english, "es", spanish)
    assert "bounds" in flags("es", spanish, "en", english)


@pytest.mark.parametrize(("english", "spanish"), SAID)
def test_what_is_said_otherwise_is_not(english: str, spanish: str) -> None:
    """A sign may become a word, and a bound be missing on one side without contradicting the other."""
    assert "bounds" not in flags("en", english, "es", spanish)
    assert "bounds" not in flags("es", spanish, "en", english)


def test_a_second_denial_lost_is_shown() -> None:
    """Both sentences deny something; one of them denies two things. It may be right, so nothing is held back."""
    source = "The office did not receive 12 trucks and did not issue 3 permits."
    assert "denials" in flags("en", source, "es", "La oficina no recibió 12 camiones y emitió 3 permisos.")
    assert "denials" not in flags("en", source, "es", "La oficina no recibió 12 camiones y no emitió 3 permisos.")
