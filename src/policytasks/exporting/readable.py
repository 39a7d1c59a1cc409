"""The tables with names beside their ids, and a table that describes every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.data_dictionary import DescribedColumn, described
from policytasks.schema import TABLES

__all__ = ["COLUMNS", "names_by_id", "readable", "rows"]

COLUMNS = "columns"
"""Name of the table that describes the columns."""

_LANGUAGES = {"en": "English", "zh": "Chinese"}
_ROWS_AT_ONCE = 4_096

_Names = dict[str, dict[str, dict[str, str | None]]]


def readable(tables: Mapping[str, pa.Table], codebook: Codebook) -> dict[str, pa.Table]:
    """Return the table of columns, then each table with names beside its ids.

    Behind ``theme_id`` come ``theme_en`` and ``theme_zh``, and so for agencies (their
    function), indicators and places; every column of the table stays as it is.
    """
    names = names_by_id(tables, codebook)
    named = {name: _with_names(table, names) for name, table in tables.items()}
    return {COLUMNS: _described(named), **named}


def names_by_id(tables: Mapping[str, pa.Table], codebook: Codebook) -> _Names:
    """Return what each id is called: by the column's stem, by language, by id."""
    names: _Names = {}
    for lang in _LANGUAGES:
        for kind, by_id in codebook.names(lang).items():
            names.setdefault(kind, {})[lang] = {**by_id}
    documents = tables["documents"].select(["place_id", "place_en", "place_zh"]).to_pylist()
    names["place"] = {
        lang: {row["place_id"]: row[f"place_{lang}"] for row in documents} for lang in _LANGUAGES
    }
    return names


def _with_names(table: pa.Table, names: _Names) -> pa.Table:
    for kind, by_language in names.items():
        for lang in reversed(_LANGUAGES):
            column = f"{kind}_{lang}"
            if f"{kind}_id" in table.column_names and column not in table.column_names:
                called = by_language[lang]
                values = [called.get(id) for id in table[f"{kind}_id"].to_pylist()]
                behind = table.column_names.index(f"{kind}_id") + 1
                table = table.add_column(behind, column, pa.array(values, pa.string()))
    return table


def _described(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the table of all columns of the tables."""
    lines: list[dict[str, str | None]] = []
    for name, table in tables.items():
        for column in table.column_names:
            told = _column(name, column)
            lines.append(
                {
                    "table": name,
                    "column": column,
                    "type": told.type,
                    "unit": told.unit or None,
                    "codes": ", ".join(told.codes) or None,
                    "missing": told.missing,
                    "description": told.description,
                }
            )
    names = list(lines[0])
    return pa.table({name: pa.array([line[name] for line in lines], pa.string()) for name in names})


def _column(table: str, column: str) -> DescribedColumn:
    schema = TABLES[table]
    if column in schema.columns:
        return described(schema, schema.arrow.field(column))
    kind, lang = column.rsplit("_", 1)
    return DescribedColumn(
        column,
        "text",
        "",
        (),
        f"{kind}_id is missing, or nothing names it in {_LANGUAGES[lang]}",
        f"What {kind}_id is called in {_LANGUAGES[lang]}.",
    )


def rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as Python values."""
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)
