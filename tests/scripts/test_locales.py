"""`make locales`: what is said comes into the catalogs, what is no longer said leaves, and translations stay."""

from pathlib import Path

import pytest

from mou.errors import Invalid
from scripts.locales import begun, catalog, languages, place, refresh, untranslated

PAGE = '{# Translators: said on every page #}<h1>{{ _("Status") }}</h1><p>{{ _("Nothing waits.") }}</p>'
MENU = '{{ _("Status") }}'
CODE = 'PHASES = (T("Approved"), TN("One passage.", "%(n)s passages.", 2), said("no word"))\n'
CHAPTER = 'head = say("Quarter")\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small product whose words of every domain are translated."""
    files = {
        "templates/web/page.html": PAGE,
        "templates/web/menu.html": MENU,
        "web/words.py": CODE,
        "mou/letter.py": 'subject = T("Reminder %(number)s", number=1)\n',
        "adapters/report_front.py": CHAPTER,
        "tests/test_it.py": 'T("only a test")\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    list(refresh("es", tmp_path))
    translate(tmp_path, "web", "Status", "Estado")
    return tmp_path


def translate(root: Path, domain: str, msgid: str, text: str) -> None:
    """Write a translation by hand."""
    path = place("es", domain, root)
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{text}"'), encoding="utf-8")


def text(root: Path, domain: str) -> str:
    """Return a catalog's file."""
    return place("es", domain, root).read_text(encoding="utf-8")


def test_every_domain_has_its_own_words(root: Path) -> None:
    """Letters, pages and the report each by their keywords; tests say nothing to readers."""
    words = {domain: {one.id for one in catalog("es", domain, root) if one.id} for domain in ("messages", "web", "report")}
    assert words == {
        "messages": {"Reminder %(number)s"},
        "web": {"Status", "Nothing waits.", "Approved", ("One passage.", "%(n)s passages.")},
        "report": {"Quarter"},
    }


def test_a_new_word_appears_empty_and_the_others_stay(root: Path) -> None:
    """Nothing is guessed from a similar word; the command says how many wait."""
    (root / "templates/web/menu.html").write_text(MENU + '{{ _("States") }}', encoding="utf-8")
    told = list(refresh("es", root))
    words = catalog("es", "web", root)
    assert (words.get("Status").string, words.get("States").string) == ("Estado", "")  # type: ignore[union-attr] # both are said
    assert "States" in untranslated(words)
    assert "fuzzy" not in text(root, "web")
    assert "locales/es/LC_MESSAGES/web.po: 5 messages, 4 to translate" in told


def test_a_word_that_is_gone_leaves_and_is_told_with_its_translation(root: Path) -> None:
    """No obsolete entry stays behind; the command prints what it took out, for whoever only moved a comma."""
    translate(root, "web", "Nothing waits.", "Nada espera.")
    (root / "templates/web/page.html").write_text(PAGE.replace("Nothing waits.", "Nothing waits"), encoding="utf-8")
    told = list(refresh("es", root))
    assert "Nothing waits." not in text(root, "web")
    assert "locales/es/LC_MESSAGES/web.po: no longer said: 'Nothing waits.' ('Nada espera.')" in told


def test_a_word_that_gets_a_plural_is_translated_anew(root: Path) -> None:
    """A singular's translation is no answer to how many are spoken of."""
    translate(root, "web", "Approved", "Aprobado")
    (root / "web/words.py").write_text('TN("Approved", "%(n)s approved", 2)\n', encoding="utf-8")
    told = list(refresh("es", root))
    assert "Approved" in untranslated(catalog("es", "web", root))
    assert "locales/es/LC_MESSAGES/web.po: no longer said: 'Approved' ('Aprobado')" in told


def test_a_second_refresh_changes_nothing(root: Path) -> None:
    """Neither dates nor line numbers nor a machine's places are written, so the same words give the same bytes."""
    path = place("es", "web", root)
    path.write_text(text(root, "web").replace("#. said", "# Noted by hand.\n#. said"), encoding="utf-8")
    list(refresh("es", root))
    first = text(root, "web")
    (root / "web/words.py").write_text("\n\n" + CODE, encoding="utf-8")
    list(refresh("es", root))
    assert text(root, "web") == first
    assert "#: templates/web/menu.html templates/web/page.html\n" in first
    assert "# Noted by hand.\n#. said on every page\n" in first
    assert str(root) not in first
    assert "Date" not in first


def test_the_order_is_that_of_the_files_and_their_lines(root: Path) -> None:
    """Words that were appended by hand, or by a merge, find their place."""
    path = place("es", "web", root)
    head, *entries = text(root, "web").rstrip("\n").split("\n\n")
    in_order = text(root, "web")
    path.write_text("\n\n".join([head, *reversed(entries)]) + "\n", encoding="utf-8")
    list(refresh("es", root))
    assert text(root, "web") == in_order


def test_a_language_can_be_begun(root: Path) -> None:
    """It has every word without translation, and its own plural forms; refreshing it later keeps what was translated."""
    assert begun("pl") == "pl"
    list(refresh("pl", root))
    assert languages(root) == ("es", "pl")
    words = catalog("pl", "web", root)
    assert len(untranslated(words)) == len(words) == 4
    written = place("pl", "web", root).read_text(encoding="utf-8")
    assert written.startswith("# Words of the pages, Polish.\n")
    assert 'msgstr[2] ""' in written


@pytest.mark.parametrize("tag", ["xx", "french", "../es", "es_MX", ""])
def test_what_is_no_language_is_refused(tag: str) -> None:
    """A country belongs to a party's locale, and a folder is never made from anything else."""
    with pytest.raises(Invalid, match="such as 'fr'"):
        begun(tag)


def test_a_damaged_catalog_is_named_and_left_as_it_is(root: Path) -> None:
    """What cannot be read is not written over."""
    place("es", "web", root).write_text('msgid "Status"\nmsgstr "Est\nado"\n', encoding="utf-8")
    before = text(root, "web")
    with pytest.raises(Invalid, match=r"locales/es/LC_MESSAGES/web\.po cannot be read"):
        list(refresh("es", root))
    assert text(root, "web") == before


def test_a_template_that_does_not_parse_loses_no_words(root: Path) -> None:
    """Its words would seem gone: the refresh stops instead."""
    before = text(root, "web")
    (root / "templates/web/page.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(Invalid, match=r"page\.html"):
        list(refresh("es", root))
    assert text(root, "web") == before
