"""The data dictionary: every table and column of the schema, for readers.

``python -m policytasks.data_dictionary`` prints what stands in
``docs/data-dictionary.md``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from policytasks.schema import ROWS_OF_ANY_DOCUMENT, TABLES, TableSchema

__all__ = ["DescribedColumn", "data_dictionary", "described"]

_INTRODUCTION = f"""\
# Data dictionary

Made from the schema (`src/policytasks/rows.py`) by `python -m policytasks.data_dictionary`; \
do not edit it by hand. What the rows mean is settled by the coding manual, what users may \
rely on by the data contract.

Each table is a Parquet file under `data/tables/`. A missing value is null, never an empty \
text or 0. Dates are days (ISO 8601), offsets count Unicode code points from 0 in the source \
as decoded, and `source[start:end]` without white space is `quote`. The codes of `theme_id`, \
`agency_id` and `indicator_id` are those of the codebooks under `data/codebook/`.

A document gives at most {ROWS_OF_ANY_DOCUMENT:,} rows in all tables together, and one more for \
each of its characters; a plan gives one for 20 to 40. One that would give more is refused.
"""
_HEAD = (
    "| column | type | unit | allowed values | missing | what it holds |",
    "| --- | --- | --- | --- | --- | --- |",
)
_NAMES_OF_TYPES = {
    pa.string(): "text",
    pa.int32(): "integer",
    pa.float64(): "number",
    pa.bool_(): "true or false",
    pa.date32(): "date",
}


class DescribedColumn(NamedTuple):
    """One column, in words.

    Attributes
    ----------
    name, type
        Its name; text, code, integer, number, date or true or false.
    unit
        What its numbers count.
    codes
        Its allowed values, of a code.
    missing
        When a value is missing.
    description
        What it holds.
    """

    name: str
    type: str
    unit: str
    codes: tuple[str, ...]
    missing: str
    description: str


def data_dictionary() -> str:
    """Return the dictionary of all tables as Markdown."""
    return "\n".join([_INTRODUCTION, *(line for t in TABLES.values() for line in _table(t))])


def _table(table: TableSchema) -> Iterator[str]:
    yield f"## `{table.name}`\n"
    yield f"{table.description} Key: {', '.join(f'`{name}`' for name in table.key)}."
    for column, other in table.references.items():
        yield f"`{column}` names a row of `{other}`."
    for rule in table.rules:
        yield f"Always: {rule.demand}."
    yield from ("", *_HEAD)
    for field in table.arrow:
        yield _column(table, field)
    yield ""


def _column(table: TableSchema, field: pa.Field) -> str:
    """Return a column's line of the table."""
    column = described(table, field)
    codes = ", ".join(f"`{code}`" for code in column.codes)
    cells = (*(f"`{column.name}`", column.type, column.unit), codes, *column[4:])
    return f"| {' | '.join(cells)} |"


def described(table: TableSchema, field: pa.Field) -> DescribedColumn:
    """Return what a column holds, in words."""
    declared = table.row.model_fields[field.name]
    told = declared.json_schema_extra
    assert isinstance(told, dict)
    codes = table.categories.get(field.name, ())
    return DescribedColumn(
        field.name,
        "code" if codes else _NAMES_OF_TYPES[field.type],
        str(told["unit"]),
        codes,
        str(told["missing"]) if field.nullable else "never",
        declared.description or "",
    )


if __name__ == "__main__":
    print(data_dictionary(), end="")
