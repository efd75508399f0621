"""The published page: whole, well built, readable, the same in every language, and deaf to what people wrote in it."""

import re
from collections.abc import Mapping

import pytest

from adapters.resources import resource
from tests.fakes import year
from tests.fakes.edition import Outline, assembled, published


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The synthetic year's edition."""
    return published()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_item_is_printed_once(files: Mapping[str, bytes], language: str) -> None:
    """Each item heads one section of the chapters and one row of the scorecard, each owed entry has its anchor."""
    report = assembled(year.reports())
    page = files[f"{language}/index.html"].decode()
    outline = Outline(files[f"{language}/index.html"])
    for item in report.items():
        assert len(re.findall(rf'<h3 id="{item.code}-title">', page)) == 1
        assert len(re.findall(rf'<th scope="row(?:group)?"[^>]*><a href="#{item.code}">', page)) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert {one.anchor for one in report.told()} <= set(outline.ids)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_well_built(files: Mapping[str, bytes], language: str) -> None:
    """Headings nest, anchors resolve, tables have captions and scopes, nothing runs, and elements close in order."""
    outline = Outline(files[f"{language}/index.html"])
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in steps)
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    tags = [tag for tag, _ in outline.marks]
    assert tags.count("table") == tags.count("caption")
    assert all(held.get("scope") for tag, held in outline.marks if tag == "th")
    assert "script" not in tags
    assert not [held for _, held in outline.marks if any(name.startswith("on") for name in held)]
    assert outline.open == []


def test_relative_links_lead_to_files(files: Mapping[str, bytes]) -> None:
    """Every link out of a page leads to a file of the same edition."""
    outs = [link for link in Outline(files["es/index.html"]).links if not link.startswith("#")]
    assert outs
    assert {link.removeprefix("../") for link in outs} <= set(files)
    assert set(Outline(files["index.html"]).links) <= set(files)


def test_foreign_words_carry_their_language(files: Mapping[str, bytes]) -> None:
    """A passage in the other language is marked with it, one in the page's own is not."""
    assert '<html lang="en-US">' in files["en/index.html"].decode()
    assert '<blockquote lang="es-MX"><p>Cuatro talleres.</p>' in files["en/index.html"].decode()
    assert "<blockquote><p>Cuatro talleres.</p>" in files["es/index.html"].decode()


def test_colours_can_be_read(files: Mapping[str, bytes]) -> None:
    """Every text colour has a contrast of at least 4.5 to 1 on white, and so has white on the cover (WCAG 1.4.3)."""
    css = (resource("templates") / "report" / "report.css").read_text()
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})\b", css))
    for name in {"ink", "soft", "brand", "good", "calm", "warn", "bad", "mute", "tone"} & set(colours):
        assert 1.05 / (luminance(colours[name]) + 0.05) >= 4.5, name
    assert css in files["en/index.html"].decode()


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_both_languages_have_the_same_outline(files: Mapping[str, bytes]) -> None:
    """English and Spanish have the same headings at the same levels, and the same anchors."""
    english, spanish = Outline(files["en/index.html"]), Outline(files["es/index.html"])
    assert (english.headings, english.ids) == (spanish.headings, spanish.ids)


def test_hostile_text_is_printed_and_never_run(files: Mapping[str, bytes]) -> None:
    """Markup of HTML, Jinja and Typst comes out as written; a turn of the writing direction is shown, not obeyed."""
    page = files["en/index.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #eval(&#34;1&#34;) $x$ [a](b) *b* _i_ @ref \\u{41} {{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "[U+202E]" in page
