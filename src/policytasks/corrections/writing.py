"""Checked lines, such as decisions, into a CSV file that is written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from policytasks.corrections.values import printed_value
from policytasks.entries import Entry, guarded
from policytasks.files import write_whole

__all__ = ["write_cells"]


def write_cells(file: Path, kind: type[Entry], lines: Iterable[Entry]) -> None:
    """Write lines of one kind as CSV, as `policytasks.entries.csv_rows` reads them.

    Parameters
    ----------
    file
        Its folder is made where it is missing; what the file held before is replaced.
    kind
        Its fields are the columns.
    lines
        In order.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = list(kind.model_fields)
    writer.writerow(columns)
    for cells in lines:
        # Plans hold what a spreadsheet would run as a formula.
        writer.writerow(guarded(printed_value(getattr(cells, name))) for name in columns)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.getvalue().encode())
