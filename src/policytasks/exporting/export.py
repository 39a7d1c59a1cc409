"""By the ending of its name, what a file is to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from policytasks.codebook import Codebook, load_codebook
from policytasks.errors import PolicyTasksError, writing
from policytasks.exporting.annotations import write_annotations
from policytasks.exporting.delimited import write_csv_files
from policytasks.exporting.network import write_network
from policytasks.exporting.report import ExportReport
from policytasks.exporting.workbook import check_rows, write_workbook
from policytasks.files import folder_beside

__all__ = ["SUFFIXES", "ExportReport", "export"]


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


_WRITERS: dict[str, Callable[[Mapping[str, pa.Table], Path, Codebook], ExportReport]] = {
    ".xlsx": write_workbook,
    ".csv": write_csv_files,
    ".graphml": write_network,
    ".jsonl": write_annotations,
}
SUFFIXES = tuple(_WRITERS)
"""The endings of file names that `export` writes."""
