"""Flat divisions of duties: the page has lost the rows, and cells follow each other line by line.

Two columns (部门, 职责) are too few to be told by their count; the names of departments on
lines of their own tell the rows. So they do where a list has them for headings.
"""

from __future__ import annotations

import re

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import (
    BEHIND_TABLE,
    LONGEST_NAME,
    AnnexRow,
    Cells,
    Table,
    heads_duties,
    names_agencies,
    number_of,
    runs_of_heads,
    stretches,
    words,
)
from policytasks.reading.view import Break, View
from policytasks.words.ordinals import read_ordinal

__all__ = ["flat_duties", "flat_list_of_duties"]

_FEWEST_ROWS = 2
_MOST_COLUMNS = 4
_LONGEST_NUMBER = 4
# The title of a list by department, and within how many lines it stands.
_TITLE = re.compile("[^,。;:]{0,24}(?:职责|分工)[^,。;:]{0,6}")
_LONGEST_TITLE_PAGE = 6
# A signature stands behind the table: 某县人民政府办公室, 2023年5月6日.
_SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def flat_duties(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the flat division of duties in ``view.text[start:end]``; None if there is none.

    It stands below the first head (部门, 职责) that several rows follow.
    """
    for parting in (Break.PARAGRAPH, Break.LINE):
        cells = stretches(view, start, end, parting)
        columns = list(map(codebook.roles.column, words(view, cells)))
        for place, run in runs_of_heads(columns):
            # The title (部门职责分工) may look like a column.
            for first in range(len(run)):
                head = run[first : first + _MOST_COLUMNS]
                below = place + first + len(head)
                rows = _rows(view, cells[below:], codebook) if heads_duties(head) else []
                if len(rows) >= _FEWEST_ROWS:
                    rows[0].start = cells[place + first][0]
                    return Table(rows[0].start, rows[-1].end, rows)
    return None


def flat_list_of_duties(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read a list by department (部门职责分工, 一、市民政局, 1.统筹…); None if there is none."""
    cells = stretches(view, start, end, Break.LINE)
    for index, cell in enumerate(cells[:_LONGEST_TITLE_PAGE]):
        if _TITLE.fullmatch(view.text, *cell):
            rows = _rows(view, cells[index + 1 :], codebook)
            if len(rows) >= _FEWEST_ROWS:
                return Table(cell[0], rows[-1].end, rows)
            break
    return None


def _rows(view: View, cells: Cells, codebook: Codebook) -> list[AnnexRow]:
    """Return the rows: each opens with a name, and the first sentences close the last."""
    rows: list[AnnexRow] = []
    for cell in cells:
        text = view.text[slice(*cell)]
        if len(text) <= _LONGEST_NUMBER and number_of(text) is not None:
            continue
        is_answered = not rows or bool(rows[-1].text)
        ordinal = read_ordinal(view.text, *cell)
        name = (ordinal.end if ordinal else cell[0], cell[1])
        if is_answered and len(text) <= LONGEST_NAME and names_agencies(view, name, codebook):
            rows.append(AnnexRow.of_department(name, [], *cell))
        elif not rows or BEHIND_TABLE.match(text) or _SIGNED.match(text):
            break
        else:
            rows[-1].text.append(cell)
            rows[-1].end = cell[1]
    if rows:
        _cut_last(view, rows[-1])
    return [row for row in rows if row.text]


def _cut_last(view: View, row: AnnexRow) -> None:
    """End the last row with its first line that ends a sentence: a signature may follow."""
    for count, cell in enumerate(row.text, 1):
        if view.text[cell[1] - 1] == "。":
            row.text, row.end = row.text[:count], cell[1]
            return
