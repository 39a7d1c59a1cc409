"""What people decided on single rows: read from ``data/corrections/``, applied, written.

A decision names its row by the words in the source that the row stands on, so that it
survives a rebuild, a changed codebook and a text that was imported anew.
"""

from policytasks.corrections.applying import Applied, Unplaced, apply_corrections
from policytasks.corrections.decisions import (
    Correction,
    CorrectionCells,
    Corrections,
    load_corrections,
)
from policytasks.corrections.pointing import opening, pointing_at
from policytasks.corrections.writing import write_corrections

__all__ = [
    "Applied",
    "Correction",
    "CorrectionCells",
    "Corrections",
    "Unplaced",
    "apply_corrections",
    "load_corrections",
    "opening",
    "pointing_at",
    "write_corrections",
]
