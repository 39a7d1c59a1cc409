"""The published dictionary is that of the schema, and complete."""

from pathlib import Path

import pytest

from policytasks.data_dictionary import data_dictionary
from policytasks.schema import TABLES

PUBLISHED = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_published_dictionary_is_that_of_the_schema():
    # Else run: python -m policytasks.data_dictionary > docs/data-dictionary.md
    assert PUBLISHED.read_text(encoding="utf-8") == data_dictionary()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_says_what_it_holds_and_what_a_missing_value_means(table):
    section = data_dictionary().split(f"## `{table.name}`")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if "|" in line][2:]
    assert [line[0] for line in lines] == [f"`{name}`" for name in table.columns]
    for name, kind, _, codes, missing, description in lines:
        assert description and missing, name
        assert (kind == "code") == bool(codes), name
        for code in table.categories.get(name.strip("`"), ()):
            assert f"`{code}`" in codes
        assert (missing == "never") != table.arrow.field(name.strip("`")).nullable, name
