"""A workbook of the tables for Excel: every text a text, every date a date."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.errors import PolicyTasksError
from policytasks.exporting.readable import COLUMNS, readable, rows
from policytasks.exporting.report import Cut, ExportReport
from policytasks.files import held_back

__all__ = ["check_rows", "write_workbook"]

# Limits of Excel; characters count as UTF-16 units.
_CELL_LIMIT = 32_767
_ROW_LIMIT = 1_048_576
_FIRST_YEAR = 1900

_WIDEST = 60
_ROWS_MEASURED = 200


def check_rows(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Raise PolicyTasksError for a table with more rows than a sheet."""
    for name, table in tables.items():
        if table.num_rows >= _ROW_LIMIT:
            raise PolicyTasksError(
                f"{name} has {table.num_rows} rows, a sheet at most {_ROW_LIMIT - 1}",
                where=str(path),
                remedy="export to CSV",
            )


def write_workbook(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    """Write a sheet for each table, with its head frozen and a filter on every column."""
    # Needed for this kind of export only.
    import xlsxwriter

    cut: list[Cut] = []
    with (
        held_back(path) as content,
        xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook,
    ):
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in readable(tables, codebook).items():
            sheet = workbook.add_worksheet(name)
            # Of the columns' own sheet the table and the name stay in sight.
            sheet.freeze_panes(1, 2 if name == COLUMNS else 1)
            _set_widths(sheet, table)
            for column, heading in enumerate(table.column_names):
                sheet.write_string(0, column, heading, bold)
            sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
            for row, values in enumerate(rows(table), start=1):
                for column, value in enumerate(values):
                    if not _write_cell(sheet, row, column, value, day):
                        heading = table.column_names[column]
                        cut.append((name, row + 1, heading, len(value)))
    return ExportReport((path,), cut=tuple(cut))


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> bool:
    """Write a value by its type; False where it had to be cut."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value, day)
    elif value is not None:
        return _write_text(sheet, row, column, str(value))
    return True


def _write_text(sheet: Any, row: int, column: int, text: str) -> bool:
    units = text.encode("utf-16-le")
    fits = len(units) <= 2 * _CELL_LIMIT
    if not fits:
        note = f" … [cut: {len(text)} characters in all]"
        kept = units[: 2 * (_CELL_LIMIT - len(note))]
        text = kept.decode("utf-16-le", errors="ignore") + note
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library would take this text for XML of its own and not escape it.
        sheet.write_rich_string(row, column, text[0], text[1], text[2:])
    else:
        sheet.write_string(row, column, text)
    return fits


def _set_widths(sheet: Any, table: pa.Table) -> None:
    """Make each column as wide as its first cells, within reason."""
    head = table.slice(0, _ROWS_MEASURED)
    for column, heading in enumerate(table.column_names):
        cells = ("" if value is None else str(value) for value in head[heading].to_pylist())
        widest = max(map(_display_width, [heading, *cells]))
        sheet.set_column(column, column, min(widest + 2, _WIDEST))


def _display_width(text: str) -> int:
    """Width of a text in columns, of which a Chinese character takes two.

    >>> _display_width("智慧+")
    5
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:_WIDEST])
