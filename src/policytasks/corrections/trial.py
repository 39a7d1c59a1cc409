"""What decisions do to a document as the program reads it now, without writing anything."""

from __future__ import annotations

from collections.abc import Sequence

from policytasks.codebook import Codebook
from policytasks.corrections.applying import Applied, apply_corrections
from policytasks.corrections.decisions import Correction
from policytasks.model import Document
from policytasks.reading import read
from policytasks.tables import tabulate

__all__ = ["apply_to_reading"]


def apply_to_reading(
    source: str, document: Document, corrections: Sequence[Correction], codebook: Codebook
) -> Applied:
    """Read a document and apply decisions to its rows.

    Raises
    ------
    CorrectionError
        Two decisions contradict each other, or a corrected row breaks the schema.
    """
    tables = tabulate(read(source, document, codebook), source)
    return apply_corrections(tables, source, corrections, codebook)
