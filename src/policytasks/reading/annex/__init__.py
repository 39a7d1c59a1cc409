"""Annexes in tables: task lists, whose rows are subtasks, and divisions of duties.

A table reaches the text in three ways: ruled, with its cells apart (tabs, pipes); flat,
one cell after the other with blank lines between or a line each, as a copied web page or
PDF leaves it; or run in, with no breaks at all.
"""

from __future__ import annotations

from policytasks.codebook import Codebook
from policytasks.reading.annex.flat import flat_table
from policytasks.reading.annex.flat_duties import flat_duties, flat_duties_stretch
from policytasks.reading.annex.rows import AnnexRow
from policytasks.reading.annex.ruled import ruled_table, ruled_table_stretch
from policytasks.reading.annex.run_in import run_in_table, run_in_table_stretch
from policytasks.reading.annex.run_in_duties import run_in_duties, run_in_duties_stretch
from policytasks.reading.drafts import Stretch
from policytasks.reading.view import View

__all__ = ["AnnexRow", "read_annex", "table_stretch"]


def read_annex(view: View, start: int, end: int, codebook: Codebook) -> list[AnnexRow]:
    """Read the rows of the tables in ``view.text[start:end]``.

    Member lists and forms have no column of agencies that answer, and so no rows.
    """
    rows = ruled_table(view, start, end, codebook)
    if rows is not None:
        return rows
    return (
        flat_table(view, start, end, codebook)
        or run_in_table(view, start, end, codebook)
        or run_in_duties(view, start, end, codebook)
        or flat_duties(view, start, end, codebook)
    )


def table_stretch(view: View, codebook: Codebook) -> Stretch | None:
    """Return where the first table that tells so itself starts and ends; None without one."""
    found = [
        ruled_table_stretch(view, codebook),
        run_in_table_stretch(view, codebook),
        run_in_duties_stretch(view, codebook),
        flat_duties_stretch(view, codebook),
    ]
    return min((stretch for stretch in found if stretch is not None), default=None)
