"""What people decided on single rows: read from ``data/corrections/``, applied, written.

A decision names its row by the words in the source that the row stands on, so that it
survives a rebuild, a changed codebook and a text that was imported anew.
"""

from policytasks.corrections.applying import (
    Applied,
    Unplaced,
    apply_corrections,
    apply_to_reading,
    on_no_document,
)
from policytasks.corrections.decisions import (
    Correction,
    CorrectionCells,
    Corrections,
    load_corrections,
)
from policytasks.corrections.pointing import opening, pointing_at
from policytasks.corrections.values import correctable, printed_value, read_pairs, read_value
from policytasks.corrections.writing import cells_csv, write_cells

__all__ = [
    "Applied",
    "Correction",
    "CorrectionCells",
    "Corrections",
    "Unplaced",
    "apply_corrections",
    "apply_to_reading",
    "cells_csv",
    "correctable",
    "load_corrections",
    "on_no_document",
    "opening",
    "pointing_at",
    "printed_value",
    "read_pairs",
    "read_value",
    "write_cells",
]
