"""Agreed terms in a translation: said as agreed whatever their number, and in none of their forbidden forms."""

import pytest

from mou.checks import flags
from mou.glossary import Glossary, forbidden, is_language

ROWS = (
    {"en": "air quality", "es": "calidad del aire", "kind": "term", "forbidden": "es: calidad aérea; en: quality of air"},
    {"en": "air quality plan", "es": "programa del aire", "kind": "term"},
    {"en": "emissions inventory", "es": "inventario de emisiones", "kind": "term", "part_of_speech": "noun"},
    {"en": "light-duty vehicle", "es": "vehículo ligero", "kind": "term"},
    {"en": "landfill", "es": "relleno sanitario", "kind": "term", "forbidden": "es: relleno | basurero"},
    {"en": "returned", "es": "devuelto", "kind": "term", "part_of_speech": "adjective", "forbidden": "es: regresado"},
    {"en": "goal", "es": "meta", "kind": "term"},
    {"en": "target", "es": "meta", "kind": "term"},
    {"en": "Baja California", "es": "Baja California", "kind": "place"},
)
GLOSSARY = Glossary.of(ROWS)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Air quality is better.", "La calidad del aire mejoró."),
        ("Air-Quality is better.", "La Calidad Del Aire mejoró."),
        ("Two emissions inventories.", "Dos inventarios de emisiones."),
        ("Light-duty vehicles were tested.", "Se probaron vehículos ligeros."),
        ("The air quality plan is ready.", "El programa del aire está listo."),
        ("The landfills are full.", "Los rellenos sanitarios están llenos."),
        ("It was returned by the lead.", "La persona responsable lo devolvió."),
        ("The target is near.", "La meta está cerca."),
        ("The airquality code.", "El código airquality."),
    ],
)
def test_a_term_in_any_number_and_case_is_the_term(english: str, spanish: str) -> None:
    """Plurals, genders and cases count, the widest term stands for those in it, and adjectives may be said otherwise."""
    assert flags("en", english, "es", spanish, glossary=GLOSSARY) == ()
    assert flags("es", spanish, "en", english, glossary=GLOSSARY) == ()


@pytest.mark.parametrize(
    ("english", "spanish", "code"),
    [
        ("Air quality is better.", "El aire mejoró mucho.", "terms"),
        ("The air quality plan is ready.", "La calidad del aire está lista.", "terms"),
        ("We met in Baja California.", "Nos reunimos en California.", "terms"),
        ("Two emissions inventories.", "Dos listas de emisiones.", "terms"),
        ("Air quality is better.", "La Calidad Aérea mejoró.", "forbidden"),
        ("It was returned.", "Fue regresado.", "forbidden"),
        ("The landfills are full.", "Los basureros están llenos.", "forbidden"),
        ("The landfill is full.", "El relleno sanitario, o sea el relleno, está lleno.", "forbidden"),
    ],
)
def test_another_word_for_a_term_is_shown_and_a_forbidden_one_keeps_it_back(english: str, spanish: str, code: str) -> None:
    """A missing term is a warning; a forbidden form is an error, also beside the agreed one."""
    assert code in flags("en", english, "es", spanish, glossary=GLOSSARY)


def test_what_is_forbidden_for_a_term_is_free_without_it() -> None:
    """A form that is wrong for one term may be right where the source does not hold that term."""
    assert flags("en", "The basket is full.", "es", "El basurero está lleno.", glossary=GLOSSARY) == ()
    assert flags("en", "The fill is new.", "es", "El relleno es nuevo.", glossary=GLOSSARY) == ()


def test_forbidden_forms_are_read_by_language() -> None:
    """Languages are parted by a semicolon and forms by a bar; a form without a language is refused."""
    assert forbidden({"forbidden": "es: uno | dos ; en: three;"}) == {"es": ("uno", "dos"), "en": ("three",)}
    assert forbidden({}) == {}
    with pytest.raises(ValueError, match="dos"):
        forbidden({"forbidden": "es: uno; dos"})


def test_only_language_tags_are_languages() -> None:
    """What else a row has is no text of the term."""
    columns = ("en", "es-MX", "zh-Hant", "kind", "note", "source", "part_of_speech", "Notes", "")
    assert [one for one in columns if is_language(one)] == ["en", "es-MX", "zh-Hant"]
    (term,) = Glossary.of(ROWS[:1]).terms
    assert term.root == {"en": "air quality", "es": "calidad del aire"}


def test_the_version_changes_with_what_may_change_a_draft() -> None:
    """A term or its gender makes another version, a note does not; the order of rows is nothing."""
    plain, other = ROWS[0], ROWS[1]
    version = Glossary.of((plain, other)).version
    assert Glossary.of((other, plain)).version == version
    assert Glossary.of(({**plain, "note": "x"}, other)).version == version
    assert Glossary.of(({**plain, "gender": "f"}, other)).version != version
    assert Glossary.of((plain,)).version != version
