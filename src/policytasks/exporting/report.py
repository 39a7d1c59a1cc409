"""What an export wrote, and what of it is not as in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cut", "ExportReport", "Guarded"]

Cut = tuple[str, int, str, int]
Guarded = tuple[str, int, str]


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
