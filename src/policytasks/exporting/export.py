"""By the ending of its name, what a file is to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from policytasks.codebook import Codebook, load_codebook
from policytasks.errors import PolicyTasksError, writing
from policytasks.exporting.annotations import write_annotations
from policytasks.exporting.delimited import Guarded, write_csv_files
from policytasks.exporting.network import write_network
from policytasks.exporting.readable import readable
from policytasks.exporting.workbook import Cut, check_rows, write_workbook
from policytasks.files import folder_beside

__all__ = ["SUFFIXES", "ExportReport", "export"]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    Attributes
    ----------
    files
        The files; the one that was asked for comes first but in CSV, whose files stand
        in the order of the tables.
    cut
        For each text that is longer than an Excel cell can hold: table, row (as
        Excel counts, the first line being 1), column and length. The cell ends
        with a note; the Parquet table has the whole text.
    guarded
        For each text of a CSV file that a spreadsheet would run: table, row and column,
        counted likewise. An apostrophe stands before it; every other cell is as it is.
    """

    files: tuple[Path, ...]
    cut: tuple[Cut, ...] = ()
    guarded: tuple[Guarded, ...] = ()


def export(
    tables: Mapping[str, pa.Table], path: Path | str, *, codebook: Codebook | None = None
) -> ExportReport:
    """Write the tables for other programs.

    Parameters
    ----------
    tables
        As `policytasks.tables.read_tables` returns them.
    path
        ``NAME.xlsx`` for a workbook: a sheet ``columns`` that describes all columns, then
        a sheet for each table. ``NAME.csv`` for CSV files in UTF-8 with a byte order mark:
        the tasks in ``NAME.csv``, each other table beside it in ``NAME-documents.csv``
        and so on, the columns in ``NAME-columns.csv``. ``NAME.graphml`` for the network
        of departments and tasks, with ``NAME-nodes.csv`` and ``NAME-edges.csv`` beside
        it. ``NAME.jsonl`` for W3C Web Annotations, one a line. Files of these names are
        replaced.
    codebook
        Names themes, functions and indicators beside their ids; by default the project's.

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
    No text becomes a formula. In a workbook it is stored as text. In CSV an apostrophe
    stands before what a spreadsheet would run; ``=`` and ``>=`` alone are no formula.
    The same tables give the same files, but that a workbook carries its hour.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in _WRITERS:
        raise PolicyTasksError(
            f"cannot export to {path.suffix or 'a file without ending'}",
            where=str(path),
            remedy=f"give the file's name one of the endings {', '.join(SUFFIXES)}",
        )
    if kind == ".xlsx":
        check_rows(tables, path)
    codebook = load_codebook() if codebook is None else codebook
    with writing(path), folder_beside(path.parent) as beside:
        report = _WRITERS[kind](tables, beside / path.name, codebook)
    files = tuple(path.parent / file.name for file in report.files)
    return ExportReport(files, report.cut, report.guarded)


def _workbook(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    return ExportReport((path,), cut=write_workbook(readable(tables, codebook), path))


def _csv(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    files, guarded = write_csv_files(readable(tables, codebook), path)
    return ExportReport(files, guarded=guarded)


def _network(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    files, guarded = write_network(tables, path, codebook)
    return ExportReport(files, guarded=guarded)


def _annotations(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    return ExportReport((write_annotations(tables, path, codebook),))


_WRITERS: dict[str, Callable[[Mapping[str, pa.Table], Path, Codebook], ExportReport]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".graphml": _network,
    ".jsonl": _annotations,
}
SUFFIXES = tuple(_WRITERS)
"""The endings of file names that `export` writes."""
