"""CSV files that Excel opens intact, and that R and pandas read back as they were."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.exporting.readable import readable, rows
from policytasks.exporting.report import ExportReport, Guarded
from policytasks.words.marks import runs_as_formula

__all__ = ["write_csv", "write_csv_files"]

_SPINE = "tasks"


def write_csv_files(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    """Write each table, with names beside its ids, into its file."""
    guarded: list[Guarded] = []
    tables = readable(tables, codebook)
    files = {
        name: path if name == _SPINE else path.with_name(f"{path.stem}-{name}{path.suffix}")
        for name in tables
    }
    for name, file in files.items():
        guarded += [(name, *cell) for cell in write_csv(tables[name], file)]
    return ExportReport(tuple(files.values()), guarded=tuple(guarded))


def write_csv(table: pa.Table, path: Path) -> list[tuple[int, str]]:
    """Write a table; return row and column of each cell that was guarded."""
    guarded = []
    # The byte order mark tells Excel that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        for line, row in enumerate(rows(table), start=2):
            writer.writerow(map(_cell, row))
            for column, value in zip(table.column_names, row, strict=True):
                if isinstance(value, str) and runs_as_formula(value):
                    guarded.append((line, column))
    return guarded


def _cell(value: Any) -> Any:
    """Return a value as its cell.

    >>> [_cell(value) for value in ("=1+1", "=", -5, " @SUM(A1)", "建设", None, True)]
    ["'=1+1", '=', -5, "' @SUM(A1)", '建设', '', 'TRUE']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str) and runs_as_formula(value):
        return "'" + value
    return value
