"""Cutting, numbering, renewing and putting together again."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou.cutting import cut
from mou.segments import Origin, Segment, renewed, segments_of, translated, translations
from mou.submission import FiledEntry, State

PIECES = [
    "EE. UU.", "No. 4", "p. m.", "3.5", "1,234.5", "https://a.example/p?x=1.2",
    "Dr. Ruiz", "etc.", "...", "…", "¿Qué?", "\n", "\n\n",
    "- ", "• ", "1. ", " ", "  ", "Se hizo.", "Done!", "(Yes.)", "“No.”", "a", "J. Gómez", "\r\n", "\t", "\u00a0",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join)


def entry(text: str, *, item: str = "AQ-1", party: str = "mexico", language: str = "es") -> FiledEntry:
    """Return an entry that says `text`."""
    when = datetime(2026, 4, 7, tzinfo=UTC)
    return FiledEntry(
        item=item, party=party, language=language, text=text, state=State.PROGRESS, person="p03", mail="m1", arrived=when
    )


def done(segment: Segment) -> Segment:
    """Return the segment translated by a person, visibly."""
    return segment.model_copy(update={"target": f"<{segment.source}>", "origin": Origin.PERSON, "editor": "p09"})


@given(texts)
@settings(max_examples=60, deadline=None)
def test_cutting_loses_nothing(text: str) -> None:
    """The pieces joined are the text, no piece is empty, and white space stands at ends of pieces only after the first."""
    pieces = cut(text)
    assert "".join(pieces) == text
    assert all(pieces)
    assert all(piece.lstrip() == piece for piece in pieces[1:])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We met twice. Data were shared.", ["We met twice.", "Data were shared."]),
        ("El Dr. Peña y la Ing. Ruiz asistieron. Se acordó.", ["El Dr. Peña y la Ing. Ruiz asistieron.", "Se acordó."]),
        ("Con EE. UU. Se firmó.", ["Con EE. UU. Se firmó."]),
        ("With the U.S. Environmental Protection Agency we met.", ["With the U.S. Environmental Protection Agency we met."]),
        ("See No. 4 and fig. 2. Then stop.", ["See No. 4 and fig. 2.", "Then stop."]),
        ("La respuesta fue no. El grupo siguió.", ["La respuesta fue no.", "El grupo siguió."]),
        ("Residuos en el mar. El grupo limpió.", ["Residuos en el mar.", "El grupo limpió."]),
        ("Rose by 3.5 points. Fell by 1,234.5 t.", ["Rose by 3.5 points.", "Fell by 1,234.5 t."]),
        ("A las 5 p. m. cerró. A las 6 p. m. Todos salieron.", ["A las 5 p. m. cerró.", "A las 6 p. m.", "Todos salieron."]),
        ("Talleres, cursos, etc. Se capacitó a 12.", ["Talleres, cursos, etc.", "Se capacitó a 12."]),
        ("See https://x.example/a.b?c=1. Next.", ["See https://x.example/a.b?c=1.", "Next."]),
        ("Well... we waited. Then… It came.", ["Well... we waited.", "Then…", "It came."]),
        ("¿Cuándo? ¡Ya! “Hoy.” Mañana no.", ["¿Cuándo?", "¡Ya!", "“Hoy.”", "Mañana no."]),
        ("Work:\n- one\n- two. Three\n\n1. First. Second", ["Work:", "- one", "- two.", "Three", "1. First.", "Second"]),
        ("Written by J. Gómez. In 2026. The end", ["Written by J. Gómez.", "In 2026.", "The end"]),
        ("p. ej. uno, e.g. two.", ["p. ej. uno, e.g. two."]),
        ("", []),
    ],
)
def test_sentences_of_both_languages(text: str, sentences: list[str]) -> None:
    """Abbreviations, decimals, addresses and quotations do not end a sentence; stops, new lines and bullets do."""
    assert [piece.strip() for piece in cut(text)] == sentences


@pytest.mark.parametrize("unit", ["a.", ". ", ".", " ", "\n", "\t \u00a0", ".)", '."', "...", "1.", "A", "é"])
def test_a_hostile_text_is_cut_in_no_time(unit: str) -> None:
    """A long text of one thing over and over costs its length and not its square."""
    text, begun = unit * (100_000 // len(unit)), time.perf_counter()
    assert "".join(cut(text + "x")) == text + "x"
    assert time.perf_counter() - begun < 3


def test_segments_are_numbered_over_all_entries_and_languages() -> None:
    """Every sentence gets one segment per other language, numbers run on, positions start again with each entry."""
    got = segments_of([entry("Uno. Dos."), entry(" "), entry("Three.", party="california", language="en")], ["en", "es", "fr"])
    assert [(one.number, one.party, one.position, one.target_language, one.source) for one in got] == [
        (1, "mexico", 1, "en", "Uno."),
        (2, "mexico", 2, "en", "Dos."),
        (3, "mexico", 1, "fr", "Uno."),
        (4, "mexico", 2, "fr", "Dos."),
        (5, "california", 1, "es", "Three."),
        (6, "california", 1, "fr", "Three."),
    ]


def test_a_sentence_in_another_language_is_turned_from_its_own() -> None:
    """In order of the text, the whole into a first other language and then into the second."""
    mixed = entry("Uno. Two. Tres.")
    elsewhere = {("AQ-1", "mexico"): {"Two.": "en"}, ("AQ-1", "california"): {"Uno.": "en"}}
    got = segments_of([mixed], ["en", "es"], elsewhere)
    assert [(one.number, one.position, one.source, one.source_language, one.target_language) for one in got] == [
        (1, 1, "Uno.", "es", "en"), (2, 2, "Two.", "en", "es"), (3, 3, "Tres.", "es", "en"),
    ]  # fmt: skip
    three = segments_of([mixed], ["en", "es", "fr"], elsewhere)
    assert [one.target_language for one in three] == ["en", "es", "en", "fr", "fr", "fr"]


def test_a_mixed_text_is_whole_in_every_language() -> None:
    """What is in a language already stays as written; a sentence without its translation keeps that language's text back."""
    mixed = entry("Uno.  Two.\n\nTres.")
    first, second, third = segments_of([mixed], ["en", "es"], {("AQ-1", "mexico"): {"Two.": "en"}})
    (filled,) = translated([mixed], [done(first), done(second), done(third)])
    assert (filled.said("en"), filled.said("es")) == ("<Uno.>  Two.\n\n<Tres.>", "Uno.  <Two.>\n\nTres.")
    assert filled.text == mixed.text
    (half,) = translated([mixed], [done(first), second, done(third)])
    assert half.translations == {"en": "<Uno.>  Two.\n\n<Tres.>"}
    assert half.said("es") == mixed.text


