"""Tables as lines of text: one row a line, cells parted by tabs.

A cell merged over several rows is printed once, in its first row. The rows below
hold the ditto mark 〃 in its place, as a table written by hand would, so that a
merged cell and an empty one stay apart. The further columns of a cell merged over
several columns are empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policytasks.words.marks import DITTO

__all__ = ["WIDEST_CELL", "Cell", "grid_lines", "in_one_line"]

# Browsers read no greater span (HTML 4.9.11), and Word sets no more columns.
WIDEST_CELL = 1000


# 自然资源和|规划厅, 民政局、|财政局: what no paragraph of a cell ends with.
_GOES_ON = re.compile("[和与及、（(]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed, and how many rows and columns it is merged over."""

    text: str
    rows: int = 1
    columns: int = 1


def in_one_line(paragraphs: Iterable[str]) -> str:
    """Join a cell's paragraphs: with a blank, but for one that a line break cut.

    >>> in_one_line(["省自然资源和", "规划厅", "省民政厅"])
    '省自然资源和规划厅 省民政厅'
    """
    text = ""
    for paragraph in paragraphs:
        text += paragraph if not text or _GOES_ON.search(text) else f" {paragraph}"
    return text


def grid_lines(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """Lay out a table's rows as lines with tabs.

    Parameters
    ----------
    rows
        For each row the cells that begin in it, from left to right.

    Returns
    -------
    list of str
        A line for each row that prints anything, all with the same number of
        tabs. Columns in which no cell begins are left out.

    Examples
    --------
    >>> grid_lines([[Cell("1", rows=2), Cell("甲")], [Cell("乙")]])
    ['1\\t甲', '〃\\t乙']
    """
    grid: list[dict[int, str]] = []
    used_columns: set[int] = set()
    # For each column that a cell from above reaches into: the rows it has left,
    # and what its place holds.
    from_above: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: dict[int, str] = {}
        reaching_down: dict[int, tuple[int, str]] = {}
        for column, (left, mark) in from_above.items():
            line[column] = mark
            if left > 1:
                reaching_down[column] = (left - 1, mark)
        column = 0
        for cell in row:
            while column in from_above:
                column += 1
            text = " ".join(cell.text.split())
            line[column] = text
            used_columns.add(column)
            for covered in range(column, column + cell.columns):
                if cell.rows > 1:
                    mark = DITTO if text and covered == column else ""
                    reaching_down[covered] = (cell.rows - 1, mark)
            column += cell.columns
        from_above = reaching_down
        grid.append(line)
    columns = sorted(used_columns)
    return [
        "\t".join(line.get(column, "") for column in columns)
        for line in grid
        if any(text not in ("", DITTO) for text in line.values())
    ]
