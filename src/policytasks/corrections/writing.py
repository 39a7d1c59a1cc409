"""Checked lines, such as decisions, into a CSV file that is written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from policytasks.corrections.values import printed_value
from policytasks.entries import Entry, guarded
from policytasks.files import write_whole

__all__ = ["cells_csv", "write_cells"]


def cells_csv(kind: type[Entry], lines: Iterable[Entry]) -> bytes:
    """Return lines of one kind as CSV, as `policytasks.entries.csv_rows` reads them.

    Parameters
    ----------
    kind
        Its fields are the columns.
    lines
        In order.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = list(kind.model_fields)
    writer.writerow(columns)
    for cells in lines:
        # Plans hold what a spreadsheet would run as a formula.
        writer.writerow(guarded(printed_value(getattr(cells, name))) for name in columns)
    return text.getvalue().encode()


def write_cells(file: Path, kind: type[Entry], lines: Iterable[Entry]) -> None:
    """Write what `cells_csv` returns.

    Parameters
    ----------
    file
        Its folder is made where it is missing; what the file held before is replaced.
    kind, lines
        See `cells_csv`.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, cells_csv(kind, lines))
