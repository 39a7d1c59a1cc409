"""Annexes in tables: task lists, whose rows are subtasks, and divisions of duties.

A table reaches the text in three ways: ruled, with its cells apart (tabs, pipes); flat,
one cell after the other with blank lines between or a line each, as a copied web page or
PDF leaves it; or run in, with no breaks at all.
"""

from __future__ import annotations

from operator import attrgetter

from policytasks.codebook import Codebook
from policytasks.reading.annex.flat import flat_duties, flat_list_of_duties, flat_table
from policytasks.reading.annex.rows import AnnexRow, Table
from policytasks.reading.annex.ruled import ruled_table
from policytasks.reading.annex.run_in import run_in_table
from policytasks.reading.annex.run_in_duties import run_in_duties
from policytasks.reading.view import View

__all__ = ["AnnexRow", "Table", "first_table", "read_annex"]


def first_table(view: View, codebook: Codebook) -> Table | None:
    """Read the first table that tells so itself, wherever it stands; None without one."""
    found = [
        layout(view, 0, len(view.text), codebook)
        for layout in (ruled_table, run_in_table, run_in_duties, flat_duties)
    ]
    tables = [table for table in found if table]
    end = min(tables, key=attrgetter("start")).end if tables else 0
    # What one layout takes for run in, with its title, another may read cell by cell.
    return next((table for table in tables if table.start < end), None)


def read_annex(
    view: View, start: int, end: int, codebook: Codebook, first: Table | None
) -> list[AnnexRow]:
    """Read the rows of the tables in ``view.text[start:end]``.

    The text's first table, which has been read, is not read again where all of it stands
    there. Member lists and forms have no column of agencies that answer, and so no rows.
    """
    if first and first.stands_in(start, end):
        return first.rows
    layouts = (
        *(ruled_table, flat_table, run_in_table),
        *(run_in_duties, flat_duties, flat_list_of_duties),
    )
    found = (layout(view, start, end, codebook) for layout in layouts)
    return next((table.rows for table in found if table), [])
