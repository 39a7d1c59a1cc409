"""The tables for Excel: one workbook, or CSV files that Excel opens intact."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from policytasks.errors import PolicyTasksError
from policytasks.files import folder_beside
from policytasks.schema import TABLES
from policytasks.words.marks import starts_formula

__all__ = ["SUFFIXES", "ExportReport", "export"]

SUFFIXES = (".xlsx", ".csv")
"""The endings of file names that `export` writes."""

# Limits of Excel; characters count as UTF-16 units.
_CELL_LIMIT = 32_767
_ROW_LIMIT = 1_048_576
_FIRST_YEAR = 1900

_WIDEST = 60
_ROWS_MEASURED = 200


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    Attributes
    ----------
    files
        The files, in the order of the tables.
    cut
        For each text that is longer than an Excel cell can hold: table, row (as
        Excel counts, the first line being 1), column and length. The cell ends
        with a note; the Parquet table has the whole text.
    """

    files: tuple[Path, ...]
    cut: tuple[tuple[str, int, str, int], ...]


def export(tables: Mapping[str, pa.Table], path: Path | str) -> ExportReport:
    """Write the tables for Excel.

    Parameters
    ----------
    tables
        As `policytasks.tables.read_tables` returns them.
    path
        ``NAME.xlsx`` for a workbook with a sheet for each table, or ``NAME.csv``
        for CSV files in UTF-8 with a byte order mark: the tasks in ``NAME.csv``,
        each other table beside it in ``NAME-documents.csv`` and so on. Files of
        these names are replaced.

    Returns
    -------
    ExportReport

    Raises
    ------
    PolicyTasksError
        The ending is another, a file cannot be written, or a table has more rows
        than a sheet.

    Notes
    -----
    No text becomes a formula. In a workbook it is stored as text. In CSV, where
    a spreadsheet would take a text that begins with ``= + - @`` for a formula, an
    apostrophe stands before it; numbers are written as they are.
    """
    path = Path(path)
    if path.suffix.lower() == ".xlsx":
        return _export_workbook(tables, path)
    if path.suffix.lower() == ".csv":
        return _export_csv(tables, path)
    raise PolicyTasksError(
        f"cannot export to {path.suffix or 'a file without ending'}",
        where=str(path),
        remedy=f"give the file's name one of the endings {', '.join(SUFFIXES)}",
    )


def _export_csv(tables: Mapping[str, pa.Table], path: Path) -> ExportReport:
    files = {
        name: path if name == "tasks" else path.with_name(f"{path.stem}-{name}{path.suffix}")
        for name in TABLES
    }
    with _written_beside(path.parent) as beside:
        for name, file in files.items():
            # The byte order mark tells Excel that the file is UTF-8.
            with (beside / file.name).open("w", encoding="utf-8-sig", newline="") as lines:
                _write_csv(tables[name], lines)
    return ExportReport(tuple(files.values()), ())


def _write_csv(table: pa.Table, file: TextIO) -> None:
    writer = csv.writer(file)
    writer.writerow(table.column_names)
    for row in _rows(table):
        writer.writerow(map(_csv_cell, row))


def _csv_cell(value: Any) -> Any:
    """Return a value as its CSV cell.

    >>> [_csv_cell(value) for value in ("=1+1", "-5", -5, " @SUM(A1)", "建设", None, True)]
    ["'=1+1", "'-5", -5, "' @SUM(A1)", '建设', '', 'TRUE']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str) and starts_formula(value):
        return "'" + value
    return value


def _export_workbook(tables: Mapping[str, pa.Table], path: Path) -> ExportReport:
    # Needed for this kind of export only.
    import xlsxwriter

    cut: list[tuple[str, int, str, int]] = []
    for name, table in tables.items():
        if table.num_rows >= _ROW_LIMIT:
            raise PolicyTasksError(
                f"{name} has {table.num_rows} rows, a sheet at most {_ROW_LIMIT - 1}",
                where=str(path),
                remedy="export to CSV",
            )
    with _written_beside(path.parent) as beside:
        try:
            with xlsxwriter.Workbook(beside / path.name, {"constant_memory": True}) as workbook:
                bold = workbook.add_format({"bold": True, "bottom": 1})
                day = workbook.add_format({"num_format": "yyyy-mm-dd"})
                for name, table in tables.items():
                    sheet = workbook.add_worksheet(name)
                    sheet.freeze_panes(1, 1)
                    _set_widths(sheet, table)
                    for column, heading in enumerate(table.column_names):
                        sheet.write_string(0, column, heading, bold)
                    sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
                    for row, values in enumerate(_rows(table), start=1):
                        for column, value in enumerate(values):
                            if not _write_cell(sheet, row, column, value, day):
                                heading = table.column_names[column]
                                cut.append((name, row + 1, heading, len(value)))
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
    return ExportReport((path,), tuple(cut))


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


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=4_096):
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)


@contextmanager
def _written_beside(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; its files move to ``folder`` once all are whole."""
    try:
        with folder_beside(folder) as beside:
            yield beside
    except OSError as error:
        raise PolicyTasksError(
            f"cannot be written: {error.strerror or error}",
            where=str(folder),
            remedy="check that the folder exists, its rights and the free space, "
            "and that no file is open in Excel",
        ) from error
