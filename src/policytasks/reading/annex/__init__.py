"""Task-list annexes: tables whose rows are subtasks.

A table reaches the text in two ways: ruled, with its cells apart (tabs, pipes), or flat,
one cell after the other with blank lines between or a line each, as a copied web page or
PDF leaves it.
"""

from __future__ import annotations

from policytasks.codebook import Codebook
from policytasks.reading.annex.flat import flat_table
from policytasks.reading.annex.rows import AnnexRow
from policytasks.reading.annex.ruled import ruled_table, ruled_table_start
from policytasks.reading.view import View

__all__ = ["AnnexRow", "read_annex", "ruled_table_start"]


def read_annex(view: View, start: int, end: int, codebook: Codebook) -> list[AnnexRow]:
    """Read the rows of the task list in ``view.text[start:end]``; none if it holds no such table.

    Member lists and forms have no column of agencies that answer, and so no rows.
    """
    rows = ruled_table(view, start, end, codebook)
    return flat_table(view, start, end, codebook) if rows is None else rows