@given(texts)
@settings(max_examples=60, deadline=None)
def test_a_translation_keeps_the_shape_of_its_source(text: str) -> None:
    """Translating every sentence by itself gives the text back, white space, rules and all."""
    one = entry(text)
    same = [segment.model_copy(update={"target": segment.source}) for segment in segments_of([one], ["es", "en"])]
    told = translations([one], same)["AQ-1", "mexico"]
    assert told == ({"en": text} if same else {})


def test_paragraphs_stay() -> None:
    """Blank lines, bullets and rules between sentences stand where they stood."""
    one = entry("Uno. Dos.\n\n---\n- Tres\n")
    (filled,) = translated([one], [done(segment) for segment in segments_of([one], ["en"])])
    assert filled.translations == {"en": "<Uno.> <Dos.>\n\n---\n<- Tres>\n"}
    assert filled.said("en") == filled.translations["en"]


def test_a_text_with_one_sentence_missing_has_no_translation() -> None:
    """Part of a translation is none, and neither is one made for other words."""
    one = entry("Uno. Dos.")
    first, second = segments_of([one], ["en"])
    assert translations([one], [done(first), second]) == {("AQ-1", "mexico"): {}}
    stale = done(second).model_copy(update={"source": "Otro."})
    assert translations([one], [done(first), stale]) == {("AQ-1", "mexico"): {}}


def test_a_correction_keeps_the_translations_of_unchanged_sentences() -> None:
    """Only changed sentences lose their translation, whatever their numbers; hashes of the unchanged stay."""
    old = [done(segment) for segment in segments_of([entry("Uno. Dos. Tres.")], ["en"])]
    new = renewed(old, segments_of([entry("Nuevo. Uno. Tres!")], ["en"]))
    assert [(one.number, one.target, one.editor) for one in new] == [(1, "", ""), (2, "<Uno.>", "p09"), (3, "", "")]
    assert new[1].hash == old[0].hash


def test_a_translation_is_not_carried_to_another_item_or_party() -> None:
    """The same words under another item, or of the other party, are read again."""
    old = [done(segment) for segment in segments_of([entry("Uno.")], ["en"])]
    others = segments_of([entry("Uno.", item="AQ-2"), entry("Uno.", party="california")], ["en"])
    assert [one.target for one in renewed(old, others)] == ["", ""]


def test_a_sentence_said_twice_keeps_both_translations() -> None:
    """Two translations of one repeated sentence keep their order."""
    first, second = segments_of([entry("Sí. Sí.")], ["en"])
    old = [done(first), done(second).model_copy(update={"target": "Indeed."})]
    assert [one.target for one in renewed(old, [first, second])] == ["<Sí.>", "Indeed."]
