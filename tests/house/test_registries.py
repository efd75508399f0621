"""What ops rely on is written where they read it: settings and search attributes in README, each with its meaning."""

import re
from functools import cache

import pytest
from temporalio.common import SearchAttributeKey

from adapters.temporal import INDEXED
from mou.attributes import TYPES, Attribute
from settings import Settings
from tests.house.sources import ROOT
from workflows import hands


@cache
def readme() -> str:
    """Return README.md."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """Return the cells of every table row of README.md, without code marks."""
    lines = [line.strip() for line in readme().splitlines() if line.lstrip().startswith("|")]
    return [[cell.strip().replace("`", "") for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme_with_its_variable_and_default(name: str) -> None:
    """Who runs this finds each variable, and what holds while it is not set."""
    field = Settings.model_fields[name]
    variable, default = str(field.validation_alias), str(field.default)
    found = [row for row in rows() if row[0] == variable]
    mend = f"README.md's settings table needs one row: | `{variable}` | `{default}` | {field.description} |"
    assert len(found) == 1, mend
    if default:
        assert any(cell == default for cell in found[0][1:]), f"the default is {default!r}. {mend}"


def test_the_readme_names_no_variable_that_nobody_reads() -> None:
    """A variable that was renamed leaves the table."""
    read = {str(field.validation_alias) for field in Settings.model_fields.values()}
    named = {row[0] for row in rows() if re.fullmatch(r"[A-Z][A-Z_]{4,}", row[0])}
    assert named <= read, "take these out of README.md's settings table, or read them in settings.py"


@pytest.mark.parametrize("attribute", Attribute)
def test_every_search_attribute_has_a_type_the_server_knows_and_is_in_the_readme(attribute: Attribute) -> None:
    """`mou ops setup` registers it by that type, and ops can look up what to ask for."""
    assert TYPES[attribute] in INDEXED
    mend = f"name `{attribute.value}` ({TYPES[attribute]}) in README.md, where the queries for Temporal's UI are"
    assert attribute.value in readme(), mend


def test_stories_write_each_attribute_by_its_registered_type() -> None:
    """A key of another type would be refused when the first story upserts it."""
    keys = [value for value in vars(hands).values() if isinstance(value, SearchAttributeKey)]
    assert keys
    for key in keys:
        assert (
            key.indexed_value_type.name.title().replace("_", "").replace("Keywordlist", "KeywordList")
            == TYPES[Attribute(key.name)]
        )


def test_every_setting_says_what_it_is_for() -> None:
    """The description stands in README and in `mou doctor`'s words."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
