"""Decisions into a file of ``data/corrections/``, which is written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from policytasks.corrections.decisions import CorrectionCells
from policytasks.corrections.values import printed_value
from policytasks.entries import guarded
from policytasks.files import write_whole

__all__ = ["write_corrections"]


def write_corrections(file: Path, decisions: Iterable[CorrectionCells]) -> None:
    """Write decisions as CSV, as `load_corrections` reads them.

    Parameters
    ----------
    file
        Its folder is made where it is missing; what the file held before is replaced.
    decisions
        In order.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = list(CorrectionCells.model_fields)
    writer.writerow(columns)
    for cells in decisions:
        # Plans hold what a spreadsheet would run as a formula.
        writer.writerow(guarded(printed_value(getattr(cells, name))) for name in columns)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.getvalue().encode())
